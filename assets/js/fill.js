// The grid in which a unit reports: moving by keyboard, 无变化, what is not saved, one card at a time on a phone.
// Without this module the grid is a plain form with two buttons.
const UNCHANGED = "与上期无变化";
const FIELDS = "input.cell, textarea.cell";

// What is changed by a script is said as if it had been typed, so that leaving the page warns too.
const announce = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));
const percent = (row) => row.querySelector("input.cell");
const done = (row) => row.querySelector("td:nth-child(3) textarea");
const box = (row) => row.querySelector("[data-unchanged]");
const isFilled = (row) => done(row).value.trim() !== "";
const number = (field) => Number.parseInt(field.value, 10) || 0;

const grid = document.querySelector("[data-grid]");
if (grid) start(grid);

function start(grid) {
  const form = grid.closest("form");
  const rows = [...grid.querySelectorAll("[data-row]")];
  if (rows.length === 0) return;
  const unsaved = new Set();
  const kept = new WeakMap();
  const phone = matchMedia("(max-width: 767.98px)");
  const foot = form.querySelector("[data-fill-foot]");
  const dots = foot ? makeDots(grid, rows) : null;
  let now = rows[0];

  form.querySelector("[data-keys]")?.removeAttribute("hidden");
  rows.forEach((row) => showSame(row, box(row)?.checked ?? false));
  count();
  choose(firstWrong() ?? rows.find((row) => !isFilled(row)) ?? rows[0]);
  phone.addEventListener("change", arrange);
  arrange();

  grid.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-row]");
    if (row) choose(row);
  });
  grid.addEventListener("input", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row) return;
    if (event.target.matches("[data-unchanged]")) setSame(row, event.target.checked);
    touch(row);
  });
  grid.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (!button) return;
    const row = button.closest("[data-row]");
    const field = percent(row);
    const from = field.value.trim() === "" ? Number(row.dataset.lastPercent) : number(field);
    field.value = Math.max(0, Math.min(100, from + Number(button.dataset.step)));
    announce(field);
  });
  document.addEventListener("keydown", onKey);
  foot?.querySelector("[data-previous]").addEventListener("click", () => turn(-1));
  foot?.querySelector("[data-next]").addEventListener("click", () => turn(1));
  foot?.querySelector("[data-same]").addEventListener("click", () => toggleSame(now));

  function onKey(event) {
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    const field = event.target.closest(FIELDS);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const button = form.querySelector("[data-ctrl-enter]");
      if (!button || button.disabled) return;
      event.preventDefault();
      form.requestSubmit(button);
    } else if (event.key === "Enter" && field?.matches("input")) {
      // Otherwise the browser would press the form's first button.
      event.preventDefault();
      move(field, 1);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!field || event.altKey || event.ctrlKey || event.shiftKey) return;
      const by = event.key === "ArrowDown" ? 1 : -1;
      if (!isAtEdge(field, by)) return;
      event.preventDefault();
      move(field, by);
    } else if (event.key.toLowerCase() === "u" && !event.ctrlKey && !event.metaKey && !event.altKey) {
      // In words a "u" is a letter; in the percent it can only be the key.
      if (event.target.closest("textarea, select, input:not(.cell):not([data-unchanged])")) return;
      event.preventDefault();
      toggleSame(now);
      if (field) move(field, 1);
    }
  }

  function move(field, by) {
    const row = rows[rows.indexOf(field.closest("[data-row]")) + by];
    if (!row) return;
    const place = [...field.closest("[data-row]").querySelectorAll(FIELDS)].indexOf(field);
    const target = row.querySelectorAll(FIELDS)[place];
    target.focus();
    target.select();
  }

  function turn(by) {
    const row = rows[rows.indexOf(now) + by];
    if (!row) return;
    choose(row);
    scrollTo({ top: 0 });
  }

  function choose(row) {
    now.classList.remove("now");
    now = row;
    now.classList.add("now");
    const place = rows.indexOf(now);
    if (!foot) return;
    foot.querySelector("[data-previous]").disabled = place === 0;
    foot.querySelector("[data-next]").disabled = place === rows.length - 1;
    foot.querySelector("[data-same]").disabled = !box(now);
    showDots();
  }

  function toggleSame(row) {
    const mark = box(row);
    if (!mark) return;
    mark.checked = !mark.checked;
    announce(mark);
  }

  function setSame(row, same) {
    const share = percent(row);
    const words = done(row);
    if (same) {
      kept.set(row, [share.value, words.value]);
      share.value = row.dataset.lastPercent;
      words.value = UNCHANGED;
    } else {
      const before = kept.get(row) ?? ["", ""];
      [share.value, words.value] = before[1] === UNCHANGED ? ["", ""] : before;
      words.focus();
    }
    showSame(row, same);
  }

  function showSame(row, same) {
    row.classList.toggle("same", same);
    percent(row).readOnly = same;
    done(row).readOnly = same;
  }

  function touch(row) {
    unsaved.add(row);
    const state = row.querySelector("[data-state]");
    state.textContent = state.dataset.unsavedWords;
    row.querySelectorAll("[data-hint]").forEach((hint) => hint.remove());
    const share = number(percent(row));
    const isLower = percent(row).value.trim() !== "" && share < Number(row.dataset.lastPercent);
    row.querySelector("[data-lower]").classList.toggle("is-asked", isLower);
    row.querySelector(".prog .fg")?.setAttribute("width", Math.max(0, Math.min(100, share)));
    count();
  }

  function count() {
    const filled = rows.filter(isFilled).length;
    const read = grid.querySelectorAll(".row:not([data-row])").length;
    form.querySelector("[data-filled]").textContent = filled + read;
    const button = form.querySelector("button[data-words]");
    if (button) {
      const words = filled ? button.dataset.words : button.dataset.wordsNone;
      button.textContent = words.replace("{n}", filled);
      button.disabled = filled === 0;
      button.classList.toggle("btn-primary", filled > 0);
      form.querySelector("[data-saves]").classList.toggle("btn-primary", filled === 0);
    }
    const said = form.querySelector("[data-unsaved]");
    said.textContent = unsaved.size ? said.dataset.words.replace("{n}", unsaved.size) : "";
    showDots();
  }

  function arrange() {
    document.body.classList.toggle("one-card", phone.matches);
    if (foot) foot.hidden = !phone.matches;
  }

  function showDots() {
    rows.forEach((row, place) => {
      const dot = dots?.children[place];
      if (dot) dot.className = row === now ? "cur" : isFilled(row) ? "on" : "";
    });
  }

  function firstWrong() {
    return rows.find((row) => row.matches(".wrong"));
  }
}

function makeDots(grid, rows) {
  const dots = document.createElement("div");
  dots.className = "card-dots only-phone";
  dots.setAttribute("aria-hidden", "true");
  rows.forEach(() => dots.append(document.createElement("i")));
  grid.parentElement.prepend(dots);
  return dots;
}

// In one line of words the arrows change the row; in several only from the first or last place.
function isAtEdge(field, by) {
  if (field.matches("input")) return true;
  const lines = Number.parseFloat(getComputedStyle(field).lineHeight);
  if (field.clientHeight < 2 * lines) return true;
  return by > 0 ? field.selectionEnd === field.value.length : field.selectionStart === 0;
}

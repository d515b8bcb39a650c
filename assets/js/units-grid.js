// The grid of tasks × units on the dispatch page. The fields of each row stay what is sent: they are put into the row's
// first cell, and what is clicked, dragged or typed in the grid is written into them. The server counts what comes of it.
import { fold, put, written } from "./unit-names.js";

const grid = document.querySelector("[data-units-grid]");
const JOINED_BY = /[和与及]/;
const MOST_COLUMNS = 28;
const KEPT = "dispatch-view";
const NARROW = matchMedia("(max-width: 767.98px)");

if (grid) start(grid);

function start(grid) {
  const words = grid.dataset;
  const form = grid.closest("form");
  const list = form.querySelector("[data-list-row]").parentElement;
  const says = grid.querySelector("[data-grid-says]");
  const heads = [...grid.querySelectorAll(".grid-col")];
  const columns = heads.map(columnOf);
  const units = columns.filter((it) => it.unit);
  const byName = indexOf(columns);
  const shared = { mode: form.elements.mode, leads: form.elements.leads, supports: form.elements.supports };
  const rows = [...grid.querySelectorAll("[data-grid-row]")].map(rowOf);
  const back = [];
  let at = { row: 0, column: 0 };
  let painting = null;
  let isTouched = true;

  rows.forEach(fillRow);
  foldToFit();
  rows.forEach(draw);
  point(0, shownFrom(0, 1));
  listen();
  show(NARROW.matches ? "list" : kept());
  form.querySelector("[data-grid-switch]").hidden = NARROW.matches;
  NARROW.addEventListener("change", () => {
    form.querySelector("[data-grid-switch]").hidden = NARROW.matches;
    show(NARROW.matches ? "list" : kept());
  });

  // What a column stands for: one unit, or the members of a group.
  function columnOf(head) {
    const names = JSON.parse(head.dataset.names);
    const members = head.dataset.members?.split(",").map(Number) ?? [Number(head.dataset.unit)];
    return { head, part: head.dataset.part, names, members, unit: Number(head.dataset.unit) || null };
  }

  function rowOf(place) {
    const prefix = place.dataset.gridRow;
    const field = (name) => form.elements[prefix + name];
    return {
      place,
      label: place.dataset.label,
      item: list.querySelector(`[data-list-row="${prefix}"]`),
      mode: field("mode"),
      leads: field("leads"),
      supports: field("supports"),
      cells: [],
    };
  }

  function fillRow(row, index) {
    columns.forEach((column, place) => {
      const cell = document.createElement("td");
      cell.className = column.unit ? "grid-cell" : "grid-cell is-group";
      cell.setAttribute("role", "gridcell");
      cell.tabIndex = -1;
      cell.dataset.part = column.part;
      cell.dataset.row = index;
      cell.dataset.column = place;
      cell.append(document.createElement("i"));
      row.place.append(cell);
      row.cells.push(cell);
    });
  }

  // ── what a row says ──
  function isEach(row) {
    return (row.mode.value || shared.mode.value) === "each";
  }

  function read(input) {
    const found = { ids: [], unknown: [] };
    for (const name of written(input)) {
      const parts = byName.has(fold(name)) ? [name] : name.split(JOINED_BY);
      const known = parts.every((part) => byName.has(fold(part)));
      if (known) parts.forEach((part) => found.ids.push(...byName.get(fold(part))));
      else found.unknown.push(name);
    }
    return found;
  }

  // Who would get the row, by unit; what is left empty is as shared.
  function duties(row) {
    const own = { leads: read(row.leads), supports: read(row.supports) };
    const ofAll = { leads: row.leads.value.trim() === "", supports: row.supports.value.trim() === "" && !isEach(row) };
    const found = new Map();
    const leads = ofAll.leads ? read(shared.leads).ids : own.leads.ids;
    for (const id of leads) found.set(id, { duty: "lead", shared: ofAll.leads });
    const supports = ofAll.supports ? read(shared.supports).ids : own.supports.ids;
    for (const id of supports) if (!found.has(id)) found.set(id, { duty: "support", shared: ofAll.supports });
    return found;
  }

  function draw(row) {
    const found = duties(row);
    row.place.querySelector(".grid-what").classList.toggle("is-each", isEach(row));
    columns.forEach((column, place) => {
      const cell = row.cells[place];
      const has = column.members.map((id) => found.get(id)).filter(Boolean);
      const duty = has.length === column.members.length && has.every((it) => it.duty === has[0].duty) ? has[0].duty : "";
      const sign = duty ? words[`${duty === "lead" && isEach(row) ? "each" : duty}Sign`] : column.unit || !has.length ? "" : has.length;
      const said = duty ? words[duty === "lead" && isEach(row) ? "each" : duty] : has.length ? `${has.length}/${column.members.length}` : words.none;
      const isShared = Boolean(duty) && has.every((it) => it.shared);
      cell.dataset.duty = duty;
      cell.classList.toggle("is-shared", isShared);
      cell.classList.toggle("is-wrong", duty === "support" && isEach(row));
      if (cell.textContent !== String(sign)) cell.firstChild.textContent = sign;
      cell.setAttribute("aria-label", `${row.label} ${column.names[0]}：${said}${isShared ? `（${words.shared}）` : ""}`);
    });
  }

  // ── changing it ──
  function write(row, found) {
    for (const [input, duty] of [[row.leads, "lead"], [row.supports, "support"]]) {
      const its = [...found].filter(([, it]) => it.duty === duty);
      // What is as shared stays so until it is changed here.
      if (its.length && its.every(([, it]) => it.shared)) continue;
      const left = new Set(its.map(([id]) => id));
      const names = [];
      for (const column of columns.filter((it) => !it.unit && it.members.length > 1)) {
        if (!column.members.every((id) => left.has(id))) continue;
        names.push(column.names[0]);
        column.members.forEach((id) => left.delete(id));
      }
      for (const column of units) if (left.has(column.unit)) names.push(column.names[0]);
      const value = [...names, ...read(input).unknown];
      if (value.join("、") === written(input).join("、")) continue;
      input.closest(".has-error")?.querySelector(".invalid-feedback")?.remove();
      input.closest(".has-error")?.classList.remove("has-error");
      put(input, value);
    }
    draw(row);
  }

  function set(row, column, duty, { keeps = false } = {}) {
    const found = duties(row);
    if (duty === "support" && isEach(row)) {
      says.textContent = words.alone;
      return;
    }
    const others = [...found].filter(([id, it]) => it.duty === "lead" && !column.members.includes(id));
    if (duty === "lead" && !isEach(row)) {
      // A joint task has one lead: painted over, the others help; named by its key, the one before helps.
      if (column.members.length > 1) {
        if (others.length) duty = "support";
        else row.mode.value = "each";
      } else if (others.length && keeps) duty = "support";
      else for (const [, it] of others) it.duty = "support";
    }
    for (const id of column.members) {
      if (duty) found.set(id, { duty });
      else found.delete(id);
    }
    write(row, found);
    says.textContent = row.cells[columns.indexOf(column)].getAttribute("aria-label");
  }

  // Empty → lead, or support where somebody leads already → support → empty; each for itself: in or out.
  function next(row, column) {
    const { duty } = row.cells[columns.indexOf(column)].dataset;
    const isShared = column.members.some((id) => duties(row).get(id)?.shared);
    if (isShared) return duty;
    if (duty === "lead" && read(shared.leads).ids.includes(column.members[0])) return "";
    const isLed = [...duties(row)].some(([id, it]) => it.duty === "lead" && !column.members.includes(id));
    if (isEach(row)) return duty ? "" : "lead";
    if (duty === "lead") return column.unit ? "support" : "";
    if (duty === "support") return "";
    return isLed ? "support" : "lead";
  }

  function stateOf(row) {
    return [row, row.mode.value, row.leads.value, row.supports.value];
  }

  function keep() {
    back.push(rows.map(stateOf));
  }

  function undo() {
    const last = back.pop();
    if (!last) return;
    for (const [row, mode, leads, supports] of last) {
      const is = stateOf(row);
      if (is[1] === mode && is[2] === leads && is[3] === supports) continue;
      [row.mode.value, row.leads.value, row.supports.value] = [mode, leads, supports];
      draw(row);
    }
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // ── moving ──
  function point(row, column, focuses = false) {
    rows[at.row]?.cells[at.column]?.setAttribute("tabindex", "-1");
    at = { row, column };
    const cell = rows[row].cells[column];
    cell.tabIndex = 0;
    if (!focuses) return;
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function isShown(place) {
    return !columns[place].head.hidden;
  }

  function shownFrom(place, by) {
    while (columns[place] && !isShown(place)) place += by;
    return columns[place] ? place : at.column;
  }

  function onKey(event) {
    const cell = event.target.closest(".grid-cell");
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && cell) {
      event.preventDefault();
      undo();
      return;
    }
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rows[at.row];
    const column = columns[at.column];
    const to = {
      ArrowLeft: [at.row, shownFrom(at.column - 1, -1)],
      ArrowRight: [at.row, shownFrom(at.column + 1, 1)],
      ArrowUp: [Math.max(0, at.row - 1), at.column],
      ArrowDown: [Math.min(rows.length - 1, at.row + 1), at.column],
      Home: [at.row, shownFrom(0, 1)],
      End: [at.row, shownFrom(columns.length - 1, -1)],
      PageUp: [0, at.column],
      PageDown: [rows.length - 1, at.column],
    }[event.key];
    const key = event.key.toLowerCase();
    const duty = { l: "lead", p: "support", backspace: "", delete: "" }[key];
    if (to) {
      const from = cell.dataset.duty;
      point(...to, true);
      if (event.shiftKey && event.key.startsWith("Arrow")) {
        keep();
        set(rows[at.row], columns[at.column], from, { keeps: true });
      }
    } else if (key === " " || key === "enter") {
      keep();
      set(row, column, next(row, column));
    } else if (duty !== undefined) {
      keep();
      set(row, column, duty);
    } else return;
    event.preventDefault();
  }

  // ── folding groups ──
  function foldPart(part, folds) {
    const members = columns.filter((it) => it.part === part && it.unit);
    for (const it of members) it.head.hidden = folds;
    grid.querySelector(`.grid-col.is-group[data-part="${part}"]`).classList.toggle("is-open", !folds);
    for (const cell of grid.querySelectorAll(`td[data-part="${part}"]:not(.is-group)`)) {
      if (cell.id || cell.dataset.column) cell.hidden = folds;
    }
    const head = grid.querySelector(`[data-head="${part}"]`);
    head.colSpan = folds ? 1 : members.length + 1;
    head.classList.toggle("is-folded", folds);
    head.querySelector("[data-folds]").setAttribute("aria-expanded", String(!folds));
    if (!isShown(at.column)) point(at.row, columns.findIndex((it) => it.part === part && !it.unit));
  }

  // The groups of which only some units are named stay open, then as many others as there is room for.
  function foldToFit() {
    const parts = [...grid.querySelectorAll("[data-folds]")].map((it) => it.dataset.folds);
    const size = (part) => columns.filter((it) => it.part === part && it.unit).length;
    const named = new Set(rows.flatMap((row) => [...duties(row).keys()]));
    const isPart = (part) => columns.some((it) => it.part === part && it.unit && named.has(it.unit));
    const isWhole = (part) => columns.filter((it) => it.part === part && it.unit).every((it) => named.has(it.unit));
    let room = MOST_COLUMNS - columns.filter((it) => !parts.includes(it.part)).length;
    const wanted = [...parts].sort((a, b) => Number(isPart(b) && !isWhole(b)) - Number(isPart(a) && !isWhole(a)) || size(b) - size(a));
    for (const part of wanted) {
      const opens = size(part) <= room;
      if (opens) room -= size(part);
      else foldPart(part, true);
    }
  }

  // ── the two views ──
  function kept() {
    try {
      return localStorage.getItem(KEPT) === "list" ? "list" : "grid";
    } catch {
      return "grid";
    }
  }

  function show(view) {
    const isGrid = view === "grid";
    for (const row of rows) {
      const to = isGrid ? row.place.querySelector(".grid-what") : row.item;
      const from = isGrid ? row.item : row.place.querySelector(".grid-what");
      to.append(...from.childNodes);
    }
    grid.hidden = !isGrid;
    list.hidden = isGrid;
    if (isGrid) rows.forEach(draw);
    for (const button of form.querySelectorAll("[data-shows]")) {
      button.setAttribute("aria-pressed", String(button.dataset.shows === view));
    }
  }

  function listen() {
    grid.addEventListener("keydown", onKey);
    grid.addEventListener("pointerdown", (event) => {
      const cell = event.target.closest("td.grid-cell");
      isTouched = event.pointerType === "touch";
      if (!cell || isTouched || event.button !== 0) return;
      event.preventDefault();
      keep();
      point(Number(cell.dataset.row), Number(cell.dataset.column), true);
      painting = next(rows[at.row], columns[at.column]);
      set(rows[at.row], columns[at.column], painting);
    });
    grid.addEventListener("pointerover", (event) => {
      const cell = event.target.closest("td.grid-cell");
      if (!cell || painting === null || !(event.buttons & 1)) return;
      point(Number(cell.dataset.row), Number(cell.dataset.column), true);
      set(rows[at.row], columns[at.column], painting, { keeps: true });
    });
    addEventListener("pointerup", () => (painting = null));
    // A finger, and what reads the page aloud, press without a pointer that drags.
    grid.addEventListener("click", (event) => {
      const folds = event.target.closest("[data-folds]");
      if (folds) foldPart(folds.dataset.folds, folds.getAttribute("aria-expanded") === "true");
      const cell = event.target.closest("td.grid-cell");
      const isDone = !isTouched;
      isTouched = true;
      if (!cell || isDone) return;
      keep();
      point(Number(cell.dataset.row), Number(cell.dataset.column), true);
      set(rows[at.row], columns[at.column], next(rows[at.row], columns[at.column]));
    });
    form.addEventListener("input", redraw);
    form.addEventListener("change", redraw);
    // The error summary leads to a row's field, which stands for its cells here.
    grid.addEventListener("focusin", (event) => {
      const cell = event.target.closest("td.grid-cell");
      if (cell) point(Number(cell.dataset.row), Number(cell.dataset.column));
      const index = rows.findIndex((row) => row.leads === event.target || row.supports === event.target);
      if (index >= 0) point(index, at.column, true);
    });
    for (const button of form.querySelectorAll("[data-shows]")) {
      button.addEventListener("click", () => {
        show(button.dataset.shows);
        try {
          localStorage.setItem(KEPT, button.dataset.shows);
        } catch {
          // It is only forgotten.
        }
      });
    }
  }

  function redraw(event) {
    const row = rows.find((it) => [it.mode, it.leads, it.supports].includes(event.target));
    if (row) draw(row);
    else if (Object.values(shared).includes(event.target) || event.target === form) rows.forEach(draw);
  }
}

function indexOf(columns) {
  const found = new Map();
  for (const column of columns) {
    for (const name of column.names) if (!found.has(fold(name))) found.set(fold(name), column.members);
  }
  return found;
}

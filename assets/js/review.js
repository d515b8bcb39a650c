// The review page: keys, moving without losing one's place, choosing rows, adding from selected text.
// Everything works without it too: links with ?item=, plain forms, a bar for the batch.
import { prepareToasts } from "./toast.js";

const WRITING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";
const page = () => document.querySelector("[data-review]");
const current = () => page()?.querySelector(".tree li.cur");
const boxes = () => [...(page()?.querySelectorAll("input[name=ids]") ?? [])];
const chosen = () => boxes().filter((box) => box.checked);
const panes = () => [...(page()?.children ?? [])];

if (page()) {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("submit", onSubmit);
  document.addEventListener("change", onChange);
  document.addEventListener("selectionchange", onSelection);
  showCurrent("center");
  countChosen();
}

// ── moving ──────────────────────────────────────────────────────────────────

function showCurrent(block) {
  if (matchMedia("(max-width: 767.98px)").matches) return;
  page().querySelector(".x-on")?.scrollIntoView({ block });
  current()?.scrollIntoView({ block });
}

// Draws the page anew from an answer (a refused one keeps the address); places, choices and the open selection stay as they are.
function draw(text, url) {
  const answer = new DOMParser().parseFromString(text, "text/html");
  const main = answer.querySelector("#main");
  if (!main?.querySelector("[data-review]")) {
    location.assign(url ?? location.href);
    return;
  }
  const ids = new Set(chosen().map((box) => box.value));
  const places = panes().map((pane) => pane.scrollTop);
  document.querySelector("#main").replaceWith(document.adoptNode(main));
  const toasts = document.querySelector(".toasts");
  toasts.replaceWith(document.adoptNode(answer.querySelector(".toasts")));
  prepareToasts();
  document.title = answer.title;
  if (url) history.replaceState(null, "", url);
  panes().forEach((pane, index) => (pane.scrollTop = places[index]));
  for (const box of boxes()) box.checked = ids.has(box.value);
  showCurrent("nearest");
  countChosen();
}

async function go(url) {
  if (!(await keepEdits())) return;
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.status);
    draw(await answer.text(), url);
  } catch {
    location.assign(url);
  }
}

// What was typed into the editor is kept before one moves on; where it cannot be, the page says why.
async function keepEdits() {
  const form = document.querySelector("#edit");
  if (!form?.dataset.changed) return true;
  delete form.dataset.changed;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (answer.ok) return true;
    if (answer.status === 422) {
      refuse(await answer.text());
      return false;
    }
  } catch {
    // Said by the plain submission below.
  }
  form.submit();
  return false;
}

function step(by) {
  const rows = [...page().querySelectorAll(".tree > li")];
  const next = rows[rows.indexOf(current()) + by];
  if (next) go(next.querySelector("[data-go]").href);
}

// The page came back with what is wrong beside its field; what was typed is still not kept.
function refuse(text) {
  draw(text, null);
  const form = document.querySelector("#edit");
  if (!form) return;
  form.dataset.changed = "1";
  form.querySelector(".is-invalid")?.focus();
}

// ── forms ───────────────────────────────────────────────────────────────────

async function onSubmit(event) {
  const form = event.target;
  if (!form.matches("[data-soft]") || event.defaultPrevented) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "1";
  const button = event.submitter;
  const sent = new FormData(form);
  if (button?.name) sent.append(button.name, button.value);
  const isBatch = form.id === "bulk";
  try {
    const answer = await fetch(addressFor(form, button), { method: "POST", body: sent });
    if (answer.status === 422 && form.id === "edit") {
      refuse(await answer.text());
      return;
    }
    if (!answer.ok) throw new Error(answer.status);
    if (isBatch) for (const box of chosen()) box.checked = false;
    draw(await answer.text(), answer.url);
  } catch {
    // Refused, or the line is down: sent again as a plain form, so that the page itself says it.
    plainly(form, button);
  } finally {
    delete form.dataset.sending;
  }
}

function plainly(form, button) {
  if (button?.name) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: button.name, value: button.value });
    form.append(field);
  }
  form.action = addressFor(form, button);
  form.submit();
}

// A button without an address of its own answers with the page's.
function addressFor(form, button) {
  return button?.hasAttribute("formaction") ? button.formAction : form.getAttribute("action");
}

// A button under the pointer takes the focus from a field before it is clicked.
let pressed = false;
document.addEventListener("pointerdown", (event) => (pressed = Boolean(event.target.closest("#edit button"))));
document.addEventListener("pointerup", () => setTimeout(() => (pressed = false)));

function tellPast(field) {
  const note = field.form.querySelector("[data-past]");
  if (note) note.hidden = !field.value || field.value >= field.dataset.today;
}

function onChange(event) {
  const field = event.target;
  if (field.name === "ids") countChosen();
  const form = field.form;
  if (form?.id !== "edit") return;
  form.dataset.changed = "1";
  if (field.name === "due_on") tellPast(field);
  // A unit that was named becomes a mark of its own at once; a button that is being pressed does it too.
  if (field.name === "add_unit" && field.value.trim() && !pressed) form.requestSubmit?.();
}

document.addEventListener("input", (event) => {
  if (event.target.form?.id === "edit") event.target.form.dataset.changed = "1";
});

// ── rows ────────────────────────────────────────────────────────────────────

function countChosen() {
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const count = chosen().length;
  bar.classList.toggle("is-open", count > 0);
  page().classList.toggle("has-bulk", count > 0);
  bar.querySelector("[data-count]").textContent = count;
  for (const box of boxes()) box.closest("li").classList.toggle("sel", box.checked);
}

function onClick(event) {
  if (!page() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const target = event.target;
  if (target.closest("[data-bulk-clear]")) return clearChosen();
  if (target.closest("button, input, select, textarea, label")) return;
  const link = target.closest("[data-go], .x-no a");
  const piece = target.closest("[data-source] [data-item]");
  const row = target.closest(".tree .n");
  if (!link && target.closest("a")) return;
  const url = link?.href ?? (piece ? addressOf(piece.dataset.item) : row?.querySelector("[data-go]")?.href);
  if (!url || (piece && !getSelection().isCollapsed)) return;
  event.preventDefault();
  go(url);
}

const addressOf = (id) => page().querySelector(`#d${id} [data-go]`)?.href;

function clearChosen() {
  for (const box of chosen()) box.checked = false;
  countChosen();
}

// ── keys ────────────────────────────────────────────────────────────────────

function onKey(event) {
  if (!page() || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") {
    if (event.target.matches(WRITING)) event.target.blur();
    else if (!closeAdding()) clearChosen();
    return;
  }
  if (event.target.closest(WRITING)) return;
  const deed = KEYS[event.key.toLowerCase()];
  if (!deed) return;
  event.preventDefault();
  deed();
}

const press = (selector) => document.querySelector(selector)?.click();

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  x: () => current()?.querySelector("input[name=ids]")?.click(),
  e: () => document.querySelector("#edit [name=title]")?.focus(),
  a: () => press(chosen().length ? "[data-bulk-accept]" : "#edit [data-key=a]"),
  n: () => press(chosen().length ? "[data-bulk-note]" : "#edit [data-key=n]"),
  z: () => press("[data-undo]"),
};

// ── adding from selected text ───────────────────────────────────────────────

// Places are counted in UTF-16 units, as browsers do; the server checks that words and place agree.
function onSelection() {
  const form = document.querySelector("#add");
  const source = document.querySelector("[data-source]");
  const selection = getSelection();
  if (!form || !source || selection.isCollapsed || !selection.rangeCount) return;
  const range = selection.getRangeAt(0);
  if (!source.contains(range.commonAncestorContainer)) return;
  let start = null;
  let words = "";
  for (const node of textNodes(source, range)) {
    const from = node === range.startContainer ? range.startOffset : 0;
    const to = node === range.endContainer ? range.endOffset : node.length;
    if (from >= to) continue;
    start ??= Number(node.parentNode.dataset.at) + from;
    words += node.data.slice(from, to);
  }
  if (!words.trim()) return;
  form.elements.text.value = words;
  form.elements.start.value = start;
  form.classList.add("is-open");
}

// The report's own words: numbers and buttons that stand among them are left out.
function textNodes(source, range) {
  const walker = document.createTreeWalker(source, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentNode.dataset.at !== undefined && range.intersectsNode(node)) found.push(node);
  }
  return found;
}

// What is typed by hand has no place; the server looks for it.
document.addEventListener("input", (event) => {
  if (event.target.id === "add-text") event.target.form.elements.start.value = "";
});

function closeAdding() {
  const form = document.querySelector("#add.is-open");
  if (!form) return false;
  form.classList.remove("is-open");
  form.reset();
  getSelection().removeAllRanges();
  return true;
}

// The review page: keys, and what each of them presses. Everything works without it too: links with
// ?item=, plain forms, a bar for the batch.
import { chosen, clearChosen, countChosen, onTick } from "./review-choice.js";
import { current, focusCurrent, go, inTurn, page, showCurrent, step } from "./review-page.js";
import { keepEdits, onChange, onInput, onSubmit, takeBack } from "./review-forms.js";
import { addHere, closeAdding, nextGap, onSelection, setAside } from "./review-source.js";
import "./review-hover.js";
import { openSplit } from "./review-split.js";

const WRITING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

if (page()) {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("submit", onSubmit);
  document.addEventListener("submit", onJump);
  document.addEventListener("change", onChange);
  document.addEventListener("change", onTick);
  document.addEventListener("input", onInput);
  document.addEventListener("selectionchange", onSelection);
  document.addEventListener("review:drawn", prepare);
  prepare();
  showCurrent("center");
}

// What a page that was drawn anew needs: its refused dialog stands open, its choices are counted.
function prepare() {
  countChosen();
  for (const dialog of document.querySelectorAll("dialog[data-reopen]")) {
    dialog.removeAttribute("data-reopen");
    dialog.close();
    dialog.showModal();
    dialog.querySelector(".is-invalid, textarea")?.focus();
  }
}

// ── the mouse ───────────────────────────────────────────────────────────────

const LINKS = "[data-go], [data-go-part], [data-gap-link], .x-no a";

function onClick(event) {
  if (!page() || event.defaultPrevented || event.ctrlKey || event.metaKey) return;
  const target = event.target;
  const opener = target.closest("[data-opens=split-item]");
  if (opener) setTimeout(openSplit);
  if (target.closest("[data-bulk-clear]")) return clearChosen();
  const reason = target.closest("[data-reason]");
  if (reason) return takeReason(reason);
  if (event.shiftKey || target.closest("button, input, select, textarea, label")) return;
  const link = target.closest(LINKS);
  const piece = target.closest("[data-source] [data-item]");
  const row = target.closest(".tree .n");
  if (!link && target.closest("a")) return;
  const url = link?.href ?? (piece ? addressOf(piece.dataset.item) : row?.querySelector("[data-go]")?.href);
  if (!url || (piece && !getSelection().isCollapsed)) return;
  if (piece && piece.dataset.item === current()?.dataset.row) return;
  event.preventDefault();
  inTurn(() => go(url));
}

// To a part by its number; what is being typed into the editor is kept first, as with any other way on.
function onJump(event) {
  if (!event.target.matches("[data-jump]")) return;
  event.preventDefault();
  const url = `${event.target.action}?${new URLSearchParams(new FormData(event.target))}`;
  inTurn(() => go(url));
}

const addressOf = (id) => page().querySelector(`#d${id} [data-go]`)?.href;

// ── keys ────────────────────────────────────────────────────────────────────

function onKey(event) {
  if (isSending(event)) return sendDialog(event);
  if (!page() || event.ctrlKey || event.metaKey || event.isComposing) return;
  if (document.querySelector("dialog[open]")) return onKeyInDialog(event);
  if (event.key === "Escape") {
    if (event.target.form?.id === "edit" && takeBack()) event.preventDefault();
    else if (event.target.matches(WRITING)) leave(event.target);
    else if (!closeAdding()) clearChosen();
    return;
  }
  if (event.target.closest(WRITING)) return;
  const deed = event.altKey ? MOVES[event.key] : KEYS[event.key.toLowerCase()];
  if (!deed) return;
  event.preventDefault();
  inTurn(() => isWriting() || deed());
}

// A key that waited for its turn may find that the one before it opened a dialog or went into a field.
const isWriting = () => document.querySelector("dialog[open]") || document.activeElement?.matches(WRITING);

// In a field of a dialog the return key does that dialog's deed; several dialogs share a form, whose own
// first button it would press otherwise.
function onKeyInDialog(event) {
  if (event.key === "Enter" && event.target.closest("dialog :is(input, select)")) sendDialog(event);
}

// Where the return key begins a line, it sends together with Ctrl or ⌘.
const isSending = (event) =>
  event.key === "Enter" &&
  (event.ctrlKey || event.metaKey) &&
  event.target.closest("dialog[open] :is(input, select, textarea)");

function sendDialog(event) {
  event.preventDefault();
  event.target.closest("dialog").querySelector(".btn-primary").click();
}

// The last reason, taken over by one press, and still to be changed.
function takeReason(button) {
  const field = document.getElementById(button.dataset.reasonFor);
  field.value = button.dataset.reason;
  field.focus();
}

function leave(field) {
  field.blur();
  focusCurrent();
}

// What was typed is kept before a deed, which then finds the fresh version on the page.
async function press(selector) {
  if (!document.querySelector(selector)) return;
  if (document.querySelector(selector).form?.id !== "edit" && !(await keepEdits())) return;
  document.querySelector(selector)?.click();
}

const own = (key) => `#d${current()?.dataset.row} [data-key=${key}]`;
const either = (batch, key) => press(chosen().length ? batch : own(key));

const MOVES = { ArrowUp: () => press(own("up")), ArrowDown: () => press(own("down")) };

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  x: () => current()?.querySelector("input[name=ids]")?.click(),
  e: () => document.querySelector("#edit [name=title]")?.focus(),
  a: () => either("[data-bulk-accept]", "a"),
  n: () => either("[data-bulk-note]", "n"),
  m: () => either("[data-bulk-merge]", "m"),
  p: () => either("[data-bulk-parent]", "p"),
  s: () => press(own("s")),
  t: () => press(own("t")),
  u: () => press("[data-undo]"),
  z: () => press("[data-undo]"),
  g: nextGap,
  b: setAside,
  i: addHere,
  "[": () => press("[data-part=before]"),
  "]": () => press("[data-part=after]"),
  "?": () => document.getElementById("help")?.showModal(),
};


// The report beside the tree: selected words become a directive, sentences that nobody handled are gone through.
import { go, page } from "./review-page.js";

const source = () => document.querySelector("[data-source]");
const form = () => document.querySelector("#add");
const gaps = () => [...(source()?.querySelectorAll("[data-gap]") ?? [])];

// ── what nobody handled ─────────────────────────────────────────────────────

// The one that was jumped to, or that was just set aside, holds the focus; "next" counts from it, or from the current
// item.
export function nextGap() {
  const all = gaps();
  const from = document.activeElement?.closest("[data-source] [data-at]") ?? source()?.querySelector(".x-on");
  const after = all.filter((it) => !from || from.compareDocumentPosition(it) & Node.DOCUMENT_POSITION_FOLLOWING);
  const next = after[0];
  if (next) return show(next);
  if (page().dataset.gapPart) return go(page().dataset.gapPart);
  if (all.length) show(all[0]);
}

function show(gap) {
  gap.focus({ preventScroll: true });
  gap.scrollIntoView({ block: "center" });
}

// On the page that is drawn next, the focus stays on the words that were set aside.
export function stayAtGap(button) {
  const at = Number(button.closest(".x-mark-at").previousElementSibling.dataset.at);
  document.addEventListener("review:drawn", () => focusAt(at), { once: true });
}

function focusAt(at) {
  const before = [...(source()?.querySelectorAll("[data-at]") ?? [])].filter((it) => Number(it.dataset.at) <= at);
  const piece = before.at(-1);
  if (!piece) return;
  piece.tabIndex = -1;
  piece.focus({ preventScroll: true });
  piece.scrollIntoView({ block: "nearest" });
}

export function setAside() {
  const gap = document.activeElement?.closest("[data-gap]");
  gap?.nextElementSibling?.querySelector(".x-mark")?.click();
}

// ── adding ──────────────────────────────────────────────────────────────────

// Adds from the sentence that was jumped to; else the form is there to write in.
export function addHere() {
  const gap = document.activeElement?.closest("[data-gap]");
  if (!form()) return;
  if (gap) fill(wordsOf(gap), Number(gap.dataset.at));
  form().classList.add("is-open");
  const button = form().querySelector("[value=measure]");
  (form().elements.text.value ? button : form().elements.text).focus();
}

// Places are counted in UTF-16 units, as browsers do; the server checks that words and place agree.
export function onSelection() {
  const selection = getSelection();
  if (!form() || !source() || selection.isCollapsed || !selection.rangeCount) return;
  const range = selection.getRangeAt(0);
  if (!source().contains(range.commonAncestorContainer)) return;
  let start = null;
  let words = "";
  for (const node of textNodes(range)) {
    const from = node === range.startContainer ? range.startOffset : 0;
    const to = node === range.endContainer ? range.endOffset : node.length;
    if (from >= to) continue;
    start ??= Number(node.parentNode.dataset.at) + from;
    words += node.data.slice(from, to);
  }
  if (!words.trim()) return;
  fill(words, start);
  form().classList.add("is-open");
}

function fill(words, start) {
  form().elements.text.value = words;
  form().elements.start.value = start;
}

const wordsOf = (piece) =>
  [...piece.childNodes].filter((it) => it.nodeType === Node.TEXT_NODE).reduce((all, it) => all + it.data, "");

// The report's own words: numbers and buttons that stand among them are left out.
function textNodes(range) {
  const walker = document.createTreeWalker(source(), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentNode.dataset.at !== undefined && range.intersectsNode(node)) found.push(node);
  }
  return found;
}

export function closeAdding() {
  if (!form()?.classList.contains("is-open")) return false;
  form().classList.remove("is-open");
  form().reset();
  getSelection().removeAllRanges();
  return true;
}

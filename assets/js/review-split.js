// Splitting a draft: the cursor is the cut. The words themselves cannot be changed.
const dialog = () => document.getElementById("split-item");
const field = () => dialog()?.querySelector("textarea");
const ENDS = /[，,；;。：:！？!?\n]/;

// Opens with the cursor where it stood in the report, or behind the clause nearest the middle.
export function openSplit() {
  const words = field();
  if (!words || !dialog().open) return;
  const at = placeInSource() ?? middle(words.value);
  words.focus();
  words.setSelectionRange(at, at);
  show();
}

// The words before the cursor are what is sent.
export function cutInto(sent, form) {
  const words = form.closest("[data-split]")?.querySelector("textarea");
  if (words) sent.set("before", words.value.slice(0, words.selectionStart));
}

function middle(text) {
  const ends = [...text].map((char, at) => (ENDS.test(char) ? at + 1 : 0)).filter((at) => at > 0 && at < text.length);
  const half = text.length / 2;
  return ends.sort((a, b) => Math.abs(a - half) - Math.abs(b - half))[0] ?? Math.floor(half);
}

// Where somebody clicked into the current item's words in the report.
function placeInSource() {
  const selection = getSelection();
  const piece = selection.anchorNode?.parentElement?.closest?.("[data-source] .x-on[data-at]");
  if (!piece || !selection.isCollapsed || selection.anchorNode.nodeType !== Node.TEXT_NODE) return null;
  const pieces = [...document.querySelectorAll("[data-source] .x-on[data-at]")];
  const begun = Number(pieces[0].dataset.at);
  const at = Number(piece.dataset.at) + selection.anchorOffset - begun;
  return at > 0 && at < field().value.length ? at : null;
}

function show() {
  const words = field();
  if (!words) return;
  const at = words.selectionStart;
  dialog().querySelector("[data-half=first]").textContent = words.value.slice(0, at).trim();
  dialog().querySelector("[data-half=second]").textContent = words.value.slice(at).replace(/^[，,；;。、\s]+/, "");
}

document.addEventListener("beforeinput", (event) => {
  if (event.target.closest?.("[data-split] textarea")) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.closest?.("[data-split] textarea")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

document.addEventListener("selectionchange", () => {
  if (dialog()?.open && document.activeElement === field()) show();
});

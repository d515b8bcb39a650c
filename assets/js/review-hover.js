// A span of the report lights up with its item, and the item with its span, under the pointer or the focus.
let lit = null;

function light(id) {
  if (id === lit) return;
  for (const it of document.querySelectorAll(".is-lit")) it.classList.remove("is-lit");
  lit = id;
  if (!id) return;
  for (const it of document.querySelectorAll(`[data-source] [data-item="${id}"], .tree [data-row="${id}"]`)) {
    it.classList.add("is-lit");
  }
}

function follow(event) {
  const it = event.target.closest?.("[data-source] [data-item], .tree [data-row]");
  light(it ? (it.dataset.item ?? it.dataset.row) : null);
}

if (document.querySelector("[data-review]")) {
  document.addEventListener("pointerover", follow);
  document.addEventListener("focusin", follow);
  document.addEventListener("review:drawn", () => light(null));
}

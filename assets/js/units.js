// Pages that give tasks out: a group is added in one press, units are picked in a dialog.
import { fold, namesIn, put, written } from "./unit-names.js";

const dialog = document.getElementById("pick-units");

function open(input) {
  const present = namesIn(input);
  for (const box of dialog.querySelectorAll("input")) box.checked = present.includes(fold(box.value));
  dialog.dataset.for = input.id;
  dialog.showModal();
}

function pick() {
  const input = document.getElementById(dialog.dataset.for);
  put(input, [...dialog.querySelectorAll("input:checked")].map((it) => it.value));
  dialog.close();
  input.focus();
}

if (dialog) {
  document.addEventListener("click", (event) => {
    const adds = event.target.closest("[data-adds]");
    if (adds) {
      const input = document.getElementById(adds.dataset.addsTo);
      document.getElementById(adds.dataset.modeOf).value = "each";
      if (!namesIn(input).includes(fold(adds.dataset.adds))) {
        put(input, [...written(input), adds.dataset.adds]);
      }
    }
    const opener = event.target.closest("[data-pick-for]");
    if (opener) open(document.getElementById(opener.dataset.pickFor));
    if (event.target.closest("[data-picks]")) pick();
  });
}

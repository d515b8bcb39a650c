// The dispatch page: a group is added in one click, units are picked in a dialog, and the assignments
// that would be made are counted as one types. The server counts and checks again.
const list = document.getElementById("unit-names");
const dialog = document.getElementById("pick-units");
const BETWEEN = /[、，,；;\s]+(?![^（(]*[）)])/;

const fold = (name) => name.normalize("NFKC").replace(/\s/g, "");
const namesIn = (input) => [...new Set(input.value.split(BETWEEN).filter(Boolean).map(fold))];
const fieldsOf = (grid) => [...grid.querySelectorAll("input[list]")];

function recount(sizes) {
  const words = (number) => list.dataset.words.replace("#", number);
  const common = document.querySelector("[data-units='']");
  let total = 0;
  for (const grid of document.querySelectorAll("[data-units]:not([data-units=''])")) {
    const [leads, supports] = wanted(grid, common);
    const names = new Set([...leads, ...supports]);
    // A name that the list does not have is a short name or an alias, or one that the server refuses.
    const found = [...names].reduce((sum, name) => sum + (sizes.get(name) ?? 1), 0);
    const place = document.querySelector(`[data-count-of="${grid.dataset.units}"]`);
    place.textContent = found ? words(found) : list.dataset.none;
    total += found;
  }
  document.querySelector("[data-count-all]").textContent = words(total);
}

// What a row leaves empty is as shared, as on the server; `each` has no supporting units.
function wanted(grid, common) {
  const [own, shared] = [grid, common].map((it) => fieldsOf(it).map(namesIn));
  const mode = grid.querySelector("select").value || common.querySelector("select").value;
  const leads = own[0].length ? own[0] : shared[0];
  if (own[1].length || mode === "each") return [leads, own[1]];
  return [leads, shared[1]];
}

function put(input, names) {
  input.value = names.join("、");
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

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

if (list && dialog) {
  const sizes = new Map([...list.options].map((it) => [fold(it.value), Number(it.dataset.count)]));
  document.addEventListener("input", () => recount(sizes));
  document.addEventListener("change", () => recount(sizes));
  document.addEventListener("click", (event) => {
    const adds = event.target.closest("[data-adds]");
    if (adds) {
      const input = document.getElementById(adds.dataset.addsTo);
      document.getElementById(adds.dataset.modeOf).value = "each";
      if (!namesIn(input).includes(fold(adds.dataset.adds))) {
        put(input, [...input.value.split(BETWEEN).filter(Boolean), adds.dataset.adds]);
      }
    }
    const opener = event.target.closest("[data-pick-for]");
    if (opener) open(document.getElementById(opener.dataset.pickFor));
    if (event.target.closest("[data-picks]")) pick();
  });
}

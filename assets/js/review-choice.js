// Choosing rows: the bar for what is done to all of them, and a run of rows by shift and click.
import { page } from "./review-page.js";

export const boxes = () => [...(page()?.querySelectorAll("input[name=ids]") ?? [])];
export const chosen = () => boxes().filter((box) => box.checked);

let last = null;
let isRange = false;

document.addEventListener("click", (event) => (isRange = event.shiftKey), true);

export function onTick(event) {
  const box = event.target;
  if (box.name !== "ids") return;
  const all = boxes();
  const [from, to] = [all.findIndex((it) => it.value === last), all.indexOf(box)].sort((a, b) => a - b);
  if (isRange && from >= 0) for (const it of all.slice(from, to + 1)) it.checked = box.checked;
  last = box.value;
  countChosen();
}

export function countChosen() {
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const count = chosen().length;
  bar.classList.toggle("is-open", count > 0);
  page().classList.toggle("has-bulk", count > 0);
  bar.querySelector("[data-count]").textContent = count;
  for (const box of boxes()) box.closest("li").classList.toggle("sel", box.checked);
}

export function clearChosen() {
  for (const box of chosen()) box.checked = false;
  countChosen();
}

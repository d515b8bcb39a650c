// Inside data-checks, the box with data-checks-all ticks all others, and shows when only some are.
for (const group of document.querySelectorAll("[data-checks]")) {
  const all = group.querySelector("[data-checks-all]");
  if (!all) continue;
  const boxes = () => [...group.querySelectorAll("input[type=checkbox]")].filter((it) => it !== all && !it.closest("label"));
  const show = () => {
    const ticked = boxes().filter((it) => it.checked).length;
    all.checked = ticked > 0 && ticked === boxes().length;
    all.indeterminate = ticked > 0 && !all.checked;
  };
  all.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
  });
  group.addEventListener("change", (event) => {
    if (event.target !== all) show();
  });
  show();
}

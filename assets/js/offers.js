// data-takes fills a row in with what it is offered; without this module the server does it. Enter in a field of a form
// that gives tasks out must not send it.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-takes]");
  if (!button) return;
  event.preventDefault();
  const { leads, supports, mode, taken } = button.dataset;
  for (const [name, value] of Object.entries({ mode, leads, supports })) {
    const field = button.form.elements[button.value + name];
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  button.textContent = taken;
  button.setAttribute("aria-pressed", "true");
});

document.querySelector(".dispatch-form")?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input:not([type=checkbox])")) event.preventDefault();
});

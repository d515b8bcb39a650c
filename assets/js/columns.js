// In a form with data-columns the buttons "up" and "down" move their row at once; the order of the rows is what is sent.
// Without this they send the form, and the page comes back with the row moved. Under #columns the dialog is open at once.
for (const form of document.querySelectorAll("[data-columns]")) {
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=up], button[name=down]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("li");
    const other = button.name === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (button.name === "up") other.before(row);
    else other.after(row);
    button.focus();
  });
  if (location.hash === "#columns") form.closest("dialog")?.showModal();
}

// A form with a field of data-shows gets a button that shows, or hides again, all its passwords.
for (const field of document.querySelectorAll("input[data-shows]")) {
  const { shows, hides } = field.dataset;
  const all = [...field.form.querySelectorAll("input[type=password]")];
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-quiet btn-sm";
  const show = (open) => {
    for (const it of all) it.type = open ? "text" : "password";
    button.textContent = open ? hides : shows;
    button.setAttribute("aria-pressed", String(open));
  };
  button.addEventListener("click", () => show(field.type === "password"));
  // Sent hidden, so that the browser knows them for passwords.
  field.form.addEventListener("submit", () => show(false));
  show(false);
  field.after(button);
}

// A text to be copied is chosen whole as soon as it is entered.
for (const field of document.querySelectorAll("[data-selects]")) {
  field.addEventListener("focus", () => field.select());
}

// Guards two accidents: leaving a form with data-guard whose changes are not saved, and sending a posting form twice.
const PAUSE = 5000;
const unsaved = new Set();

// A form that came back with errors holds what was typed, and none of it is saved.
for (const form of document.querySelectorAll("form[data-guard]")) {
  if (form.querySelector(".error-summary")) unsaved.add(form);
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-guard]")) unsaved.add(form);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || event.submitter?.formMethod === "dialog") return;
  unsaved.delete(form);
  if (form.method !== "post") return;
  const buttons = [...form.elements].filter((it) => it.type === "submit" && !it.disabled);
  // After this turn, so that the pressed button's own name and value are still sent.
  setTimeout(() => set(buttons, true));
  setTimeout(() => set(buttons, false), PAUSE);
});

// Back from the browser's memory, a page must not be left with dead buttons.
addEventListener("pageshow", (event) => {
  if (event.persisted) set(document.querySelectorAll("[data-sent]"), false);
});

// Nor where what was sent was put off.
document.addEventListener("unsent", () => set(document.querySelectorAll("[data-sent]"), false));

// A form that a script has sent says so itself.
document.addEventListener("saved", (event) => unsaved.delete(event.target));

addEventListener("beforeunload", (event) => {
  if (unsaved.size === 0) return;
  event.preventDefault();
  event.returnValue = "";
});

function set(buttons, sent) {
  for (const button of buttons) {
    button.disabled = sent;
    button.toggleAttribute("data-sent", sent);
  }
}

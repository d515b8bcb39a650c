// The forms of the review page are sent without leaving it; what is refused is said where it was typed.
import { chosen } from "./review-choice.js";
import { ask, beforeLeaving, draw, go, sayRefusal } from "./review-page.js";
import { stayAtGap } from "./review-source.js";
import { cutInto } from "./review-split.js";

const REFUSED = [403, 404, 409];

export async function onSubmit(event) {
  const form = event.target;
  if (!form.matches("[data-soft]") || event.defaultPrevented) return;
  event.preventDefault();
  // The button that takes the return key in a form of several deeds does none of them.
  if (form.dataset.sending || event.submitter?.formMethod === "dialog") return;
  form.dataset.sending = "1";
  const button = event.submitter;
  const sent = new FormData(form);
  if (button?.name) sent.append(button.name, button.value);
  cutInto(sent, form);
  try {
    const answer = await ask(addressFor(form, button), { method: "POST", body: sent });
    if (answer.isPutOff) return;
    if (answer.ok) {
      if (button?.closest(".x-mark-at")) stayAtGap(button);
      if (form.id === "bulk") for (const box of chosen()) box.checked = false;
      draw(answer.text, answer.url);
    } else if (!refuse(answer.text, answer.status)) {
      plainly(form, button);
    }
  } catch {
    // The line is down: sent again as a plain form, so that the browser itself says it.
    plainly(form, button);
  } finally {
    delete form.dataset.sending;
  }
}

// Draws the page that came back with what is wrong, or says the sentence; false where there is neither.
function refuse(text, status) {
  if (text.includes("data-review")) {
    draw(text, null);
    const form = document.querySelector("#edit");
    if (form) Object.assign(form.dataset, { changed: "1", refused: "1" });
    form?.querySelector(".is-invalid")?.focus();
    return true;
  }
  return REFUSED.includes(status) && sayRefusal(text);
}

function plainly(form, button) {
  if (button?.name) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: button.name, value: button.value });
    form.append(field);
  }
  form.action = addressFor(form, button);
  form.submit();
}

// A button without an address of its own answers with the page's.
function addressFor(form, button) {
  return button?.hasAttribute("formaction") ? button.formAction : form.getAttribute("action");
}

// ── the editor ──────────────────────────────────────────────────────────────

// What was typed into the editor is kept before one moves on; where it cannot be, the page says why.
export async function keepEdits() {
  const form = document.querySelector("#edit");
  if (!form?.dataset.changed) return true;
  delete form.dataset.changed;
  try {
    const answer = await ask(form.action, { method: "POST", body: new FormData(form) });
    if (answer.isPutOff) form.dataset.changed = "1";
    else if (answer.ok) draw(answer.text, answer.url);
    else if (!refuse(answer.text, answer.status)) form.submit();
    return answer.ok;
  } catch {
    form.submit();
    return false;
  }
}

beforeLeaving(keepEdits);

// The editor says again what it held when it was opened; false where nothing was changed. What was refused stands in
// the fields as it was sent, so there the page is drawn anew.
export function takeBack() {
  const form = document.querySelector("#edit");
  if (!form?.dataset.changed) return false;
  delete form.dataset.changed;
  const address = document.querySelector(".tree li.cur [data-go]")?.href;
  if (form.dataset.refused !== undefined && address) go(address);
  else form.reset();
  if (form.elements.due_on) tellPast(form.elements.due_on);
  return true;
}

// A button under the pointer takes the focus from a field before it is clicked.
let pressed = false;
document.addEventListener("pointerdown", (event) => (pressed = Boolean(event.target.closest("#edit button"))));
document.addEventListener("pointerup", () => setTimeout(() => (pressed = false)));

// A deed that stands in the editor, but is no word of it, waits until what was typed is kept.
document.addEventListener(
  "click",
  async (event) => {
    const button = event.target.closest("#edit button");
    const changed = document.querySelector("#edit")?.dataset.changed;
    const waits = button && changed && (button.form?.id !== "edit" || button.matches("[data-opens]"));
    if (!waits) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const key = button.dataset.key;
    if (await keepEdits()) document.querySelector(`.tree li.cur [data-key=${key}]`)?.click();
  },
  true,
);

export function onChange(event) {
  const field = event.target;
  const form = field.form;
  if (form?.id !== "edit") return;
  form.dataset.changed = "1";
  if (field.name === "due_on") tellPast(field);
  // A unit that was named becomes a mark of its own at once; a button that is being pressed does it too.
  if (field.name === "add_unit" && field.value.trim() && !pressed) form.requestSubmit?.();
}

export function onInput(event) {
  const field = event.target;
  if (field.form?.id === "edit") field.form.dataset.changed = "1";
  // What is typed by hand has no place; the server looks for it.
  if (field.id === "add-text") field.form.elements.start.value = "";
}

function tellPast(field) {
  const note = field.form.querySelector("[data-past]");
  if (note) note.hidden = !field.value || field.value >= field.dataset.today;
}

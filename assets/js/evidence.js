import { isReady, isTurnedAway } from "./again.js";

// Files beside an entry: what is chosen or dropped goes up at once, one after the other, and what was typed stays where
// it is. Without it the files go with the words of the form.
const zone = () => document.querySelector("[data-evidence]");
let line = Promise.resolve();

function prepare() {
  zone().querySelector("[data-evidence-hint]").hidden = false;
}

const fill = (words, name) => words.replaceAll("{name}", name);

function onChange(event) {
  const input = event.target;
  if (input.type !== "file" || !input.closest("[data-evidence]")) return;
  take([...input.files]);
}

function drag(event) {
  if (!zone() || ![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
  event.preventDefault();
  const leaves = event.type === "dragleave" && event.relatedTarget === null;
  zone().classList.toggle("is-over", event.type !== "drop" && !leaves);
  if (event.type === "drop") take([...event.dataTransfer.files]);
}

// One batch waits for the one before: each answer brings the version that the next one goes on from.
function take(files) {
  if (files.length === 0) return;
  line = line.then(() => sendAll(files));
}

async function sendAll(files) {
  const faults = [];
  work(true);
  tell([]);
  for (const file of files) {
    const fault = file.size > Number(zone().dataset.mostBytes) ? fill(zone().dataset.tooLarge, file.name) : await send(file, false);
    if (fault) faults.push(fault);
  }
  work(false);
  tell(faults);
  const input = zone().querySelector("input[type=file]");
  input.value = "";
  if (faults.length === 0) input.focus();
}

// What went wrong with it, or nothing.
async function send(file, isAgain) {
  const answer = await post(file);
  if (answer && !isAgain && isTurnedAway(answer) && (await isReady())) return send(file, true);
  const page = answer && new DOMParser().parseFromString(answer.text, "text/html");
  if (!page?.querySelector("[data-evidence-part]")) return fill(zone().dataset.broken, file.name);
  renew(page);
  if (answer.status === 200) return "";
  const said = [...page.querySelectorAll("[data-evidence] .invalid-feedback, .error-summary li")].map((it) => it.textContent.trim());
  return said[0] || fill(zone().dataset.broken, file.name);
}

function post(file) {
  const form = zone().closest("form");
  const sent = new FormData();
  for (const name of ["csrf_token", "form_key", "period"]) sent.set(name, form.elements[name].value);
  sent.set("deed", "attach");
  sent.set("evidence", file, file.name);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.upload.addEventListener("progress", ({ loaded, total }) => show(file, loaded, total));
  show(file, 0, file.size);
  return new Promise((tell) => {
    request.addEventListener("error", () => tell(null));
    request.addEventListener("load", () => {
      const { status, responseURL, responseText } = request;
      tell({ status, url: responseURL, redirected: responseURL !== form.action, text: responseText });
    });
    request.send(sent);
  });
}

// The server's list in place of this one, and the version of an entry that began with this file.
function renew(page) {
  for (const part of document.querySelectorAll("[data-evidence-part]")) {
    const fresh = page.querySelector(`[data-evidence-part="${part.dataset.evidencePart}"]`);
    if (fresh) part.replaceWith(document.adoptNode(fresh));
  }
  prepare();
  const [here, there] = [document, page].map((it) => it.querySelector("form:has([data-evidence-bar]) [name=version]"));
  // A form that came back refused holds what was posted, which was nothing.
  if (here && there && there.value !== "0") here.value = there.value;
}

function work(isBusy) {
  document.querySelector("[data-evidence-way]").hidden = !isBusy;
  for (const button of zone().closest("form").querySelectorAll(".form-foot button")) button.disabled = isBusy;
}

function show(file, done, of) {
  const heading = document.querySelector("[data-evidence-step]");
  const words = fill(zone().dataset.sending, file.name);
  // Said once for each file: a reading voice must not count.
  if (heading.textContent !== words) heading.textContent = words;
  document.querySelector("[data-evidence-bar]").value = of > 0 ? Math.min(1, done / of) : 0;
}

function tell(faults) {
  const list = document.querySelector("[data-evidence-faults]");
  list.hidden = faults.length === 0;
  list.replaceChildren(...faults.map((it) => Object.assign(document.createElement("li"), { textContent: it })));
}

if (zone()) {
  prepare();
  document.addEventListener("change", onChange);
  // A chosen file is no word that could be lost.
  document.addEventListener("input", (event) => event.target.matches("[data-evidence] input") && event.stopImmediatePropagation(), true);
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) document.addEventListener(kind, drag);
}

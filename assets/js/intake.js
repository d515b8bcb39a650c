import { isReady, isTurnedAway } from "./again.js";

// Taking a report in: a file dropped on the form, and how far the upload and the reading are.
// Without it the form is sent as any other; with it the page and the chosen file stay when something is wrong.
const PROGRESS = "application/x-ndjson";
const MEGABYTE = 1024 * 1024;
const form = () => document.querySelector("form.take-in");
const steps = () => document.querySelector("[data-intake-steps]");

// ── choosing a file ─────────────────────────────────────────────────────────

function prepare() {
  document.querySelector("[data-drop-hint]").hidden = false;
  showChosen();
}

const input = () => form().elements.file;

function drag(event) {
  if (!form() || ![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
  event.preventDefault();
  const zone = document.querySelector("[data-drop]");
  const leaves = event.type === "dragleave" && event.relatedTarget === null;
  zone.classList.toggle("is-over", event.type !== "drop" && !leaves);
  if (event.type !== "drop" || event.dataTransfer.files.length === 0) return;
  take(event.dataTransfer.files[0]);
}

function take(file) {
  const held = new DataTransfer();
  held.items.add(file);
  input().files = held.files;
  input().dispatchEvent(new Event("change", { bubbles: true }));
  input().dispatchEvent(new Event("input", { bubbles: true }));
}

function clear() {
  input().value = "";
  showChosen();
  input().focus();
}

function showChosen() {
  const file = input().files[0];
  const shown = document.querySelector("[data-drop-name]");
  shown.hidden = !file;
  if (file) shown.querySelector("[data-name]").textContent = `${file.name}（${size(file.size)}）`;
  fault(file && file.size > mostBytes() ? tooLarge(file) : "");
}

const mostBytes = () => Number(steps().dataset.mostBytes);
const size = (bytes) => (bytes < MEGABYTE ? `${Math.ceil(bytes / 1024)} KB` : `${Number((bytes / MEGABYTE).toFixed(1))} MB`);
const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const tooLarge = (file) => fill(steps().dataset.tooLarge, { size: size(file.size), most: size(mostBytes()) });

function fault(sentence) {
  const box = document.querySelector("[data-intake-fault]");
  box.hidden = !sentence;
  box.textContent = sentence;
  if (sentence) box.focus();
}

// ── sending ─────────────────────────────────────────────────────────────────

function onSubmit(event) {
  if (event.target !== form()) return;
  event.preventDefault();
  event.stopPropagation();
  const file = input().files[0];
  if (file && file.size > mostBytes()) return fault(tooLarge(file));
  fault("");
  send(false);
}

function send(isAgain) {
  const request = new XMLHttpRequest();
  let read = 0;
  let last = null;
  const readLines = () => {
    const end = request.responseText.lastIndexOf("\n") + 1;
    for (const line of request.responseText.slice(read, end).split("\n").filter(Boolean)) {
      last = JSON.parse(line);
      if (last.stage) show(last.stage, last.done, last.of);
    }
    read = end;
  };
  const isTold = () => request.getResponseHeader("Content-Type")?.startsWith(PROGRESS);
  request.open("POST", form().action);
  request.setRequestHeader("Accept", PROGRESS);
  request.upload.addEventListener("progress", (it) => show("uploading", it.loaded, it.total));
  request.upload.addEventListener("load", () => show("reading", 0, 0));
  request.addEventListener("progress", () => isTold() && readLines());
  request.addEventListener("error", () => rest(steps().dataset.broken));
  request.addEventListener("load", () => {
    if (!isTold() && !isAgain && isTurnedAway(whereTo(request))) return renew();
    if (!isTold()) return answered(request.responseText, request.responseURL);
    readLines();
    if (last?.address) leave(last.address);
    else if (last?.page) answered(last.page, request.responseURL);
    else rest(steps().dataset.broken);
  });
  work(true);
  show("uploading", 0, 0);
  request.send(new FormData(form()));
}

const whereTo = ({ status, responseURL }) => ({ status, url: responseURL, redirected: responseURL !== form().action });

// The session ended while the file was on its way: with a new one the same is sent once more.
async function renew() {
  work(false);
  if (await isReady()) send(true);
}

function leave(address) {
  form().dispatchEvent(new CustomEvent("saved", { bubbles: true }));
  location.assign(address);
}

// Where nobody knows what became of it, a link leads to the list beside this page, where what was typed stays.
function rest(sentence) {
  const { broken, list, listWords } = steps().dataset;
  work(false);
  fault(sentence);
  if (sentence !== broken) return;
  const link = document.createElement("a");
  Object.assign(link, { href: list, target: "_blank", rel: "noopener", textContent: listWords });
  document.querySelector("[data-intake-fault]").append(" ", link);
}

function work(isBusy) {
  steps().hidden = !isBusy;
  form().toggleAttribute("inert", isBusy);
  for (const button of form().querySelectorAll("button")) button.disabled = isBusy;
  if (isBusy) steps().scrollIntoView({ block: "nearest" });
}

// The server's page in place of this one; the chosen file, which no browser keeps, is put back.
function answered(text, url) {
  const answer = new DOMParser().parseFromString(text, "text/html");
  const main = answer.querySelector("#main");
  if (!main?.querySelector("form.take-in")) {
    const said = [...(main?.querySelectorAll("h1, h1 ~ .lede") ?? [])].map((it) => it.textContent.trim());
    return rest(said.join("：") || steps().dataset.broken);
  }
  const file = main.querySelector("[data-intake-secret]") ? null : input().files[0];
  document.querySelector("#main").replaceWith(document.adoptNode(main));
  prepare();
  if (file) take(file);
  scrollTo(0, 0);
  document.querySelector(".error-summary:not([hidden])")?.focus({ preventScroll: true });
}

// ── how far ─────────────────────────────────────────────────────────────────

function show(stage, done, of) {
  const words = steps().dataset;
  const heading = steps().querySelector("[data-step]");
  // Said once for each stage: a reading voice must not count characters.
  if (heading.textContent !== words[stage]) heading.textContent = words[stage];
  const bar = steps().querySelector("[data-bar]");
  const isCounted = of > 0 && (stage === "uploading" || stage === "finding");
  if (isCounted) {
    bar.max = of;
    bar.value = done;
  } else bar.removeAttribute("value");
  const unit = { uploading: "bytes", finding: "characters", keeping: "count" }[stage];
  const say = unit === "bytes" ? size : (count) => count.toLocaleString("zh-CN");
  const isSaid = unit && of > 0;
  steps().querySelector("[data-detail]").textContent = isSaid ? fill(words[unit], { done: say(done), of: say(of) }) : "";
}

if (form()) {
  prepare();
  document.addEventListener("change", (event) => event.target.matches?.("[data-drop] input[type=file]") && showChosen());
  document.addEventListener("click", (event) => event.target.matches?.("[data-drop-clear]") && clear());
  document.addEventListener("submit", onSubmit, true);
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) document.addEventListener(kind, drag);
}

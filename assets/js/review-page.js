// The review page drawn anew without losing one's place: where one was, what one had chosen, what one was writing in.
import { isReady, isTurnedAway, token } from "./again.js";
import { prepareToasts } from "./toast.js";

const isPhone = matchMedia("(max-width: 767.98px)");

export const page = () => document.querySelector("[data-review]");
export const current = () => page()?.querySelector(".tree li.cur");
const panes = () => [...(page()?.children ?? [])];
const ticked = () => [...(page()?.querySelectorAll("input[name=ids]:checked") ?? [])];
const keyOf = (box) => box.value.split(":")[0];

export function showCurrent(block) {
  if (isPhone.matches) return;
  const marks = page().querySelectorAll(".x-on");
  marks[0]?.scrollIntoView({ block });
  current()?.scrollIntoView({ block });
}

export function focusCurrent() {
  current()?.querySelector("[data-go]")?.focus({ preventScroll: true });
}

// Draws an answer; a refused one keeps the address of the page. The focus follows the current item, but stays in the
// field that somebody was writing in.
export function draw(text, url) {
  const answer = new DOMParser().parseFromString(text, "text/html");
  const main = answer.querySelector("#main");
  if (!main?.querySelector("[data-review]")) {
    location.assign(url ?? location.href);
    return;
  }
  const before = current()?.dataset.row;
  const writing = document.activeElement?.closest("#edit") ? document.activeElement.id : null;
  const ids = new Set(ticked().map(keyOf));
  const places = panes().map((pane) => pane.scrollTop);
  document.querySelector("#main").replaceWith(document.adoptNode(main));
  say(...answer.querySelectorAll(".toasts > *"));
  document.title = answer.title;
  if (url) history.replaceState(null, "", url);
  panes().forEach((pane, index) => (pane.scrollTop = places[index]));
  for (const box of page().querySelectorAll("input[name=ids]")) box.checked = ids.has(keyOf(box));
  showCurrent("nearest");
  const stays = before === current()?.dataset.row;
  const field = stays && writing ? document.getElementById(writing) : null;
  if (field) field.focus({ preventScroll: true });
  else if (page().querySelector("[data-clash]")) page().querySelector("[data-clash]").focus();
  else focusCurrent();
  document.dispatchEvent(new CustomEvent("review:drawn"));
}

// The place where it is said stays the same, so that a screen reader reads what comes into it. What was kept when one
// moved on is still said beside the next item; a refusal is not.
function say(...toasts) {
  if (!toasts.length) {
    for (const toast of document.querySelectorAll(".toasts .toast-warn")) toast.remove();
    return;
  }
  const place = document.querySelector(".toasts");
  place.replaceChildren(...toasts.map((toast) => document.adoptNode(toast)));
  prepareToasts();
}

// A refusal is said on the page; nothing that was typed is lost for it.
export function sayRefusal(text) {
  const answer = new DOMParser().parseFromString(text, "text/html");
  const sentence = answer.querySelector(".alone .lede")?.textContent.trim();
  const template = document.getElementById("refusal");
  if (!sentence || !template) return false;
  const toast = template.content.cloneNode(true);
  toast.querySelector("span").textContent = sentence;
  say(toast.firstElementChild);
  return true;
}

// Asks the server; meanwhile the page says that it is at work. What is sent after the session has ended is sent once
// more when one has signed in again; `isPutOff` where one has not.
let asked = 0;

export async function ask(url, options) {
  asked += 1;
  document.body.setAttribute("aria-busy", "true");
  try {
    const send = () => fetch(url, { headers: { Accept: "text/html" }, ...options });
    let answer = await send();
    if (options?.body && isTurnedAway(answer)) {
      if (!(await isReady())) return { ok: false, isPutOff: true };
      options.body.set("csrf_token", token());
      answer = await send();
    }
    return { ok: answer.ok, status: answer.status, url: answer.url, text: await answer.text() };
  } finally {
    asked -= 1;
    // After this turn, so that the answer is drawn first.
    setTimeout(() => {
      if (asked) return;
      document.body.removeAttribute("aria-busy");
      for (const tell of waiting.splice(0)) tell();
    });
  }
}

// Who presses on while an answer is under way means the page that comes, not the one that goes: keys and links wait
// for it, one after the other (buttons cannot be pressed meanwhile, see the style sheet).
const waiting = [];
let turn = Promise.resolve();

const drawn = () => document.body.hasAttribute("aria-busy") && new Promise((tell) => waiting.push(tell));

export function inTurn(deed) {
  const done = turn.then(drawn).then(deed);
  turn = done.catch(() => {});
  return done;
}

// ── moving ──────────────────────────────────────────────────────────────────

let keep = async () => true;

// What is done before one leaves the current item is told by who knows it.
export function beforeLeaving(deed) {
  keep = deed;
}

export async function go(url) {
  if (!(await keep())) return;
  try {
    const answer = await ask(url);
    if (!answer.ok) throw new Error(answer.status);
    draw(answer.text, url);
    const place = new URL(url, location.href).hash;
    if (place === "#unhandled") document.getElementById("unhandled")?.focus();
  } catch {
    location.assign(url);
  }
}

// To the row below or above; past the last one of a part to the next part.
export function step(by) {
  const rows = [...page().querySelectorAll(".tree > li:not(.goes-on)")];
  const next = rows[rows.indexOf(current()) + by];
  const url = next?.querySelector("[data-go]").href ?? page().dataset[by > 0 ? "after" : "before"];
  if (url) return go(url);
}

// Signing in again over the page: what was filled in is sent as it stands, though the session ended meanwhile. Before a
// form goes out from a page that was open for a while it is asked who is there (sooner than that a lost session is rare,
// and the server keeps the words); and two minutes before a session ends by itself, it is said.
const template = document.querySelector("template[data-again]");
const words = template?.dataset;
const PATIENCE = 4000;
const WARNED = 120;
const SLACK = 5;
const SURE = 60_000;

// ── asking who is there ─────────────────────────────────────────────────────

// When somebody was known to be there; whoever comes back from another page may have signed out on it.
let seen = Date.now();
const isSure = () => Date.now() - seen < SURE;
document.addEventListener("visibilitychange", () => (seen = 0));

// Who is signed in, with the token of the forms; null where nobody is. Fails where the line is down.
async function look(address = words.session) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const answer = await fetch(address, { redirect: "manual", signal: patience.signal });
    if (answer.type === "opaqueredirect") return null;
    if (!answer.ok) throw new Error(answer.status);
    if (address === words.session) seen = Date.now();
    return await answer.json();
  } finally {
    clearTimeout(timer);
  }
}

// Whether the page's forms may be sent: by the one who opened it, with the token of the session that is there now.
export async function isReady() {
  if (!template) return true;
  let found;
  try {
    found = await look();
  } catch {
    // The browser itself says that the line is down.
    return true;
  }
  found ??= await signInAgain("sends");
  const isTheirs = Boolean(found) && take(found);
  if (!isTheirs) document.dispatchEvent(new CustomEvent("unsent"));
  return isTheirs;
}

export const token = () => document.querySelector("[name=csrf_token]")?.value;

// Whether an answer says that the session was not there, or the token not its own.
export function isTurnedAway(answer) {
  return [400, 401].includes(answer.status) || (answer.redirected && new URL(answer.url).pathname === words?.signIn);
}

function take(found) {
  if (found.login !== words.again) {
    open(".stranger");
    return false;
  }
  for (const field of document.querySelectorAll("[name=csrf_token]")) field.value = found.token;
  return true;
}

// ── forms ───────────────────────────────────────────────────────────────────

const asking = new WeakSet();
const passed = new WeakSet();

// Forms that a script sends ask by themselves, when they are turned away.
function isAsked(form, button) {
  const method = button?.getAttribute("formmethod") ?? form.getAttribute("method") ?? "get";
  return method.toLowerCase() === "post" && !form.matches("[data-soft], [data-unasked]");
}

async function onSubmit(event) {
  const form = event.target;
  const button = event.submitter;
  if (!isAsked(form, button) || passed.has(form) || isSure()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (asking.has(form)) return;
  asking.add(form);
  try {
    if (await isReady()) send(form, button);
  } finally {
    asking.delete(form);
  }
}

function send(form, button) {
  passed.add(form);
  form.requestSubmit(button?.isConnected ? button : undefined);
  passed.delete(form);
}

// ── signing in ──────────────────────────────────────────────────────────────

let signingIn = null;

// Asks for the password, and for the code where one is needed; gives null when it is put off.
function signInAgain(purpose) {
  signingIn ??= show(purpose).finally(() => (signingIn = null));
  return signingIn;
}

function show(purpose) {
  const dialog = open(".again", purpose);
  const form = dialog.querySelector("form");
  const [password, code] = dialog.querySelectorAll("#again-password, #again-code");
  const fault = dialog.querySelector("#again-error");
  const button = dialog.querySelector("[type=submit]");
  let step = { name: "password" };
  let found = null;
  password.focus();

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      step = step.name === "code" ? await giveCode(code.value, step.token) : await givePassword(password.value);
    } catch {
      step = { ...step, fault: words.broken };
    }
    button.disabled = false;
    if (step.found) {
      found = step.found;
      dialog.close();
      return;
    }
    for (const it of dialog.querySelectorAll("[data-step]")) it.hidden = it.dataset.step !== step.name;
    fault.textContent = step.fault ?? "";
    const field = step.name === "code" ? code : password;
    field.classList.toggle("is-invalid", Boolean(step.fault));
    field.focus();
    field.select();
  });
  return new Promise((tell) => dialog.addEventListener("close", () => tell(found)));
}

async function givePassword(password) {
  const gate = await fetch(words.signIn);
  const key = tokenIn(read(await gate.text()));
  // Somebody signed in beside this page meanwhile.
  if (gate.redirected) return { name: "password", found: await look() };
  return give(words.signIn, { csrf_token: key, login: words.again, password });
}

const giveCode = (code, key) => give(words.secondStep, { csrf_token: key, one_time_code: code });

async function give(address, fields) {
  const sent = new URLSearchParams({ ...fields, next: words.session });
  const answer = await fetch(address, { method: "POST", body: sent });
  if (answer.headers.get("Content-Type")?.startsWith("application/json")) return { found: await answer.json() };
  const page = read(await answer.text());
  const name = new URL(answer.url).pathname === words.secondStep ? "code" : "password";
  const said = page.querySelector(".error-summary li")?.textContent.trim();
  const isNext = answer.ok && name === "code";
  return { name, token: tokenIn(page), fault: isNext ? "" : said || words.wrong };
}

const read = (text) => new DOMParser().parseFromString(text, "text/html");
const tokenIn = (page) => page.querySelector("[name=csrf_token]")?.value ?? "";

// A dialog of the template, as it is for this purpose.
function open(selector, purpose) {
  const dialog = template.content.querySelector(selector).cloneNode(true);
  for (const it of dialog.querySelectorAll("[data-for]")) it.hidden = it.dataset.for !== purpose;
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

// ── the end of a session ────────────────────────────────────────────────────

let timer = 0;

// One thing is waited for at a time.
function after(seconds, deed) {
  clearTimeout(timer);
  timer = setTimeout(deed, Math.max(1, seconds) * 1000);
}

const watch = (seconds) => after(seconds - WARNED, check);

// Other pages may have used the session meanwhile; asking is no use of it.
async function left() {
  try {
    return await look(words.left);
  } catch {
    return { left: 2 * WARNED };
  }
}

async function check() {
  const found = await left();
  if (found && found.left > WARNED + SLACK) watch(found.left);
  else if (found) warn(found);
}

function warn(found) {
  const dialog = open(".leaving", found.can_stay ? "idle" : "age");
  dialog.querySelector("form").addEventListener("submit", stay);
  after(found.left + 1, async () => {
    const now = await left();
    if (now) watch(now.left);
    if (!dialog.open) return;
    dialog.close();
    if (!now) renew();
  });

  async function stay() {
    if (!found.can_stay) return;
    try {
      const now = await look();
      if (now) watch(now.left);
      else renew();
    } catch {
      after(SLACK, check);
    }
  }
}

async function renew() {
  const found = await signInAgain("stays");
  if (found && take(found)) watch(found.left);
}

if (template) {
  document.addEventListener("submit", onSubmit, true);
  watch(Number(words.seconds));
}

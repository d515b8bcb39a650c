// A link with data-inline-edit leads to a page with one small form; here the form opens in a dialog on the spot.
// What the server says to it (what is wrong, that somebody was faster) is shown in the same place. Without this,
// or when the line is down, the link is followed.
let dialog = null;

function opened() {
  if (dialog) return dialog;
  dialog = document.createElement("dialog");
  dialog.className = "modal-box inline-dialog";
  document.body.append(dialog);
  return dialog;
}

// Draws the form of an answered page; returns whether it has one.
function draw(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const form = page.querySelector("main form.change-form");
  const title = page.querySelector("main h1");
  if (!form || !title) return false;
  const box = opened();
  const head = document.createElement("h2");
  head.id = "inline-edit-title";
  head.textContent = title.textContent;
  box.setAttribute("aria-labelledby", head.id);
  box.replaceChildren(head, document.adoptNode(form));
  form.removeAttribute("data-guard");
  form.querySelector(".form-foot a")?.addEventListener("click", (event) => {
    event.preventDefault();
    box.close();
  });
  return true;
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-inline-edit]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  try {
    const answer = await fetch(link.href);
    if (answer.ok && draw(await answer.text())) {
      const box = opened();
      box.showModal();
      box.querySelector("input:not([type=hidden]), select, textarea")?.focus();
      return;
    }
  } catch {
    // The line is down: the link itself will say so.
  }
  location.assign(link.href);
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!dialog?.open || form.parentElement !== dialog || event.defaultPrevented) return;
  event.preventDefault();
  const button = form.querySelector(".form-foot button");
  if (button) button.disabled = true;
  try {
    // Not followed: the page that it leads to has to say what was done, and says so once.
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    if (answer.status === 422 && draw(await answer.text())) {
      dialog.querySelector(".is-invalid, .error-summary")?.focus();
      return;
    }
    if (answer.type === "opaqueredirect") {
      location.assign(form.elements.next?.value || location.href);
      return;
    }
  } catch {
    // Sent the plain way, the browser shows what comes; the form's key keeps it from being done twice.
  }
  form.submit();
});

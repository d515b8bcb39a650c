// A form that holds data-previews is worked out by the server as one fills it in: the parts with data-preview are
// drawn anew from its answer. Nothing is kept by that, and without it the page says the same when it comes back.
const PAUSE = 300;

for (const mark of document.querySelectorAll("[data-previews]")) {
  const form = mark.closest("form");
  let timer = 0;
  let asked = null;

  async function look() {
    asked?.abort();
    asked = new AbortController();
    const sent = new FormData(form);
    sent.append("deed", "preview");
    try {
      const answer = await fetch(form.action, { method: "POST", body: sent, signal: asked.signal });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const part of page.querySelectorAll("[data-preview]")) {
        const place = document.getElementById(part.id);
        if (place && place.innerHTML !== part.innerHTML) place.replaceChildren(...document.adoptNode(part).childNodes);
      }
    } catch {
      // Overtaken by the next one, or the line is down: the figures stay as they were.
    }
  }

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
}

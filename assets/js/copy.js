// A field of data-copies gets a button that copies its text, and says so. A path (all that fits one
// line) is completed by the address under which this page was opened; a text is copied as it stands.
for (const field of document.querySelectorAll("[data-copies]")) {
  const { copies, copied } = field.dataset;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn";
  button.textContent = copies;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    button.textContent = (await copy(field)) ? copied : copies;
  });
  field.after(button);
}

async function copy(field) {
  const isPath = field instanceof HTMLInputElement;
  const words = isPath ? new URL(field.value, location.origin).href : field.value;
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    // Without TLS browsers have no clipboard of their own; the older way copies what is chosen.
    return copyChosen(field, words);
  }
}

function copyChosen(field, words) {
  const before = field.value;
  field.value = words;
  field.select();
  const isDone = document.execCommand("copy");
  field.value = before;
  return isDone;
}

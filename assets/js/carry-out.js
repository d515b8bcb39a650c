// The page that turns a report's measures into tasks, by keyboard: J K move, X chooses, E opens, Esc goes back to the row,
// Ctrl+Enter sends. data-fills writes a shared setting into every chosen row.
const place = document.querySelector("[data-carry]");
const WRITING = "input:not([type=checkbox]), textarea, select";

const rows = () => [...place.querySelectorAll("[data-row]")];
const boxOf = (row) => row.querySelector("input[type=checkbox]");
const current = () => document.activeElement?.closest?.("[data-row]") ?? null;

function go(row) {
  if (!row) return;
  boxOf(row).focus();
  row.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = rows();
  const at = all.indexOf(current());
  go(at < 0 ? all[by > 0 ? 0 : all.length - 1] : all[at + by]);
}

function open(row) {
  row.querySelector("details").open = true;
  row.querySelector("details input").focus();
}

function onKey(event) {
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    const button = place.querySelector("[data-sends]");
    if (!button.disabled) button.form.requestSubmit(button);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const row = current();
  if (row && event.key === "Escape") {
    go(row);
    return;
  }
  const isField = event.target.matches?.("input") && place.contains(event.target);
  if (isField && event.key === "Enter") {
    // A slip of the finger in a field must not send thirty tasks out.
    event.preventDefault();
    if (row) go(row);
    return;
  }
  if (event.target.matches?.(WRITING)) return;
  const deed = { j: () => step(1), k: () => step(-1), x: () => row && boxOf(row).click(), e: () => row && open(row) }[event.key];
  if (!deed) return;
  event.preventDefault();
  deed();
}

function fill(name) {
  const shared = place.querySelector(`[name="${name}"]`);
  for (const row of rows().filter((it) => boxOf(it).checked)) {
    row.querySelector(`[name="${row.dataset.row}-${name}"]`).value = shared.value;
  }
  shared.dispatchEvent(new Event("change", { bubbles: true }));
}

if (place) {
  document.addEventListener("keydown", onKey);
  place.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fills]");
    if (button) fill(button.dataset.fills);
  });
}

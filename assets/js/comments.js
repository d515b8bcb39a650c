// Discussions. After an @ those who may read the thread are offered below the field: arrows and Enter, or the mouse.
// Without scripts they stand in a list to pick from. What is on the page is noted as read while it is looked at.
const MOST = 8;
const TYPED = /[@＠]([^@＠\s，。；：、！？]{0,30})$/;

function offer(field) {
  const choices = [...document.getElementById(field.dataset.mentions).options].map((it) => ({
    handle: it.dataset.handle,
    about: it.dataset.about,
  }));
  const list = document.createElement("ul");
  list.id = `${field.id}-mentions`;
  list.className = "mention-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.listName);
  list.hidden = true;
  field.after(list);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  let found = [];
  let at = 0;

  const before = () => field.value.slice(0, field.selectionStart);

  function close() {
    found = [];
    list.hidden = true;
    field.removeAttribute("aria-activedescendant");
  }

  function mark(place) {
    at = (place + found.length) % found.length;
    [...list.children].forEach((it, number) => it.setAttribute("aria-selected", String(number === at)));
    list.children[at].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", list.children[at].id);
  }

  function show() {
    const typed = before().match(TYPED);
    found = typed ? choices.filter((it) => `${it.handle} ${it.about}`.includes(typed[1])).slice(0, MOST) : [];
    if (!found.length) return close();
    list.replaceChildren(
      ...found.map((it, number) => {
        const line = document.createElement("li");
        line.id = `${list.id}-${number}`;
        line.setAttribute("role", "option");
        line.append(it.handle);
        const about = document.createElement("span");
        about.className = "small mute";
        about.textContent = it.about;
        line.append(about);
        return line;
      }),
    );
    list.hidden = false;
    mark(0);
  }

  function put(choice) {
    const head = before().replace(TYPED, `@${choice.handle} `);
    field.setRangeText(head, 0, field.selectionStart, "end");
    close();
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  field.addEventListener("input", show);
  field.addEventListener("click", show);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (!found.length || event.isComposing) return;
    if (event.key === "ArrowDown") mark(at + 1);
    else if (event.key === "ArrowUp") mark(at - 1);
    else if (event.key === "Enter" || event.key === "Tab") put(found[at]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  // The field keeps the focus, or the list would be gone before it was pressed.
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const line = event.target.closest("li");
    if (line) put(found[[...list.children].indexOf(line)]);
  });
}

for (const field of document.querySelectorAll("textarea[data-mentions]")) offer(field);

const reads = document.querySelector("form[data-reads]");
if (reads) {
  const note = () => fetch(reads.action, { method: "POST", body: new FormData(reads), redirect: "manual" });
  if (document.visibilityState === "visible") note();
  else document.addEventListener("visibilitychange", note, { once: true });
  reads.querySelector("button").remove();
}

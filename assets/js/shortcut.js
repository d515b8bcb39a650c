// "/" goes to the search field, if the page has one and nobody is writing.
const SEARCH = "[role=search] input:not([type=hidden]), input[type=search]";
const WRITING = "input, textarea, select, [contenteditable], dialog[open]";

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest(WRITING)) return;
  const search = document.querySelector(SEARCH);
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
});

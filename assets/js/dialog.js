// data-opens="id" opens the <dialog> of that id; data-closes, inside one, closes it.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    document.getElementById(opener.dataset.opens)?.showModal();
    return;
  }
  event.target.closest("[data-closes]")?.closest("dialog")?.close();
});

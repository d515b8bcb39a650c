// Toasts can be put away; good news goes by itself, but not while somebody reads it.
// On a phone a toast lies over the words that are read, so it goes sooner.
const STAYS = matchMedia("(max-width: 767.98px)").matches ? 3000 : 6000;

export function prepareToasts() {
  for (const toast of document.querySelectorAll("[data-toast]")) {
    const close = toast.querySelector("[data-toast-close]");
    close.hidden = false;
    close.addEventListener("click", () => toast.remove());
    if (!toast.classList.contains("toast-warn")) leaveLater(toast);
  }
}

function leaveLater(toast) {
  setTimeout(() => {
    if (toast.matches(":hover, :focus-within")) leaveLater(toast);
    else toast.remove();
  }, STAYS);
}

prepareToasts();

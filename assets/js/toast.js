// What was done is said under the masthead, where it covers nothing, and can be put away. Good news stays in sight only
// while it is new; where it floats, in the review, it goes by itself, but not while somebody reads it.
// On a phone a toast lies over the words that are read, so it goes sooner.
const STAYS = matchMedia("(max-width: 767.98px)").matches ? 3000 : 6000;

export function prepareToasts() {
  for (const toast of document.querySelectorAll("[data-toast]")) {
    const close = toast.querySelector("[data-toast-close]");
    close.hidden = false;
    close.addEventListener("click", () => toast.remove());
  }
  const place = document.querySelector(".toasts");
  if (!place?.firstElementChild) return;
  place.classList.add("is-new");
  leaveLater(place);
}

function leaveLater(place) {
  setTimeout(() => {
    if (place.matches(":hover, :focus-within")) leaveLater(place);
    else grownOld(place);
  }, STAYS);
}

function grownOld(place) {
  if (getComputedStyle(place).position === "fixed") {
    for (const toast of place.querySelectorAll(".toast:not(.toast-warn)")) toast.remove();
  }
  if (!place.querySelector(".toast-warn")) place.classList.remove("is-new");
}

prepareToasts();

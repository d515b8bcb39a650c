// After a refused form, reading begins at what is wrong.
const summary = document.querySelector(".error-summary");
// On the page of components (.cmp) it is a sample.
if (summary && !summary.closest(".cmp")) summary.focus();

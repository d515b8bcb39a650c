// A control with data-autosubmit sends its form when it changes. Its form keeps a submit button
// of class "without-js" for pages without scripts.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-autosubmit]")) event.target.form?.requestSubmit();
});

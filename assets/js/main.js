// One module per behaviour; each waits for its own mark in the page and does nothing where there is none.
// A new behaviour is one more line here.
import "./again.js"; // first: it holds a form back until somebody is there to send it
import "./autosubmit.js";
import "./carry-out.js";
import "./checks.js";
import "./columns.js";
import "./comments.js";
import "./copy.js";
import "./dialog.js";
import "./evidence.js";
import "./fill.js";
import "./guard.js";
import "./inline-edit.js";
import "./intake.js";
import "./menu.js";
import "./offers.js";
import "./password.js";
import "./preview.js";
import "./review.js";
import "./shortcut.js";
import "./summary.js";
import "./toast.js";
import "./units-grid.js";
import "./units.js";

// Lets the style sheet hide what only pages without scripts need (class "without-js").
document.documentElement.classList.add("has-js");

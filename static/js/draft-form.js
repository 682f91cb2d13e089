// The form of a draft: leaving asks when something is unsaved; the preview follows while it is open.

const form = document.getElementById("closing-form");
const preview = document.querySelector(".draft__preview");
let isUnsaved = false;
let waiting;

function refreshPreview() {
  if (preview?.open) preview.querySelector("[hx-post]").dispatchEvent(new Event("preview"));
}

// Who else has the draft open is told when somebody has typed.
const here = document.getElementById("here")?.elements.typed;
document.addEventListener("htmx:afterRequest", ({ detail }) => detail.elt.id === "here" && (here.value = ""));

function changed() {
  isUnsaved = true;
  if (here) here.value = "1";
  clearTimeout(waiting);
  waiting = setTimeout(refreshPreview, 600);
}

form.addEventListener("input", changed);
// A row more or less, which the server has sent back; the preview, which it sends too, changes nothing.
form.addEventListener("htmx:afterSwap", (event) => event.target.closest(".draft-rows") && changed());
form.addEventListener("submit", () => (isUnsaved = false));
preview?.addEventListener("toggle", refreshPreview);
window.addEventListener("beforeunload", (event) => isUnsaved && event.preventDefault());

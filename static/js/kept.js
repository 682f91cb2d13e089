// textarea[data-behaviour="kept"]: what was typed and not sent is there again when its page comes back.
// At once and in this tab alone, for the person who typed it; gone when it is sent. What the server keeps after a
// pause (js/unsent.js) is offered beside it where it is another text: `known` says which of its states this one has.

const boxes = 'textarea[data-behaviour~="kept"]';
const composerOf = (box) => box.closest("[data-writer]");
const keyOf = (box) => `kept ${composerOf(box)?.dataset.writer} ${location.pathname} ${box.id}`;
const knownOf = (box) => box.form.elements.known;
const noteOf = (box) => composerOf(box)?.querySelector(".composer__kept");

// What the server has is offered on the page; what it has no more was sent on another device, or thrown away.
const rowOf = (known) => known.split(".")[0];
const isGone = (known) =>
  ![...document.querySelectorAll("[data-unsent-offer]")].some(({ dataset }) => rowOf(dataset.unsentOffer) === rowOf(known));

function keep(box) {
  if (box.value.trim() && box.value !== box.defaultValue) {
    const known = knownOf(box)?.value;
    sessionStorage.setItem(keyOf(box), JSON.stringify({ begun: box.defaultValue, text: box.value, known }));
  } else {
    forget(box);
  }
}

function forget(box) {
  sessionStorage.removeItem(keyOf(box));
  const note = noteOf(box);
  if (note) note.hidden = true;
}

// Over a text that is another one by now nothing is put; after a quotation that was asked for, what was typed goes on.
function offer(box) {
  const { begun, text, known } = JSON.parse(sessionStorage.getItem(keyOf(box)) ?? "{}");
  if (!text || box.value !== box.defaultValue || box.value.includes(text.trim())) return;
  if (knownOf(box)?.value || (known && isGone(known))) return forget(box); // or somebody goes on with what it has
  if (begun && begun !== box.defaultValue) return;
  box.value = begun ? text : box.defaultValue + text;
  if (known) knownOf(box).value = known;
  noteOf(box)?.removeAttribute("hidden");
}

function startAfresh(box) {
  box.value = box.defaultValue;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
}

const forgetAll = (form) => form.querySelectorAll(boxes).forEach(forget);

document.addEventListener("input", ({ target }) => target.matches(boxes) && keep(target));

document.addEventListener("unsent:kept", ({ target }) => target.querySelectorAll(boxes).forEach(keep));

document.addEventListener("click", ({ target }) => {
  const box = target.closest("[data-start-afresh]") && composerOf(target).querySelector(boxes);
  if (box) startAfresh(box);
});

// An ordinary form is gone with its page; whoever refuses it gives its words back.
document.addEventListener("submit", (event) => event.defaultPrevented || forgetAll(event.target));

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { elt } = detail.requestConfig;
  if (detail.xhr.status < 300 && elt.matches("form")) forgetAll(elt);
});

document.querySelectorAll(boxes).forEach(offer);
document.addEventListener("htmx:load", ({ detail }) => detail.elt.querySelectorAll(boxes).forEach(offer));

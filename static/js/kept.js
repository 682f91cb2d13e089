// textarea[data-behaviour="kept"]: what was typed and not sent is there again when its page comes back.
// In this tab alone and for the person who typed it; gone when it is sent.

const boxes = 'textarea[data-behaviour~="kept"]';
const composerOf = (box) => box.closest("[data-writer]");
const keyOf = (box) => `kept ${composerOf(box)?.dataset.writer} ${location.pathname} ${box.id}`;
const noteOf = (box) => composerOf(box)?.querySelector(".composer__kept");

function keep(box) {
  if (box.value.trim() && box.value !== box.defaultValue) {
    sessionStorage.setItem(keyOf(box), JSON.stringify({ begun: box.defaultValue, text: box.value }));
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
  const { begun, text } = JSON.parse(sessionStorage.getItem(keyOf(box)) ?? "{}");
  if (!text || box.value !== box.defaultValue || box.value.includes(text.trim())) return;
  if (begun && begun !== box.defaultValue) return;
  box.value = begun ? text : box.defaultValue + text;
  noteOf(box)?.removeAttribute("hidden");
}

function startAfresh(box) {
  box.value = box.defaultValue;
  forget(box);
  box.focus();
}

const forgetAll = (form) => form.querySelectorAll(boxes).forEach(forget);

document.addEventListener("input", ({ target }) => target.matches(boxes) && keep(target));

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

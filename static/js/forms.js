// Every form: one submit at a time, the error summary gets the focus, and what came of it is said for as long as it helps.

const busyFor = 20_000; // then a form may be sent again: the reader may have stopped the page
const shownFor = 8_000;
const isBusy = (form) => form.getAttribute("aria-busy") === "true";

const pressed = new WeakMap(); // form → the button that sends it

function setFree(form) {
  form.removeAttribute("aria-busy");
  pressed.get(form)?.removeAttribute("data-pressed");
}

function setBusy(form) {
  form.setAttribute("aria-busy", "true");
  pressed.get(form)?.setAttribute("data-pressed", "");
  setTimeout(() => setFree(form), busyFor);
}

// Capturing, so that it stands before htmx. Buttons stay enabled: a disabled one would not send its name.
document.addEventListener(
  "submit",
  (event) => {
    if (isBusy(event.target)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else {
      pressed.set(event.target, event.submitter);
    }
  },
  true,
);

document.addEventListener("submit", (event) => {
  const isPost = event.target.getAttribute("method")?.toLowerCase() === "post";
  if (isPost && !event.defaultPrevented) setBusy(event.target);
});

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  document.querySelectorAll("#messages > [data-passing], #messages > .refusal").forEach((old) => old.remove());
  if (detail.elt.matches("form")) setBusy(detail.elt);
});

document.addEventListener("htmx:afterRequest", ({ detail }) => detail.elt.matches("form") && setFree(detail.elt));

// A page that comes back from the browser's memory is not under way any more.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[aria-busy]").forEach(setFree);
});

const focusErrors = (root) => root.querySelector(".form-errors")?.focus();
document.addEventListener("htmx:afterSettle", (event) => focusErrors(event.target));
focusErrors(document);

// Signing in elsewhere makes the tokens of a page's forms old; the refusal that says so brings the new one.
document.addEventListener("htmx:afterSettle", ({ target }) => {
  const token = target.querySelector("[data-token]")?.dataset.token;
  if (token) document.getElementsByName("csrfmiddlewaretoken").forEach((input) => (input.value = token));
});

function sayUnreachable() {
  const messages = document.getElementById("messages");
  const template = document.getElementById("unreachable");
  if (messages && template && !messages.querySelector(".refusal")) messages.append(template.content.cloneNode(true));
}

for (const name of ["sendError", "timeout", "responseError"]) document.addEventListener(`htmx:${name}`, sayUnreachable);

// What an answer of htmx says goes by itself, unless somebody is at it; what went wrong stays.
function pass(message) {
  if (message.matches(":hover, :focus-within")) setTimeout(pass, shownFor / 2, message);
  else message.remove();
}

document.addEventListener("htmx:oobAfterSwap", ({ detail: { target } }) => {
  if (target.id !== "messages") return;
  const passing = document.querySelectorAll("#messages > [data-passing]:not(.message--error, .message--warning)");
  passing.forEach((message) => setTimeout(pass, shownFor, message));
});

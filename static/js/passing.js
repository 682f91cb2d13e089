// [data-passing]: what an answer of htmx says goes by itself, unless somebody is at it; what went wrong stays.

const shownFor = 8_000;
const passing = "#messages > [data-passing]:not(.message--error, .message--warning)";

function pass(message) {
  if (message.matches(":hover, :focus-within")) setTimeout(pass, shownFor / 2, message);
  else message.remove();
}

document.addEventListener("htmx:oobAfterSwap", ({ target }) => {
  if (target.id === "messages") document.querySelectorAll(passing).forEach((message) => setTimeout(pass, shownFor, message));
});

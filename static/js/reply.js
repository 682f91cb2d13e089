// A post's Reply link opens the form beneath that post; without JavaScript it leads to a page with the same form.

const linkOf = (number) => document.querySelector(`#post-${number} .post__actions a`);

async function openBeneath(link) {
  const number = new URL(link.href).searchParams.get("to");
  if (!document.getElementById(`reply-${number}`)) {
    await window.htmx.ajax("GET", link.href, { source: link, target: `#post-${number}`, swap: "afterend" });
  }
  document.querySelector(`#reply-${number} textarea`)?.focus();
}

document.addEventListener("click", (event) => {
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
  const reply = event.target.closest(".post__actions a[href*='/reply/?to=']");
  if (reply && isPlain && reply.getAttribute("aria-busy") !== "true") {
    event.preventDefault();
    reply.setAttribute("aria-busy", "true");
    openBeneath(reply).finally(() => reply.removeAttribute("aria-busy"));
  }
  const cancel = event.target.closest("[data-cancels]");
  if (cancel && isPlain) {
    event.preventDefault();
    const form = document.getElementById(cancel.dataset.cancels);
    form.remove();
    linkOf(cancel.dataset.cancels.replace("reply-", ""))?.focus();
  }
});

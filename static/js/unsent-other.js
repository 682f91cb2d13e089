// What was begun is offered (data-unsent-offer) unless it stands in its form already. Where something else was kept than
// the form knows of (data-unsent-other), both texts are shown and their writer chooses.

const formOf = (element) => element.closest("form[data-unsent]");
const placeOf = (form) => `unsent ${form.dataset.unsent} ${form.elements.to?.value ?? ""}`;
const before = new WeakMap(); // form → what this tab sent last but one
const inShort = (text) => text.split(/\s+/).filter(Boolean).join(" ").slice(0, 100);

function know(form, known) {
  form.elements.known.value = known;
  form.dispatchEvent(new CustomEvent("unsent:kept", { bubbles: true }));
}

// An offer says its first words and its length: enough to tell that it is the text that this tab has put back.
function stands(form, { dataset: { unsentOffer, size } }, words) {
  if (form.elements.known?.value === unsentOffer) return true;
  const text = form.elements.text?.value.trim();
  return Boolean(text) && text.length === Number(size) && inShort(text) === inShort(words.textContent);
}

function settle() {
  for (const offer of document.querySelectorAll("[data-unsent-offer]")) {
    const form = formOf(offer) ?? document.getElementById(offer.dataset.form);
    if (form?.elements.known && stands(form, offer, offer.querySelector("q"))) offer.hidden = true;
  }
}

// It may be what this tab sent itself, when its page went before the answer came: then the form goes on from there.
function isOwn(form, other) {
  const sent = JSON.parse(before.get(form) ?? "{}");
  return [...other.querySelectorAll("[data-field]")].every(({ dataset, value }) => sent[dataset.field]?.trim() === value.trim());
}

document.addEventListener("unsent:sent", ({ target: form, detail: { csrfmiddlewaretoken, ...said } }) => {
  before.set(form, sessionStorage.getItem(placeOf(form)));
  sessionStorage.setItem(placeOf(form), JSON.stringify(said));
});

document.addEventListener("unsent:other", ({ target: form, detail: html }) => {
  const near = form.contains(document.activeElement) && document.activeElement.closest(".composer, .field");
  (near || form.firstElementChild).insertAdjacentHTML("beforebegin", html);
  const other = form.querySelector("[data-unsent-other]");
  document.querySelectorAll(`[data-unsent-offer="${other.dataset.unsentOther}"]`).forEach((offer) => (offer.hidden = true));
  if (isOwn(form, other)) choose(form, other);
});

function choose(form, other, texts = []) {
  for (const { dataset, value } of texts) form.elements[dataset.field].value = value;
  other.remove();
  know(form, other.dataset.unsentOther);
  if (!texts.length) form.dispatchEvent(new CustomEvent("unsent:keep", { bubbles: true }));
}

document.addEventListener("click", ({ target }) => {
  const other = target.matches("[data-unsent-take], [data-unsent-stay]") && target.closest("[data-unsent-other]");
  if (!other) return;
  choose(formOf(other), other, target.matches("[data-unsent-take]") ? [...other.querySelectorAll("[data-field]")] : []);
});

settle();
document.addEventListener("unsent:kept", settle);
document.addEventListener("htmx:load", settle);

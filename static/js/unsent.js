// form[data-unsent]: what is typed is kept on the server after a pause, and offered on every device. What it kept last is
// known by the form; where something else was typed elsewhere, both are shown (js/unsent-other.js).

const pause = 4_000;
const formOf = (element) => element.closest?.("form[data-unsent]");
const timers = new Map(); // form → timer, of what is not kept yet
const kept = new WeakMap(); // form → all that it said when it was kept last
const busy = new WeakSet(); // forms of which something is on its way

function later(form) {
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(keep, pause, form));
}

function stop(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
}

function typedIn(form) {
  const body = new FormData(form);
  body.delete("upload");
  return body;
}

async function keep(form, { keepalive = false } = {}) {
  stop(form);
  if (form.querySelector("[data-unsent-other]")) return; // its writer chooses first
  if (busy.has(form)) return later(form);
  const body = typedIn(form);
  const typed = JSON.stringify([...body].filter(([name]) => name !== "known"));
  if (kept.get(form) === typed) return;
  busy.add(form);
  form.dispatchEvent(new CustomEvent("unsent:sent", { bubbles: true, detail: Object.fromEntries(body) }));
  const headers = { "HX-Request": "true" };
  const answer = await fetch(form.dataset.unsent, { method: "POST", body, headers, keepalive }).catch(() => {});
  busy.delete(form);
  if (!form.isConnected || form.getAttribute("aria-busy") === "true") return; // it was sent meanwhile
  if (!answer || answer.status === 429) return later(form);
  const said = await answer.text();
  if (answer.ok) {
    kept.set(form, typed);
    form.elements.known.value = said;
    form.dispatchEvent(new CustomEvent("unsent:kept", { bubbles: true }));
  }
  if (answer.status === 409) form.dispatchEvent(new CustomEvent("unsent:other", { bubbles: true, detail: said }));
}

document.addEventListener("input", ({ target }) => formOf(target) && later(formOf(target)));
document.querySelectorAll("form[data-unsent] textarea").forEach((box) => {
  if (box.value !== box.defaultValue) later(box.form); // typed before this came
});
document.addEventListener("unsent:keep", ({ target }) => keep(target));
document.addEventListener("submit", ({ target }) => stop(target));

// Whoever turns to something else keeps what they have typed up to then; so does whoever signs out, and that before the
// browser forgets it all (js/given-back.js).
const keepAll = () => timers.forEach((_timer, form) => keep(form, { keepalive: true }));
document.addEventListener("visibilitychange", () => document.hidden && keepAll());
document.addEventListener("submit", ({ target }) => target.matches("[data-signs-out]") && keepAll(), { capture: true });

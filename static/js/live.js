// [data-behaviour="live"]: asks now and then, by an event of htmx, whether anything came since the page was made.
// Less often while nothing comes, not at all while nobody looks, and for an hour at most.

const soonest = 30_000;
const latest = 120_000;
const enough = Date.now() + 3_600_000;
let pause = soonest;
let timer;

function look() {
  clearTimeout(timer);
  const live = document.querySelector("[data-behaviour=live]");
  if (!live || Date.now() > enough) return;
  timer = setTimeout(look, pause);
  if (document.hidden) return;
  pause = Math.min(pause * 1.5, latest);
  live.dispatchEvent(new CustomEvent("look"));
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) look();
});

// Whoever may read no more here did not ask, so that no refusal breaks in on them.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status !== 404 || !detail.elt.matches("[data-behaviour=live]")) return;
  detail.shouldSwap = detail.isError = false;
});

// By then what came has taken the place of the element that asked.
document.addEventListener("htmx:afterRequest", ({ detail: { elt, xhr } }) => {
  if (!elt.matches("[data-behaviour=live]")) return;
  if (xhr.status === 200) pause = soonest;
  if (xhr.status === 286 || xhr.status === 404) elt.removeAttribute("data-behaviour");
});

timer = setTimeout(look, soonest);

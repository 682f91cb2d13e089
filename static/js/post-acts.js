// What stands behind “More” beneath a post and who reacted to it, where one reads: the focus goes there; Escape, “Close”
// or the same link take it away. Reacting changes the row alone. Without JavaScript links and buttons lead to pages.

const rows = ".post__actions";
const links = `${rows} a:is([href$="/more/"], [href$="/reactions/"]), ${rows} + .acts a[href$="/reactions/"]`;
const rowOf = (part) => part.closest(rows) ?? part.closest(".acts").previousElementSibling;

function close(acts) {
  const link = rowOf(acts).querySelector("[aria-expanded='true']");
  acts.remove();
  link?.setAttribute("aria-expanded", "false");
  link?.focus();
}

async function open(link) {
  const row = rowOf(link);
  const opener = link.closest(rows) ? link : row.querySelector("a[href$='/more/']");
  const { href } = link;
  document.querySelectorAll(`${rows} + .acts`).forEach(close);
  await window.htmx.ajax("GET", href, { source: opener, target: row, swap: "afterend" });
  const acts = row.nextElementSibling;
  if (!acts?.matches(".acts")) return;
  opener.setAttribute("aria-expanded", "true");
  acts.focus();
}

document.addEventListener("click", (event) => {
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
  const acts = event.target.closest("[data-closes-acts]")?.closest(`${rows} + .acts`);
  const link = event.target.closest(links);
  if (!isPlain || !(acts || link)) return;
  event.preventDefault();
  if (acts) close(acts);
  else if (link.getAttribute("aria-expanded") === "true") close(rowOf(link).nextElementSibling);
  else if (link.getAttribute("aria-busy") !== "true") {
    link.setAttribute("aria-busy", "true");
    open(link).finally(() => link.removeAttribute("aria-busy"));
  }
});

document.addEventListener("keydown", (event) => {
  const acts = event.key === "Escape" && event.target.closest(`${rows} + .acts`);
  if (acts) close(acts);
});

async function react(form, button) {
  const row = rowOf(button);
  const article = row.parentElement;
  const kind = button.formAction.split("/").at(-2);
  await window.htmx.ajax("POST", button.formAction, { source: form, target: row, swap: "outerHTML" });
  if (row.isConnected) return;
  article.querySelectorAll(`${rows} + .acts`).forEach((acts) => acts.remove());
  const now = article.querySelector(rows);
  (now.querySelector(`[formaction$="/${kind}/"]`) ?? now.querySelector("a[href$='/more/']"))?.focus();
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-reacts]") || !event.submitter?.closest(`${rows}, ${rows} + .acts`)) return;
  event.preventDefault();
  react(event.target, event.submitter);
});

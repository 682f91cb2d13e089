// [data-people]: while a name is typed after @, a list of the people who may be mentioned (js/options.js).

const unfinished = /(?:^|[\s(])@([\p{L}\p{N}_-]{0,40})$/u;
const wordAt = (box) => box.value.slice(0, box.selectionStart).match(unfinished);
const listOf = (composer) => composer.querySelector(":scope > .mentions");

function offer(box, html) {
  box.setAttribute("aria-controls", listOf(box.closest("[data-people]")).id);
  box.setAttribute("aria-autocomplete", "list");
  box.dispatchEvent(new CustomEvent("options:found", { bubbles: true, detail: html }));
}

async function look(box) {
  const word = wordAt(box)?.[1];
  if (word === undefined) return offer(box, "");
  const found = await fetch(`${box.closest("[data-people]").dataset.people}?q=${encodeURIComponent(word)}`);
  if (!found.ok) return;
  const html = await found.text();
  if (wordAt(box)?.[1] === word) offer(box, html);
}

let after; // where the blank behind the last name ends: another one typed there is one too many

document.addEventListener("options:taken", ({ target: box, detail: option }) => {
  if (!option.dataset.handle) return;
  box.setSelectionRange(box.selectionStart - wordAt(box)[1].length, box.selectionStart);
  box.dispatchEvent(new CustomEvent("composer:insert", { bubbles: true, detail: `${option.dataset.handle} ` }));
  after = box.selectionStart;
});

document.addEventListener("beforeinput", (event) => {
  if (event.data === " " && event.target.selectionStart === after) event.preventDefault();
  after = undefined;
});

let waiting;
document.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-people] > textarea")) return;
  clearTimeout(waiting);
  waiting = setTimeout(look, 150, target);
});

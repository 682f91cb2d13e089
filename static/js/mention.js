// [data-people]: while a name is typed after @, a list of the people who may be mentioned.

const unfinished = /(?:^|[\s(])@([\p{L}\p{N}_-]{0,40})$/u;
const composerOf = (box) => box.closest?.("[data-people]");
const optionsOf = (composer) => [...composer.querySelectorAll(".mentions [role=option]")];
const listOf = (composer) => composer.querySelector(".mentions");

function choose(composer, option) {
  const box = composer.querySelector("textarea");
  optionsOf(composer).forEach((each) => each.setAttribute("aria-selected", String(each === option)));
  if (option) box.setAttribute("aria-activedescendant", option.id);
  else box.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function close(composer) {
  listOf(composer).hidden = true;
  choose(composer, null);
}

const wordAt = (box) => box.value.slice(0, box.selectionStart).match(unfinished);

async function offer(box) {
  const composer = composerOf(box);
  const word = wordAt(box)?.[1];
  if (word === undefined) return close(composer);
  const found = await fetch(`${composer.dataset.people}?q=${encodeURIComponent(word)}`);
  if (!found.ok || wordAt(box)?.[1] !== word) return;
  const list = listOf(composer);
  list.innerHTML = await found.text();
  list.hidden = !list.children.length;
  list.nextElementSibling.textContent = list.hidden ? "" : `${list.children.length} · ${composer.dataset.found}`;
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-autocomplete", "list");
  choose(composer, list.firstElementChild);
}

let after; // where the blank behind the last name ends: another one typed there is one too many

function take(composer, option) {
  const box = composer.querySelector("textarea");
  box.setSelectionRange(box.selectionStart - wordAt(box)[1].length, box.selectionStart);
  box.dispatchEvent(new CustomEvent("composer:insert", { bubbles: true, detail: `${option.dataset.handle} ` }));
  after = box.selectionStart;
  close(composer);
}

document.addEventListener("beforeinput", (event) => {
  if (event.data === " " && event.target.selectionStart === after) event.preventDefault();
  after = undefined;
});

let waiting;
document.addEventListener("input", ({ target }) => {
  clearTimeout(waiting);
  if (target.matches("[data-people] textarea")) waiting = setTimeout(offer, 150, target);
});

document.addEventListener("keydown", (event) => {
  const composer = composerOf(event.target);
  if (!composer || !event.target.matches("textarea") || listOf(composer).hidden) return;
  const options = optionsOf(composer);
  const at = options.findIndex((each) => each.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) choose(composer, options.at((at + step) % options.length));
  else if (["Enter", "Tab"].includes(event.key) && at >= 0) take(composer, options[at]);
  else if (event.key === "Escape") close(composer);
  else return;
  event.preventDefault();
});

document.addEventListener("pointerdown", (event) => {
  const option = event.target.closest?.(".mentions [role=option]");
  if (option) {
    event.preventDefault(); // the box keeps the focus
    take(composerOf(option), option);
  }
});

document.addEventListener("focusout", ({ target }) => target.matches("[data-people] textarea") && close(composerOf(target)));

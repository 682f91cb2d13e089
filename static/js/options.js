// A box with a list of options (aria-controls) beneath it: arrow keys, Enter or a tap take one, Escape closes.
// Other modules bring the options as HTML ("options:found", nothing closes) and do what is to be done ("options:taken").

const listOf = (box) => document.getElementById(box.getAttribute?.("aria-controls"));
const optionsOf = (list) => [...list.querySelectorAll("[role=option]")];
const isOpen = (box) => listOf(box)?.matches("[role=listbox]:not([hidden])");

function choose(box, option) {
  optionsOf(listOf(box)).forEach((each) => each.setAttribute("aria-selected", String(each === option)));
  if (option) box.setAttribute("aria-activedescendant", option.id);
  else box.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function show(box, html) {
  const list = listOf(box);
  list.innerHTML = html;
  list.hidden = !list.children.length;
  if (box.matches("[role=combobox]")) box.setAttribute("aria-expanded", String(!list.hidden));
  list.nextElementSibling.textContent = list.hidden ? "" : `${list.children.length} · ${list.getAttribute("aria-label")}`;
  choose(box, list.firstElementChild);
}

function take(box, option) {
  show(box, "");
  box.dispatchEvent(new CustomEvent("options:taken", { bubbles: true, detail: option }));
}

document.addEventListener("options:found", ({ target, detail }) => show(target, detail));

// An open list has the first word on each key (capture), in whatever order the modules arrived; Ctrl+Enter still sends.
const onKey = (event) => {
  const box = event.target;
  if (!isOpen(box) || event.ctrlKey || event.metaKey) return;
  const options = optionsOf(listOf(box));
  const at = options.findIndex((each) => each.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) choose(box, options.at((at + step) % options.length));
  else if (["Enter", "Tab"].includes(event.key) && at >= 0) take(box, options[at]);
  else if (event.key === "Escape") show(box, "");
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
};
document.addEventListener("keydown", onKey, true);

document.addEventListener("pointerdown", (event) => {
  const option = event.target.closest?.("[role=listbox] > [role=option]");
  const box = option && document.querySelector(`[aria-controls="${option.parentElement.id}"]`);
  if (!box) return;
  event.preventDefault(); // the box keeps the focus
  take(box, option);
});

document.addEventListener("focusout", ({ target }) => isOpen(target) && show(target, ""));

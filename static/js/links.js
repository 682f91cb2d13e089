// .linking: what one may link to is found by its title and put into the text (Ctrl+K); an address goes in as it is.

const composerOf = (part) => part.closest('[data-behaviour~="composer"]');
const textOf = (picker) => composerOf(picker).querySelector(":scope > textarea");
const boxOf = (picker) => picker.querySelector("[role=combobox]");
const chosenIn = ({ value, selectionStart, selectionEnd }) => value.slice(selectionStart, selectionEnd);
const show = (box, html) => box.dispatchEvent(new CustomEvent("options:found", { bubbles: true, detail: html }));
const escaped = (title) => title.replace(/[\\[\]]/g, "\\$&");

async function look(box) {
  const sought = box.value.trim();
  if (sought.length < 2 || sought.includes("://")) return show(box, "");
  const found = await fetch(`${box.closest(".linking").dataset.links}?q=${encodeURIComponent(sought)}`);
  if (!found.ok) return;
  const html = await found.text();
  if (box.value.trim() === sought && box.matches(":focus")) show(box, html);
}

function close(picker) {
  picker.hidden = true;
  boxOf(picker).value = "";
  textOf(picker).focus();
}

function insert(picker, title, address) {
  const text = textOf(picker);
  const said = chosenIn(text) || escaped(title);
  close(picker);
  text.dispatchEvent(new CustomEvent("composer:insert", { bubbles: true, detail: `[${said}](${address})` }));
}

document.addEventListener("composer:link", (event) => {
  const picker = composerOf(event.target).querySelector(".linking");
  event.preventDefault();
  picker.hidden = false;
  boxOf(picker).value = chosenIn(event.target).trim().slice(0, 80);
  boxOf(picker).focus();
  boxOf(picker).select();
  look(boxOf(picker));
});

document.addEventListener("options:taken", ({ target, detail: { dataset } }) => {
  if (dataset.address) insert(target.closest(".linking"), dataset.title, dataset.address);
});

document.addEventListener("keydown", (event) => {
  const picker = event.target.closest?.(".linking");
  if (!picker || !["Enter", "Escape"].includes(event.key)) return;
  event.preventDefault();
  const typed = event.target.value.trim();
  if (event.key === "Escape") close(picker);
  else insert(picker, typed, typed.includes("://") ? typed : "https://");
});

let waiting;
document.addEventListener("input", ({ target }) => {
  if (!target.closest(".linking")) return;
  clearTimeout(waiting);
  waiting = setTimeout(look, 200, target);
});

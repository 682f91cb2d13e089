// Every form that is sent as a page: refused because somebody was signed out meanwhile, or because its page had grown
// old, it has all that stood in it again once they are back. In this tab alone, and for the person who wrote it.

const place = "sent";
const reader = document.body.dataset.reader; // none for a visitor
const page = location.pathname + location.search;
const fillable = 'textarea, select, input:not([type="hidden"], [type="password"], [type="file"])';

const isTicked = (box) => box.type === "checkbox" || box.type === "radio";
const boxesOf = (form) => [...form.elements].filter((box) => box.name && box.matches(fillable));
const nameOf = (box) => (isTicked(box) ? `${box.name}=${box.value}` : box.name);
const addressOf = (form) => form.getAttribute("action") ?? "";
const alike = (form) => [...document.forms].filter((other) => addressOf(other) === addressOf(form));

function begun(box) {
  if (isTicked(box)) return box.defaultChecked;
  return box.options ? [...box.options].filter((each) => each.defaultSelected).map((each) => each.value) : box.defaultValue;
}

function now(box) {
  if (isTicked(box)) return box.checked;
  return box.options ? [...box.selectedOptions].map((each) => each.value) : box.value;
}

function fill(box, value) {
  if (isTicked(box)) box.checked = value;
  else if (box.options) [...box.options].forEach((each) => (each.selected = value.includes(each.value)));
  else box.value = value;
}

function keep(form) {
  const boxes = boxesOf(form).map((box) => ({ name: nameOf(box), begun: begun(box), now: now(box) }));
  const sent = { reader, page, address: addressOf(form), at: alike(form).indexOf(form), boxes };
  sessionStorage.setItem(place, JSON.stringify(sent));
}

// A field that has another content by now keeps it.
function giveBack(sent) {
  const form = [...document.forms].filter((each) => addressOf(each) === sent.address)[sent.at];
  if (!form) return;
  const left = boxesOf(form);
  for (const { name, begun: then, now: value } of sent.boxes) {
    const at = left.findIndex((box) => nameOf(box) === name);
    const [box] = at < 0 ? [] : left.splice(at, 1);
    if (box && JSON.stringify(begun(box)) === JSON.stringify(then)) fill(box, value);
  }
  for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  form.before(document.getElementById("given-back").content.cloneNode(true));
  form.scrollIntoView();
}

function arrive() {
  const sent = JSON.parse(sessionStorage.getItem(place));
  if (!sent) return;
  const refusal = document.querySelector("[data-refused]");
  const isRefused = refusal || !reader || sent.isRefused;
  if (!isRefused || (reader && reader !== sent.reader) || (reader && !refusal && page === sent.page)) {
    sessionStorage.removeItem(place);
    if (isRefused && reader === sent.reader) giveBack(sent);
    return;
  }
  sessionStorage.setItem(place, JSON.stringify({ ...sent, isRefused: true }));
  document.querySelectorAll("[data-kept]").forEach((each) => (each.hidden = each.dataset.kept === "no"));
}

// Whoever signs out by hand leaves nothing behind for the next person at this desk.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-signs-out]")) sessionStorage.clear();
  else if (reader && !event.defaultPrevented && form.getAttribute("method")?.toLowerCase() === "post") keep(form);
});

arrive();

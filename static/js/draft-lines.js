// [data-behaviour="draft-lines"]: drop, move and add lines in place; one key each while a line has the focus.

const keys = { ArrowUp: "previous", ArrowDown: "next", Delete: "drop", Enter: "edit" };
const letters = { x: "drop", z: "undo", u: "up", d: "down", n: "add", p: "posts" };
const list = document.querySelector('[data-behaviour~="draft-lines"]');
const textOf = (line) => line.querySelector("textarea");
const dropped = [];

function focus(line) {
  if (!line) return;
  list.querySelector(":scope > [tabindex='0']")?.setAttribute("tabindex", "-1");
  line.setAttribute("tabindex", "0");
  line.focus();
}

function changed() {
  list.dispatchEvent(new Event("input", { bubbles: true }));
}

// Unchanged text goes back to how it will look; changed text stays as it is written until it is saved.
function leave(text) {
  const line = text.closest("li");
  if (text.value === text.defaultValue) line.classList.remove("draft__line--editing");
}

function emptyLike(line) {
  const added = line.cloneNode(true);
  const prefix = added.querySelector("[name='summary-prefix']");
  if (line.matches(".draft__line--heading")) prefix.value = "- ";
  added.className = `draft__line draft__line--${prefix.value.trim() ? "item" : "paragraph"}`;
  added.removeAttribute("id");
  added.querySelector(".draft__posts").replaceChildren();
  added.querySelectorAll(".draft__shown, .draft__tool--edit").forEach((part) => part.remove());
  textOf(added).value = "";
  textOf(added).rows = 1;
  return added;
}

function sayDropped() {
  document.querySelector(".draft__dropped")?.remove();
  const note = document.createElement("p");
  note.className = "draft__dropped";
  note.setAttribute("role", "status");
  const undo = document.createElement("button");
  Object.assign(undo, { type: "button", className: "btn btn--quiet btn--small", textContent: list.dataset.undo });
  undo.addEventListener("click", () => tools.undo());
  note.append(list.dataset.dropped, undo);
  list.after(note);
}

const tools = {
  previous: (line) => focus(line.previousElementSibling),
  next: (line) => focus(line.nextElementSibling),
  edit(line) {
    line.classList.add("draft__line--editing");
    textOf(line).focus();
  },
  posts: (line) => line.querySelectorAll("details").forEach((post) => (post.open = !post.open)),
  up(line) {
    line.previousElementSibling?.before(line);
    focus(line);
    changed();
  },
  down(line) {
    line.nextElementSibling?.after(line);
    focus(line);
    changed();
  },
  add(line) {
    const added = emptyLike(line);
    line.after(added);
    textOf(added).focus();
  },
  drop(line) {
    const next = line.nextElementSibling ?? line.previousElementSibling;
    if (!next) return;
    dropped.push({ line, before: line.nextElementSibling });
    line.remove();
    focus(next);
    sayDropped();
    changed();
  },
  undo() {
    const { line, before } = dropped.pop() ?? {};
    if (!line) return;
    list.insertBefore(line, before?.isConnected ? before : null);
    if (!dropped.length) document.querySelector(".draft__dropped")?.remove();
    focus(line);
    changed();
  },
};

list?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-line-tool]");
  if (!button || event.target.closest("a")) return;
  event.preventDefault();
  tools[button.dataset.lineTool](button.closest("li"));
});

list?.addEventListener("focusout", (event) => event.target.matches("textarea") && leave(event.target));

list?.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.matches("textarea")) return focus(event.target.closest("li"));
  if (!event.target.matches("li") || event.ctrlKey || event.metaKey || event.altKey) return;
  const tool = keys[event.key] ?? letters[event.key.toLowerCase()];
  if (!tool) return;
  event.preventDefault();
  tools[tool](event.target);
});

list?.querySelectorAll(":scope > li").forEach((line, at) => line.setAttribute("tabindex", at ? "-1" : "0"));
list?.classList.add("draft--ready");
document.getElementById("draft-keys")?.removeAttribute("hidden");

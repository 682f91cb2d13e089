// [data-behaviour="draft-lines"]: drop, move and add lines in place; one key each while a line has the focus.

const keys = { ArrowUp: "previous", ArrowDown: "next", Delete: "drop", Enter: "edit" };
Object.assign(keys, { x: "drop", z: "undo", u: "up", d: "down", n: "add", p: "posts" });
const [list, note] = ["ol.draft[data-behaviour]", "#draft-dropped"].map((each) => document.querySelector(each));
const textOf = (line) => line.querySelector("textarea");
const dropped = [];

function focus(line) {
  list.querySelector(":scope > [tabindex='0']")?.setAttribute("tabindex", "-1");
  line.setAttribute("tabindex", "0");
  line.focus();
}

function settle(line) {
  note.hidden = !dropped.length;
  focus(line);
  list.dispatchEvent(new Event("input", { bubbles: true }));
}

function emptyLike(line) {
  const added = line.cloneNode(true);
  const prefix = added.querySelector("[name='summary-prefix']");
  if (line.matches(".draft__line--heading")) prefix.value = "- ";
  added.className = `draft__line draft__line--${prefix.value.trim() ? "item" : "paragraph"}`;
  added.removeAttribute("id");
  added.querySelector(".draft__posts").replaceChildren();
  added.querySelector(".draft__menu").open = false;
  added.querySelectorAll(".draft__shown, .draft__edit").forEach((part) => part.remove());
  Object.assign(textOf(added), { value: "", rows: 1 });
  return added;
}

const tools = {
  previous: (line) => focus(line.previousElementSibling ?? line),
  next: (line) => focus(line.nextElementSibling ?? line),
  posts: (line) => line.querySelectorAll(".draft__post").forEach((post) => (post.open = !post.open)),
  up: (line) => settle((line.previousElementSibling?.before(line), line)),
  down: (line) => settle((line.nextElementSibling?.after(line), line)),
  edit: (line) => (line.classList.add("draft__line--editing"), textOf(line).focus()),
  add: (line) => (line.after(emptyLike(line)), textOf(line.nextElementSibling).focus()),
  drop(line) {
    const [after, before] = [line.nextElementSibling, line.previousElementSibling];
    if (!after && !before) return;
    dropped.push({ line, after });
    line.remove();
    settle(after ?? before);
  },
  undo() {
    const { line, after } = dropped.pop() ?? {};
    if (!line) return;
    list.insertBefore(line, after?.isConnected ? after : null);
    settle(line);
  },
};

list?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-line-tool]");
  if (!button || event.target.closest("a")) return;
  event.preventDefault();
  tools[button.dataset.lineTool](button.closest("li"));
});

// Unchanged text goes back to how it will look; changed text stays as it is written until it is saved.
list?.addEventListener("focusout", ({ target: text }) => {
  if (text.value === text.defaultValue) text.closest("li").classList.remove("draft__line--editing");
});

list?.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.matches("textarea")) return focus(event.target.closest("li"));
  if (!event.target.matches("li") || event.ctrlKey || event.metaKey || event.altKey) return;
  const tool = keys[event.key] ?? keys[event.key.toLowerCase()];
  if (!tool) return;
  event.preventDefault();
  tools[tool](event.target);
});

note?.addEventListener("click", (event) => event.target.matches("button") && tools.undo());
list?.querySelectorAll(":scope > li").forEach((line, at) => line.setAttribute("tabindex", at ? "-1" : "0"));
list?.classList.add("draft--ready");

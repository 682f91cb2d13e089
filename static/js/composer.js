// [data-behaviour="composer"]: buttons that write Markdown around the selection, and a live preview.
const marks = { bold: ["**", "**"], italic: ["*", "*"], code: ["`", "`"], link: ["[", "](https://)"] };
const prefixes = { list: () => "- ", numbers: (at) => `${at + 1}. `, quote: () => "> " };
const composerOf = (element) => element.closest('[data-behaviour~="composer"]');
const refresh = (composer) => composer.querySelector(".composer__preview:not([hidden])")?.dispatchEvent(new Event("preview"));

// execCommand keeps the browser's undo; where it is gone, the text is set directly.
function replaceSelection(text, replacement) {
  text.focus();
  if (!document.execCommand("insertText", false, replacement)) {
    text.setRangeText(replacement, text.selectionStart, text.selectionEnd, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function surround(text, [before, after]) {
  const { selectionStart: start, selectionEnd: end, value } = text;
  replaceSelection(text, before + value.slice(start, end) + after);
  text.setSelectionRange(start + before.length, end + before.length);
}

function prefixLines(text, prefix) {
  const { selectionEnd: end, value } = text;
  const start = value.lastIndexOf("\n", text.selectionStart - 1) + 1;
  text.setSelectionRange(start, end);
  replaceSelection(text, value.slice(start, end).split("\n").map((line, at) => prefix(at) + line).join("\n"));
}

function apply(composer, tool) {
  const text = composer.querySelector(":scope > textarea");
  const isHere = text.dispatchEvent(new CustomEvent(`composer:${tool}`, { bubbles: true, cancelable: true }));
  if (tool in marks && isHere) surround(text, marks[tool]); // js/links.js finds what to link to
  if (tool in prefixes) prefixLines(text, prefixes[tool]);
}

function togglePreview(composer, button) {
  button.setAttribute("aria-expanded", !composer.querySelector(".composer__preview").toggleAttribute("hidden"));
  refresh(composer);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-tool]");
  const composer = button && composerOf(button);
  if (!composer) return;
  event.preventDefault();
  if (button.dataset.tool === "preview") togglePreview(composer, button);
  else apply(composer, button.dataset.tool);
});

// Other modules put text at the caret: a quotation, which begins a paragraph, or the end of a name.
document.addEventListener("composer:insert", ({ target: text, detail }) => {
  const before = text.value.slice(0, text.selectionStart);
  const gap = !detail.startsWith(">") || !before.trim() || before.endsWith("\n\n") ? "" : "\n\n";
  replaceSelection(text, gap + detail);
});

document.addEventListener("keydown", (event) => {
  const tool = { b: "bold", i: "italic", k: "link", Enter: "send" }[event.key];
  const composer = tool && (event.ctrlKey || event.metaKey) && composerOf(event.target);
  if (!composer) return;
  event.preventDefault();
  if (tool === "send") composer.querySelector(".composer__foot .btn")?.click();
  else apply(composer, tool);
});

let waiting;
document.addEventListener("input", ({ target }) => {
  clearTimeout(waiting);
  if (composerOf(target)) waiting = setTimeout(refresh, 600, composerOf(target));
});
// Other modules come when the page stands (data-modules); the bar is busy until they answer.
async function show(marks) {
  marks.hidden = false;
  marks.setAttribute("aria-busy", "true");
  await Promise.allSettled(marks.dataset.modules?.split(" ").map((address) => import(address)) ?? []);
  marks.removeAttribute("aria-busy");
}
const showMarks = (root) => root.querySelectorAll(".composer__marks[hidden]").forEach(show);
showMarks(document);
document.addEventListener("htmx:load", (event) => showMarks(event.detail.elt.parentElement ?? document));

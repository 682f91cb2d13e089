// [data-upload]: files that are dropped, pasted or picked while somebody writes are sent at once. What sends them
// (js/composer-uploads.js) comes when somebody begins to write.
// [data-address]: the line of an image that goes with what is written, and its place in the text, say the same.

const place = (element) => element.closest('[data-behaviour~="composer"]')?.querySelector("[data-upload]");
const sender = (files) => import(files.dataset.sender);

// Until the sender is there nothing goes without its files; then it waits for them itself.
function choose(files, chosen) {
  const form = files.closest("form");
  let pressed = null;
  function wait(event) {
    if (event.target !== form) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    pressed = { by: event.submitter };
  }
  window.addEventListener("submit", wait, true);
  const go = () => window.removeEventListener("submit", wait, true);
  sender(files).then(() => {
    go();
    files.dispatchEvent(new CustomEvent("files:chosen", { bubbles: true, detail: chosen }));
    if (pressed) form.requestSubmit(pressed.by);
  }, () => go() ?? document.dispatchEvent(new Event("htmx:sendError"))); // js/forms.js says so
}

document.addEventListener("focusin", ({ target }) => {
  if (place(target)) sender(place(target)).catch(() => {});
});

document.addEventListener("click", ({ target }) => {
  if (target.closest('[data-tool="file"]')) place(target).querySelector("input[type=file]").click();
});

document.addEventListener("change", ({ target }) => {
  if (!target.matches('[data-upload] input[type="file"]')) return;
  const chosen = [...target.files].map((file) => ({ file }));
  target.value = "";
  choose(place(target), chosen);
});

// Whoever copies out of a text has its words and a picture of them: then it is the words that are meant.
const areWords = ({ types }) => ["text/plain", "text/html"].every((type) => types.includes(type));

const filesOf = ({ items }) =>
  [...items]
    .filter(({ kind }) => kind === "file")
    .map((item) => ({ file: item.getAsFile(), isFolder: item.webkitGetAsEntry?.()?.isDirectory }));

for (const name of ["dragover", "drop", "paste"]) {
  document.addEventListener(name, (event) => {
    const moved = event.dataTransfer ?? event.clipboardData;
    const files = moved?.types.includes("Files") && !areWords(moved) && event.target.closest && place(event.target);
    if (!files) return;
    event.preventDefault();
    if (name !== "dragover") choose(files, filesOf(moved));
  });
}

// What an image shows is said in the text; one that is taken out of the text, or unticked, is not sent.
function agree(line, target) {
  const box = line.closest('[data-behaviour~="composer"]').querySelector("textarea");
  const at = box.value.indexOf(`](${line.dataset.address})`);
  const start = box.value.lastIndexOf("![", at);
  const tick = line.querySelector("[type=checkbox]");
  if (target === box && line.dataset.placed) line.hidden = !(tick.checked = at >= 0);
  if (at < 0) return;
  line.dataset.placed = "";
  if (!line.contains(target)) return;
  if (target !== tick) box.setRangeText(target.value.replace(/[\\[\]\s]+/g, " ").trim(), start + 2, at);
  else if (!tick.checked) box.setRangeText("", start, box.value.indexOf(")", at) + 1);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("input", ({ target }) => {
  const composer = target.closest('[data-behaviour~="composer"]');
  composer?.querySelectorAll("[data-address]").forEach((line) => agree(line, target));
});

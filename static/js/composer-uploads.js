// [data-upload]: files that were chosen (js/composer-files.js) are sent one after the other; an image goes into the text.

const boxOf = (files) => files.closest('[data-behaviour~="composer"]').querySelector("textarea");
const words = (text) => text.replace(/[\\[\]\s]+/g, " ").trim();

function send(files, file, line) {
  const body = new FormData();
  body.append("upload", file);
  body.append("csrfmiddlewaretoken", files.closest("form").elements.csrfmiddlewaretoken.value);
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", files.dataset.upload);
    request.setRequestHeader("HX-Request", "true");
    request.upload.onprogress = ({ loaded, total }) => (line.querySelector("progress").value = loaded / total);
    request.onloadend = () => done([200, 422].includes(request.status) ? request.responseText : "");
    request.send(body);
  });
}

function waitingLine(files, { file }) {
  const line = files.querySelector(":scope > template").content.firstElementChild.cloneNode(true);
  line.querySelector("bdi").textContent = file.name;
  return files.querySelector(".chosen").appendChild(line);
}

function refuse(line, why, name) {
  line.classList.add("chosen__refusal");
  line.replaceChildren(...line.querySelector(`[data-${why}]`).content.cloneNode(true).childNodes, ` ${name}`);
}

// Whoever is in the middle of a line writes on there: the image stands beneath it.
function putInto(box, image) {
  const { value, selectionStart: start, selectionEnd: end } = box;
  const rest = value.indexOf("\n", end);
  const until = rest < 0 ? value.length : rest;
  const isBlank = !value.slice(value.lastIndexOf("\n", start - 1) + 1, until).trim();
  if (!isBlank) box.setSelectionRange(until, until);
  const detail = `${isBlank ? "" : "\n\n"}${image}\n`;
  box.dispatchEvent(new CustomEvent("composer:insert", { bubbles: true, detail }));
  if (!isBlank) box.setSelectionRange(start, end);
}

function take(files, line, name, answer) {
  if (!answer) return refuse(line, "lost", name);
  line.insertAdjacentHTML("afterend", answer);
  const added = line.nextElementSibling;
  line.remove();
  if (!added.dataset.address) return;
  const held = document.activeElement;
  putInto(boxOf(files), `![${words(name.replace(/\.\w+$/, ""))}](${added.dataset.address})`);
  (held.matches("textarea, input[type=text]") ? held : added.querySelector("input[type=text]")).focus();
}

const running = new WeakMap(); // form → how many times files are being sent for it
const wanted = new WeakMap(); // form → the button by which it was to be sent meanwhile

document.addEventListener("files:chosen", async ({ target: files, detail: chosen }) => {
  const form = files.closest("form");
  if (!running.get(form)) files.querySelectorAll(".chosen__refusal").forEach((old) => old.remove());
  running.set(form, (running.get(form) ?? 0) + 1);
  for (const [{ file, isFolder }, line] of chosen.map((each) => [each, waitingLine(files, each)])) {
    if (isFolder) refuse(line, "folder", file.name);
    else take(files, line, file.name, await send(files, file, line));
  }
  running.set(form, running.get(form) - 1);
  if (running.get(form) || !wanted.has(form)) return;
  const button = wanted.get(form);
  wanted.delete(form);
  button?.removeAttribute("data-pressed");
  if (!files.querySelector(".chosen__refusal")) form.requestSubmit(button);
});

// A form that is sent meanwhile goes when all are there, and stays where one was refused. On window: before js/forms.js.
window.addEventListener("submit", (event) => {
  if (!running.get(event.target)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  event.submitter?.setAttribute("data-pressed", "");
  wanted.set(event.target, event.submitter);
}, true);

// Answering where one reads: a form beneath the post, with a quotation of all of it or of what is selected.
// Without JavaScript the same links lead to a page with the same form.

const links = ".post__actions a[href*='/reply/?to=']";
const bodies = ".post__body, .prompt__body";
const linkOf = (number) => document.querySelector(`#post-${number} ${links}`);
const boxBeneath = (number) => document.querySelector(`#reply-${number} textarea`);
const parse = (html) => new DOMParser().parseFromString(html, "text/html");
const insert = (box, text) => box.dispatchEvent(new CustomEvent("composer:insert", { bubbles: true, detail: text }));

async function openBeneath(link) {
  const address = new URL(link.href);
  const number = address.searchParams.get("to");
  if (!boxBeneath(number)) {
    await window.htmx.ajax("GET", link.href, { source: link, target: `#post-${number}`, swap: "afterend" });
  } else if (address.searchParams.has("quote")) {
    const form = await fetch(link.href, { headers: { "HX-Request": "true" } });
    insert(boxBeneath(number), parse(await form.text()).querySelector("textarea").value.replace(/^\n/, ""));
  }
  const box = boxBeneath(number);
  box?.focus();
  box?.setSelectionRange(box.value.length, box.value.length);
}

document.addEventListener("click", (event) => {
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
  const link = event.target.closest(links);
  if (link && isPlain && link.getAttribute("aria-busy") !== "true") {
    event.preventDefault();
    link.setAttribute("aria-busy", "true");
    openBeneath(link).finally(() => link.removeAttribute("aria-busy"));
  }
  const cancel = event.target.closest("[data-cancels]");
  if (cancel && isPlain) {
    event.preventDefault();
    const form = document.getElementById(cancel.dataset.cancels);
    form.remove();
    linkOf(cancel.dataset.cancels.replace("reply-", ""))?.focus();
  }
});

const offer = document.getElementById("quote-offer");
let chosen; // { post, text } of what is selected

function selected() {
  const selection = document.getSelection();
  const body = selection.anchorNode?.parentElement?.closest(bodies);
  const isWithin = body && body === selection.focusNode?.parentElement?.closest(bodies);
  const text = isWithin ? selection.toString().trim() : "";
  return text && { post: body.closest("article"), text, place: selection.getRangeAt(0).getBoundingClientRect() };
}

document.addEventListener("selectionchange", () => {
  if (!offer) return;
  chosen = selected();
  offer.hidden = !chosen || !chosen.post.querySelector(links);
  if (offer.hidden) return;
  offer.style.insetBlockStart = `${window.scrollY + chosen.place.bottom + 6}px`;
  offer.style.insetInlineStart = `${Math.max(8, chosen.place.left)}px`;
});

function quotation({ post, text }) {
  const author = post.querySelector(".post__author")?.textContent.replace(/[\\`*_{}[\]()<>#~|!]/g, "\\$&");
  const link = post.querySelector(".post__meta a").getAttribute("href");
  const said = offer.dataset.said.replace("{post}", `[#${post.id.replace("post-", "")}](${link})`);
  const by = author ? [said.replace("{name}", `**${author}**`), ""] : [];
  return [...by, ...text.split("\n")].map((line) => `> ${line}`.trimEnd()).join("\n") + "\n\n";
}

offer?.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection
offer?.addEventListener("click", async () => {
  const quoted = quotation(chosen);
  const link = chosen.post.querySelector(links);
  const begun = [...document.querySelectorAll(".reply textarea")].find((box) => box.value.trim());
  if (!begun) await openBeneath(link);
  const box = begun ?? boxBeneath(new URL(link.href).searchParams.get("to"));
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
  insert(box, quoted);
});

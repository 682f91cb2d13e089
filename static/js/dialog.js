// [data-opens="id"] shows <dialog id>; without JavaScript it is a link to the page that asks the same.

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  const dialog = opener && document.getElementById(opener.dataset.opens);
  if (!dialog) return;
  event.preventDefault();
  dialog.showModal();
});

// A click beside the open dialog closes it.
document.addEventListener("click", (event) => {
  if (event.target.matches("dialog[open]")) event.target.close();
});

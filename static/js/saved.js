// [data-saved]: a menu of saved replies, put into the box beside it where the caret stands.
const boxBeside = (menu) => (menu.closest("form.reply") ?? document.querySelector("form#reply"))?.querySelector("textarea");

document.addEventListener("click", (event) => {
  const menu = event.target.closest("[data-saved] button")?.closest("[data-saved]");
  const text = menu && boxBeside(menu);
  if (!text) return;
  text.focus();
  const said = menu.querySelector("select").selectedOptions[0].dataset.text;
  text.dispatchEvent(new CustomEvent("composer:insert", { bubbles: true, detail: said }));
});

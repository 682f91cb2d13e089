// details[data-behaviour="menu"]: closes when something of it is chosen, elsewhere is clicked or Escape is pressed.

const open = () => document.querySelectorAll('details[data-behaviour~="menu"][open]');

document.addEventListener("click", ({ target }) => {
  for (const menu of open()) {
    if (!menu.contains(target) || target.closest("button")) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest('details[data-behaviour~="menu"][open]');
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

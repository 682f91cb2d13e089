// [role="toolbar"]: one stop for the tab key, arrow keys within it; where there is no room, “More” unfolds the rarer tools.

const barOf = (element) => element.closest?.('[role="toolbar"]');
const toolsOf = (bar) => [...bar.querySelectorAll("button")];
const moreOf = (bar) => bar.querySelector("[data-unfolds]");

function unfold(bar, isWanted) {
  moreOf(bar).setAttribute("aria-expanded", String(isWanted));
}

function move(bar, tool, key) {
  const tools = toolsOf(bar).filter((one) => one.checkVisibility());
  const forward = getComputedStyle(bar).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const next = (tools.indexOf(tool) + (key === forward ? 1 : -1) + tools.length) % tools.length;
  (tools[{ Home: 0, End: tools.length - 1 }[key] ?? next] ?? tool).focus();
}

// While one of them has the focus it is the one that the tab key leaves; from outside each can be reached.
document.addEventListener("focusin", ({ target }) => {
  const bar = barOf(target);
  if (bar) toolsOf(bar).forEach((tool) => (tool.tabIndex = tool === target ? 0 : -1));
});

document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const bar = barOf(target);
  if (bar && !bar.contains(relatedTarget)) toolsOf(bar).forEach((tool) => (tool.tabIndex = 0));
});

document.addEventListener("click", ({ target }) => {
  const tool = target.closest("button");
  const bar = tool && barOf(tool);
  if (bar) unfold(bar, tool === moreOf(bar) && tool.getAttribute("aria-expanded") === "false");
});

document.addEventListener("keydown", (event) => {
  const bar = barOf(event.target);
  if (bar && ["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
    event.preventDefault();
    move(bar, event.target, event.key);
  }
  if (bar && event.key === "Escape" && moreOf(bar).getAttribute("aria-expanded") === "true") {
    event.stopPropagation();
    moreOf(bar).focus();
    unfold(bar, false);
  }
});

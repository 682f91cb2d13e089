// details.replies: what a reader folds away, this browser remembers for each discussion. What an address names and the
// first new post stay open.

const thread = document.getElementById("thread");
const key = `folded ${thread.dataset.folds}`;
const lines = [...thread.querySelectorAll(".replies")];
const named = () => document.getElementById(location.hash.slice(1));
const isRead = (line) => !line.contains(named()) && !line.querySelector("#new");

function postOf(line) {
  let post = line;
  while (!post.id.startsWith("post-")) post = post.previousElementSibling;
  return post.id;
}

function reveal() {
  const closed = lines.filter((line) => !line.open && line.contains(named()));
  for (const line of closed) line.open = true;
  if (closed.length) named().scrollIntoView();
}

const folded = new Set(JSON.parse(localStorage.getItem(key)));
for (const line of lines) line.open = !(folded.has(postOf(line)) && isRead(line));
window.addEventListener("hashchange", reveal);

thread.addEventListener("click", ({ target }) => {
  const line = target.closest(".replies > summary")?.parentElement;
  if (!line) return;
  folded[line.open ? "add" : "delete"](postOf(line)); // it is about to change
  localStorage.setItem(key, JSON.stringify([...folded]));
});

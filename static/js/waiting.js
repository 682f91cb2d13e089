// The page that waits for a draft: past a minute it says what to do, also when the site does not answer any more.

const usual = 60_000;

setTimeout(() => document.querySelector("[data-behaviour=late]").removeAttribute("hidden"), usual);

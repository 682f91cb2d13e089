// <time datetime="…Z" data-local="moment|ago|day|today|hour"> says the same moment in the reader's own zone and words:
// that of their profile, by which forms and mails go as well; a visitor's is the browser's.

const language = { en: "en-GB" }[document.documentElement.lang] ?? document.documentElement.lang; // day before month
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
let { zone = here, yourTime = "" } = document.documentElement.dataset;
const now = new Date();
// What the clock on the wall says there, as the local time of a Date.
const onTheWall = (value, timeZone = zone) => new Date(value.toLocaleString("sv-SE", { timeZone }).replace(" ", "T"));
try {
  onTheWall(now);
} catch {
  zone = here; // the browser does not know the profile's
}
// Where this device goes by another clock, the place is named; one clock may go by several names.
const yours = +onTheWall(now) === +onTheWall(now, here) ? yourTime : `(${zone.split("/").at(-1).replaceAll("_", " ")})`;

const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const fullDate = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
const formats = new Map();

function format(value, options) {
  const key = JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(language, { timeZone: zone, ...options }));
  return formats.get(key).format(value);
}

const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
const dayOf = (value) => onTheWall(value).setHours(0, 0, 0, 0);
const inYear = (value, date) =>
  onTheWall(value).getFullYear() === onTheWall(now).getFullYear() ? date : { ...date, year: "numeric" };

function ago(value) {
  const minutes = Math.round((value - now) / 60_000);
  const days = Math.round((dayOf(value) - dayOf(now)) / 86_400_000);
  if (minutes > 0 || days < -6) return format(value, inYear(value, { day: "numeric", month: "short" }));
  if (days < 0) return relative.format(days, "day");
  return minutes > -60 ? relative.format(minutes, "minute") : relative.format(Math.ceil(minutes / 60), "hour");
}

const day = (value) => format(value, inYear(value, { day: "numeric", month: "long" }));

const moment = (value) =>
  `${format(value, { weekday: "short" })} ${day(value)}, ${format(value, clock)} ${yours}`.trim();

// Behind a time stands how late it is elsewhere, such as where the community is, unless that is how late it is here.
function compareWith(there) {
  const value = new Date(there.previousElementSibling?.dateTime);
  if (Number.isNaN(value.getTime())) return;
  const whole = { ...fullDate, ...clock };
  there.hidden = format(value, whole) === format(value, { ...whole, timeZone: there.dataset.there });
}

const said = (options) => (value) => format(value, options);
const manners = { ago, moment, day, today: said({ ...fullDate, year: undefined }), hour: said(clock) };

function sayLocally(root) {
  if (document.querySelector("[data-one-clock]")) return; // on paper, all times are by the clock that it names
  root.querySelectorAll("[data-there]").forEach(compareWith);
  for (const time of root.querySelectorAll("time[data-local]")) {
    const value = new Date(time.dateTime);
    if (Number.isNaN(value.getTime())) continue;
    time.textContent = manners[time.dataset.local]?.(value) ?? time.textContent;
    time.title = format(value, { ...fullDate, ...clock, timeZoneName: "short" });
    time.dataset.said = time.dataset.local; // the look of each manner stays
    time.removeAttribute("data-local");
  }
}

// Several greetings stand there, each for some hours; one is shown.
for (const greeting of document.querySelectorAll("[data-hours]")) {
  const [from, to] = greeting.dataset.hours.split("-").map(Number);
  greeting.hidden = onTheWall(now).getHours() < from || onTheWall(now).getHours() >= to;
}

sayLocally(document);
document.addEventListener("htmx:load", (event) => sayLocally(event.detail.elt.parentElement ?? document));

// A new account starts with the clock of the browser in which it is made.
document.querySelectorAll('[data-behaviour~="time-zone"]').forEach((field) => (field.value = here ?? ""));

// Counts what each person has not seen yet; how far everybody has read is kept in the browser.

const KEY = "switchhook.read";
let entered = "";
let since = null;

// Where the line "New" belongs at the present place: how far the person had read on coming here.
export function newSince() {
  return since;
}

export function enter(person, place) {
  if (entered === `${person} ${place}`) return;
  entered = `${person} ${place}`;
  const mark = marks()[person]?.[place];
  const last = stampsOf(person)?.[place]?.at(-1);
  since = mark && last > mark ? mark : null;
}

export function showUnread() {
  const { person, place } = document.body.dataset;
  if (document.visibilityState === "visible") markRead(person, place);
  const read = marks();
  let total = 0;
  for (const link of document.querySelectorAll("[data-person][data-stamps]")) {
    const counts = countsOf(JSON.parse(link.dataset.stamps), read[link.dataset.person] ?? {});
    const sum = Object.values(counts).reduce((one, other) => one + other, 0);
    showBadge(link, sum);
    total += sum;
    if (link.dataset.person === person) showPlaces(counts);
  }
  if (total) document.title = `(${total}) ${document.title}`;
}

function showPlaces(counts) {
  for (const link of document.querySelectorAll("[data-place][href]")) showBadge(link, counts[link.dataset.place] ?? 0);
}

function showBadge(link, count) {
  const badge = link.querySelector(".badge");
  badge.hidden = count === 0;
  badge.textContent = count > 99 ? "99+" : count || "";
  badge.setAttribute("aria-label", count ? `${count} unread` : "");
}

function countsOf(stamps, read) {
  const count = ([place, each]) => [place, each.filter((ts) => ts > (read[place] ?? "")).length];
  return Object.fromEntries(Object.entries(stamps).map(count));
}

function markRead(person, place) {
  const last = stampsOf(person)?.[place]?.at(-1);
  const read = marks();
  if (!last || read[person]?.[place] >= last) return;
  read[person] = { ...read[person], [place]: last };
  localStorage.setItem(KEY, JSON.stringify(read));
}

function stampsOf(person) {
  const link = document.querySelector(`[data-person="${CSS.escape(person)}"][data-stamps]`);
  return link && JSON.parse(link.dataset.stamps);
}

function marks() {
  return JSON.parse(localStorage.getItem(KEY) ?? "{}");
}

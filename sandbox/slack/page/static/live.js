// Keeps the page as the server would show it now: fetched anew, then changed only where it differs.

import { setBase } from "./clock.js";
import { restore } from "./drafts.js";
import { morph } from "./morph.js";
import { enter, newSince, showUnread } from "./unread.js";

const AT_END = 60; // pixels
let running = null;
let again = false;
let news = null;
let found = "";
let afterwards = () => {};

export function start(after) {
  afterwards = after;
  settle([]);
  listen();
  document.addEventListener("visibilitychange", () => (document.hidden ? news.close() : listen()));
}

// Shows the present address as it is now; calls that come meanwhile are answered by one more round.
export function refresh() {
  again = true;
  running ??= rounds().finally(() => (running = null));
  return running;
}

async function rounds() {
  while (again) {
    again = false;
    await round();
  }
}

async function round() {
  const shown = location.href;
  const response = await fetch(addressWithMark()).catch(() => null);
  if (!response?.ok) return;
  const next = new DOMParser().parseFromString(await response.text(), "text/html");
  if (location.href !== shown) return;
  const resting = logs().filter((log) => !isAtEnd(log)).map((log) => log.id);
  document.title = next.title;
  morph(document.body, next.body);
  settle(resting);
}

function settle(resting) {
  const { person, place } = document.body.dataset;
  setBase();
  restore();
  enter(person, place);
  showUnread();
  for (const log of logs()) if (!resting.includes(log.id)) log.scrollTop = log.scrollHeight;
  if (found !== location.href) document.querySelector("article[aria-current]")?.scrollIntoView({ block: "center" });
  found = location.href;
  afterwards();
}

function addressWithMark() {
  const address = new URL(location.href);
  if (newSince()) address.searchParams.set("since", newSince());
  return address;
}

function listen() {
  news?.close();
  news = new EventSource("/page/changes");
  news.onmessage = refresh;
  news.onopen = () => document.documentElement.removeAttribute("data-offline");
  news.onerror = () => document.documentElement.setAttribute("data-offline", "");
}

const logs = () => [...document.querySelectorAll("[role=log]")];
const isAtEnd = (log) => log.scrollHeight - log.scrollTop - log.clientHeight < AT_END;

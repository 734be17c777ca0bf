// Listens to the whole document and hands each event to the part that knows it.

import * as acts from "./acts.js";
import * as clock from "./clock.js";
import * as composer from "./composer.js";
import { me, post, tell } from "./control.js";
import { keep } from "./drafts.js";
import { refresh, start } from "./live.js";
import * as suggest from "./suggest.js";

const MENUS = "details.overflow, details.several";
const PAUSE = 400;
let place = "";
let view = "";
let typing;

function clicked(event) {
  const on = (selector) => event.target.closest(selector);
  closeMenus(event.target);
  if (on("a[data-go]")) return go(event, on("a[data-go]"));
  if (isPermalink(on("a[href]"))) follow(event, on("a[href]"));
  if (on("dialog.confirm button")) return on("dialog").close(on("button").value);
  if (on("[data-kind=button]")) return acts.press(on("[data-kind=button]"));
  if (on(".overflow [role=menuitem]")) return chosenFromMenu(on(".overflow"), on("[role=menuitem]"));
  if (on("[data-close]")) return acts.close(on("[data-close]").dataset.close);
  if (on("[data-shortcut]")) return acts.shortcut(on("[data-shortcut]"));
  if (on("[data-advance]")) return clock.advance(on("[data-advance]"));
}

function chosenFromMenu(menu, item) {
  menu.open = false;
  return acts.act(menu, item.value, menu.querySelector("summary"));
}

// The pointer goes down before the field loses the focus, so a suggestion is taken here.
function pointed(event) {
  const option = event.target.closest("[role=option]");
  if (!option) return;
  event.preventDefault();
  if (option.closest(".composer")) return composer.clicked(option);
  picked(option.closest(".combobox").querySelector("input"), option);
}

function picked(field, option) {
  suggest.pick(field, option);
  acts.setRight(field);
  if (field.dataset.dispatch) acts.choose(field);
}

function typed(event) {
  const field = event.target;
  if (suggest.isSuggesting(field)) suggest.typed(field);
  if (composer.isComposer(field)) composer.typed(field);
  keep(field);
  acts.setRight(field);
  if (field.matches("[data-dispatch~=character_entered]")) {
    clearTimeout(typing);
    typing = setTimeout(() => field.isConnected && acts.choose(field), PAUSE);
  }
}

function changed(event) {
  const menu = event.target.closest(".several");
  if (menu) keepWithinMost(menu, event.target);
  const element = event.target.closest("[data-dispatch~=change]");
  if (element && !suggest.isSuggesting(element)) acts.choose(element);
}

function pressed(event) {
  const field = event.target;
  if (composer.isComposer(field)) return composer.pressed(event);
  if (suggest.isSuggesting(field) && suggest.pressed(event, (option) => picked(field, option))) return;
  if (event.key === "Enter" && field.matches?.("input[data-dispatch~=enter_pressed]")) {
    event.preventDefault();
    return acts.choose(field);
  }
  if (event.key === "Escape") escaped();
}

function escaped() {
  if (document.querySelector("dialog.confirm[open]")) return;
  const menu = document.querySelector(MENUS.replaceAll(/details\.\w+/g, "$&[open]"));
  if (menu) menu.open = false;
  else if (view) acts.close("one");
}

function submitted(event) {
  event.preventDefault();
  const form = event.target;
  if (form.matches(".composer")) return composer.send(form);
  return form.matches("#clock-form") ? clock.go(form) : acts.submit(form);
}

function go(event, link) {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  moved();
}

const isPermalink = (link) => link?.origin === location.origin && link.pathname.startsWith("/archives/");

// A message's permanent address leads to the message, seen by the same person.
async function follow(event, link) {
  event.preventDefault();
  const address = new URL(link.href);
  address.searchParams.set("as", me());
  const { url } = await fetch(address);
  history.pushState(null, "", url);
  moved();
}

// Until the new place is there, what is shown belongs to the old one, and to whoever was there: nothing in it can be pressed.
async function moved() {
  document.body.inert = true;
  await refresh();
  document.body.inert = false;
  if (!view) document.querySelector("aside.thread textarea, main textarea")?.focus();
}

function closeMenus(target) {
  for (const menu of document.querySelectorAll(MENUS)) if (!menu.contains(target)) menu.open = false;
}

// After the page has changed: what has come into view gets the focus, and Home is told that it is seen.
function settled() {
  document.querySelectorAll(".composer textarea").forEach(composer.grow);
  document.querySelectorAll("details.several").forEach(showChosen);
  focusView();
  const here = `${document.body.dataset.person} ${document.body.dataset.place}`;
  if (here === place) return;
  place = here;
  if (document.body.dataset.place === "@home") post("/control/home", { user: me() });
}

function focusView() {
  const shown = document.querySelector("[data-view]");
  const now = shown?.dataset.view ?? "";
  if (now === view) return;
  view = now;
  const asked = shown?.querySelector("[autofocus]");
  if (asked) asked.focus();
  else if (shown) firstField(shown).focus({ preventScroll: true }); // a form is read from its beginning
  else document.querySelector("main textarea")?.focus();
}

const firstField = (shown) => shown.querySelector(".sheet :is(input, textarea, select, summary), footer .primary, footer button");

function keepWithinMost(menu, box) {
  if (menu.querySelectorAll(":checked").length > Number(menu.dataset.most ?? Infinity)) {
    box.checked = false;
    keep(box);
    tell(`Choose ${menu.dataset.most} at most.`);
  }
  showChosen(menu);
}

function showChosen(menu) {
  const chosen = [...menu.querySelectorAll("label:has(:checked)")].map((label) => label.textContent);
  const words = menu.querySelector(".chosen");
  words.textContent = chosen.join(", ") || words.dataset.empty;
}

document.addEventListener("click", clicked);
document.addEventListener("mousedown", pointed);
document.addEventListener("input", typed);
document.addEventListener("change", changed);
document.addEventListener("keydown", pressed);
document.addEventListener("submit", submitted);
document.addEventListener("focusin", ({ target }) => suggest.isSuggesting(target) && suggest.ask(target));
document.addEventListener("focusout", ({ target }) => suggest.isSuggesting(target) && suggest.left(target));
document.addEventListener("animationend", ({ target }) => target.removeAttribute("data-changed"));
window.addEventListener("popstate", moved);
setInterval(clock.tick, 1000);
start(settled);

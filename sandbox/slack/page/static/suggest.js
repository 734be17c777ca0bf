// A field whose suggestions come from the app.

import { me, post, whileBusy } from "./control.js";
import { keep } from "./drafts.js";
import { Listbox, row } from "./listbox.js";
import { placeOf } from "./places.js";

const PAUSE = 200;
let waiting;

export const isSuggesting = (element) => element.matches?.("[data-kind=external_select]");

export function typed(field) {
  delete field.dataset.picked;
  ask(field);
}

export function ask(field) {
  clearTimeout(waiting);
  if (field.value.length < Number(field.dataset.least)) return new Listbox(field).hide();
  waiting = setTimeout(() => suggest(field), PAUSE);
}

export function pressed(event, choose) {
  return new Listbox(event.target).key(event, choose);
}

export function pick(field, option) {
  field.value = option.querySelector("span").textContent;
  field.dataset.picked = option.dataset.value;
  keep(field);
  new Listbox(field).hide();
}

// What was typed and not picked counts for nothing, so it does not stay.
export function left(field) {
  clearTimeout(waiting);
  new Listbox(field).hide();
  if (field.dataset.picked === undefined) field.value = "";
}

async function suggest(field) {
  const asked = field.value;
  const block = field.closest("[data-block]").dataset.block;
  const body = { user: me(), ...placeOf(field), action_id: field.dataset.action, block_id: block, value: asked };
  const answer = await whileBusy(field, () => post("/control/suggest", body));
  if (!answer || field.value !== asked || document.activeElement !== field) return;
  const rows = (answer.option_groups ?? [answer]).flatMap(group);
  new Listbox(field).show(rows.length ? rows : [row("note", ["small", "No results"])]);
}

function group({ label, options }) {
  const head = label ? [row("presentation", ["h4", decoded(label.text)])] : [];
  return [...head, ...(options ?? []).map(offer)];
}

function offer({ text, description, value }) {
  const option = row("option", ["span", decoded(text.text)], ["small", description && decoded(description.text)]);
  option.dataset.value = value;
  return option;
}

function decoded(text) {
  return text.replace(/&(amp|lt|gt);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">" })[name]);
}

// The box to write in: Enter sends, Shift and Enter begin a new line, a slash offers the app's commands.

import { me, post, tell, whileBusy } from "./control.js";
import { forget } from "./drafts.js";
import { Listbox, row } from "./listbox.js";

export const isComposer = (element) => element.matches?.(".composer textarea");

export function typed(box) {
  grow(box);
  const commands = commandsOf(box);
  const word = box.value.match(/^\/\S*$/)?.[0].toLowerCase();
  const fitting = word ? commands.filter((each) => each.command.startsWith(word)) : [];
  new Listbox(box).show(fitting.map(offer));
  showUsage(box, commands);
}

export function pressed(event) {
  const box = event.target;
  const list = new Listbox(box);
  const complete = list.active?.dataset.command === box.value;
  if (!(event.key === "Enter" && complete) && list.key(event, (option) => complete_(box, option))) return;
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  send(box.form);
}

export function clicked(option) {
  const box = option.closest(".composer").querySelector("textarea");
  complete_(box, option);
  box.focus();
}

export async function send(form) {
  const box = form.querySelector("textarea");
  const text = box.value.trim();
  if (!text || form.hasAttribute("aria-busy")) return;
  const { channel, thread } = form.dataset;
  if (thread && text.startsWith("/")) return tell("Slash commands do not work in threads. Type it below the messages.");
  empty(box);
  const answer = await whileBusy(form, () => deliver(text, channel, thread));
  if (!answer && !box.value) refill(box, text);
}

export function grow(box) {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
}

function deliver(text, channel, thread) {
  const body = { user: me(), channel, text };
  if (text.startsWith("/")) return post("/control/command", body);
  return post("/control/message", { ...body, thread_ts: thread });
}

function complete_(box, option) {
  box.value = `${option.dataset.command} `;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function offer(command) {
  const option = row("option", ["b", command.command], ["i", command.usage_hint], ["small", command.description]);
  option.dataset.command = command.command;
  return option;
}

function showUsage(box, commands) {
  const known = commands.find((each) => box.value.startsWith(`${each.command} `));
  const usage = box.form.querySelector(".usage");
  usage.textContent = known?.usage_hint ? `${known.command} ${known.usage_hint}` : "";
}

function commandsOf(box) {
  return JSON.parse(box.form.dataset.commands ?? "[]");
}

function empty(box) {
  refill(box, "");
  forget(box);
}

function refill(box, text) {
  box.value = text;
  typed(box);
}

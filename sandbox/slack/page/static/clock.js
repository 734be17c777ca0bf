// The world's clock: it ticks here, and is moved through the control API.

import { post, whileBusy } from "./control.js";
import { epochOf } from "./values.js";

let base = { moment: 0, at: 0 };

// Takes the time that the server has just shown.
export function setBase() {
  const shown = document.querySelector("[data-clock]");
  base = { moment: Date.parse(shown.dateTime), at: performance.now() };
}

export function tick() {
  const shown = document.querySelector("[data-clock]");
  const now = base.moment + performance.now() - base.at;
  const form = new Intl.DateTimeFormat("en-US", { timeZone: shown.dataset.clock, hour: "numeric", minute: "2-digit" });
  const words = form.format(now).replace(/\s/g, " ");
  const hour = shown.querySelector(".hour");
  if (hour.textContent !== words) hour.textContent = words;
}

export function advance(button) {
  return whileBusy(button, () => post("/control/clock", { advance: Number(button.dataset.advance) }));
}

export async function go(form) {
  const field = form.querySelector("input");
  if (!field.value) return field.focus();
  const now = new Date(epochOf(field.value, field.dataset.zone) * 1000).toISOString();
  await whileBusy(form.querySelector("button"), () => post("/control/clock", { now }));
}

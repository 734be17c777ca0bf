// What people do to the app's blocks: press, choose, send, close.

import { app, me, post, tell, whileBusy } from "./control.js";
import { refresh } from "./live.js";
import { placeOf, surfaceOf } from "./places.js";
import { valueOf, valuesIn } from "./values.js";

// Tells the app of a press or a choice, after the person has confirmed it where that is asked.
export async function act(element, value, shown = element) {
  if (shown.hasAttribute("aria-busy") || !(await confirmed(element))) return;
  const answer = await whileBusy(shown, () =>
    post("/control/action", {
      user: me(),
      ...placeOf(element),
      block_id: element.closest("[data-block]").dataset.block,
      action_id: element.dataset.action,
      value,
      values: valuesIn(surfaceOf(element)),
    }),
  );
  if (answer && !answer.acked) tell(`${app()} did not respond. Please try again.`);
}

export function press(button) {
  const value = button.value ?? button.dataset.value;
  return act(button, value || undefined);
}

export const choose = (element) => act(element, valueOf(element));

// Chooses what the app adds to the menus, of a message where the menu is a message's own.
export async function shortcut(button) {
  const { ts = "", channel = "" } = button.closest("[data-ts]")?.dataset ?? {};
  const body = { user: me(), callback_id: button.dataset.shortcut, channel, ts };
  const answer = await whileBusy(button, () => post("/control/shortcut", body));
  if (answer && !answer.acked) tell(`${app()} did not respond. Please try again.`);
}

// Sends a form; what is wrong with its fields then stands beside them, and the first of them gets the focus.
export async function submit(form) {
  const view = form.closest("[data-view]");
  const button = form.querySelector("[type=submit]");
  if (!button || button.hasAttribute("aria-busy")) return;
  const answer = await whileBusy(button, () => post("/control/submit", { user: me(), values: valuesIn(view) }));
  for (const error of view.querySelectorAll("[data-stale]")) error.removeAttribute("data-stale");
  if (!answer?.errors) return;
  await refresh();
  view.querySelector("[aria-invalid]")?.focus();
}

export function close(extent) {
  return post("/control/close", { user: me(), everything: extent === "all" });
}

// A field that is being changed is no longer wrong, until the form is sent again.
export function setRight(field) {
  field.closest("[data-block]")?.querySelector(".error")?.setAttribute("data-stale", "");
}

function confirmed(element) {
  const dialog = element.closest(".element")?.querySelector("dialog.confirm");
  if (!dialog) return true;
  dialog.returnValue = "deny";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "confirm"), { once: true });
  });
}

// Reads what stands in the fields of a message, a form or Home.

const VALUES = {
  checkboxes: ticked,
  radio_buttons: (element) => ticked(element)[0] ?? null,
  external_select: (element) => element.dataset.picked ?? null,
  datetimepicker: (element) => (element.value ? epochOf(element.value, element.dataset.zone) : null),
};
const WITHOUT = new Set(["button", "overflow"]);

export function valueOf(element) {
  const kind = element.dataset.kind;
  if (kind.startsWith("multi_")) return ticked(element);
  return kind in VALUES ? VALUES[kind](element) : element.value || null;
}

// By block and action, as the control API wants them.
export function valuesIn(surface) {
  const values = {};
  for (const element of surface.querySelectorAll("[data-action]")) {
    if (WITHOUT.has(element.dataset.kind)) continue;
    const block = element.closest("[data-block]").dataset.block;
    (values[block] ??= {})[element.dataset.action] = valueOf(element);
  }
  return values;
}

// The seconds since 1970 at which a zone's clocks show a local time.
export function epochOf(local, zone) {
  const wanted = Date.parse(`${local}Z`);
  let moment = wanted;
  for (let round = 0; round < 2; round += 1) moment += wanted - wallClock(moment, zone);
  return moment / 1000;
}

function wallClock(moment, zone) {
  const form = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  const part = Object.fromEntries(form.formatToParts(moment).map(({ type, value }) => [type, value]));
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute);
}

function ticked(element) {
  return [...element.querySelectorAll("input:checked")].map((box) => box.value);
}

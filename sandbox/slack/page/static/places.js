// Tells the control API where an element stands: in the open form, on Home, or in a message.

const SURFACES = "[data-view], [data-home], [data-ts]";

export const surfaceOf = (element) => element.closest(SURFACES);

export function placeOf(element) {
  const { view, home, channel, ts } = surfaceOf(element).dataset;
  if (view !== undefined) return { view: true };
  return home !== undefined ? { home: true } : { channel, ts };
}

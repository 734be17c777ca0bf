// Turns one piece of the document into another with as few changes as possible,
// so that typed text, focus, scroll positions and open menus stay as they are.

// What the visitor or the script has set, and the server does not know about.
const OWN = new Set(["open", "aria-busy", "aria-expanded", "data-stale", "aria-activedescendant", "data-picked", "data-changed"]);

export function morph(from, to) {
  if (from.isEqualNode(to)) return;
  if (from.nodeType === Node.TEXT_NODE) return changeText(from, to);
  if (from.nodeType !== Node.ELEMENT_NODE || from.hasAttribute("data-client")) return;
  morphAttributes(from, to);
  morphChildren(from, to);
}

function changeText(from, to) {
  from.data = to.data;
  from.parentElement.closest("[data-flash]")?.setAttribute("data-changed", "");
}

function morphAttributes(from, to) {
  for (const { name, value } of to.attributes) {
    if (!OWN.has(name) && from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
  for (const { name } of [...from.attributes]) {
    if (!OWN.has(name) && !to.hasAttribute(name)) from.removeAttribute(name);
  }
}

// What goes is taken away first, since whatever is moved past it would lose the focus.
function morphChildren(from, to) {
  const wanted = new Set([...to.children].map(keyOf));
  for (const child of [...from.children]) if (keyOf(child) && !wanted.has(keyOf(child))) child.remove();
  const known = new Map([...from.children].filter(keyOf).map((child) => [keyOf(child), child]));
  let at = from.firstChild;
  for (const next of [...to.childNodes]) {
    const key = keyOf(next);
    const match = key ? known.get(key) : at && alike(at, next) ? at : null;
    if (!match) {
      from.insertBefore(document.importNode(next, true), at);
    } else {
      if (match === at) at = at.nextSibling;
      else from.insertBefore(match, at);
      morph(match, next);
    }
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

function keyOf(node) {
  return node.id || node.dataset?.key || null;
}

function alike(one, other) {
  return one.nodeName === other.nodeName && !keyOf(one);
}

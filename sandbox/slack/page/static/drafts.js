// Remembers what was typed and chosen but not sent, so that it is still there after a look elsewhere.

const drafts = new Map();

export function keep(element) {
  const { id, name, type, value } = element;
  if (!id) return;
  if (type === "radio") document.getElementsByName(name).forEach((each) => drafts.set(each.id, { checked: each.checked }));
  else if (type === "checkbox") drafts.set(id, { checked: element.checked });
  else drafts.set(id, { value, picked: element.dataset.picked });
}

export function forget(element) {
  drafts.delete(element.id);
}

export function restore() {
  for (const [id, draft] of drafts) {
    const element = document.getElementById(id);
    if (!element || element === document.activeElement) continue;
    if ("checked" in draft) element.checked = draft.checked;
    else if (element.value !== draft.value) element.value = draft.value;
    if (draft.picked !== undefined) element.dataset.picked = draft.picked;
  }
}

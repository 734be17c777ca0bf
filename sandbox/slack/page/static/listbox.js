// A list of suggestions under a field: shown, walked through with the arrow keys, chosen from.

export class Listbox {
  constructor(field) {
    this.field = field;
    this.list = document.getElementById(field.getAttribute("aria-controls"));
  }

  get isOpen() {
    return !this.list.hidden;
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  get active() {
    return this.options.find((option) => option.getAttribute("aria-selected") === "true") ?? null;
  }

  // Rows are elements; those with the role of an option can be chosen.
  show(rows) {
    this.list.replaceChildren(...rows);
    this.list.hidden = rows.length === 0;
    this.options.forEach((option, number) => (option.id = `${this.list.id}/${number}`));
    if (this.field.hasAttribute("aria-expanded")) this.field.setAttribute("aria-expanded", String(this.isOpen));
    this.#activate(this.options[0]);
  }

  hide() {
    this.show([]);
  }

  // Returns whether the key was one of the list's own.
  key(event, choose) {
    if (!this.isOpen) return false;
    if (event.key === "ArrowDown") this.#step(1);
    else if (event.key === "ArrowUp") this.#step(-1);
    else if (event.key === "Escape") this.hide();
    else if ((event.key === "Enter" || event.key === "Tab") && this.active) choose(this.active);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #step(distance) {
    const options = this.options;
    const next = options.indexOf(this.active) + distance;
    this.#activate(options[(next + options.length) % options.length]);
  }

  #activate(option) {
    this.active?.removeAttribute("aria-selected");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.field.setAttribute("aria-activedescendant", option.id);
    else this.field.removeAttribute("aria-activedescendant");
  }
}

export function row(role, ...parts) {
  const element = document.createElement("div");
  element.setAttribute("role", role);
  for (const [name, words] of parts) {
    if (!words) continue;
    const part = document.createElement(name);
    part.textContent = words;
    element.append(part);
  }
  return element;
}

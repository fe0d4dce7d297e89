// The small things that every part of the page uses.

export const byId = id => document.getElementById(id);

/** An element with properties, attributes (those with a dash, and role) and children. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

/** Writes only what has changed, so that a screen reader and a selection are left alone. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Says something to who does not see the page. */
export const say = text => write(byId("said"), text);

/** Shows an error in the words of the server, or takes it away. */
export function show(element, error) {
  element.hidden = !error;
  write(element, error ?? "");
}

/** Keeps the children of a list in step with items: those that stay are kept, so focus is too. */
export function keep(list, items, keyOf, create, update) {
  const old = new Map([...list.children].map(child => [child.dataset.key, child]));
  items.forEach((item, i) => {
    const key = keyOf(item);
    let child = old.get(key);
    if (child) old.delete(key);
    else {
      child = create(item);
      child.dataset.key = key;
    }
    if (list.children[i] !== child) list.insertBefore(child, list.children[i] ?? null);
    update(child, item);
  });
  for (const gone of old.values()) gone.remove();
}

/** Keeps the options of a select in step, and what is chosen. */
export function offer(select, options) {
  const now = [...select.options].map(option => `${option.value}\n${option.text}`).join("\t");
  if (now === options.map(option => `${option.value}\n${option.text}`).join("\t")) return;
  const chosen = select.value;
  select.replaceChildren(...options.map(option => new Option(option.text, option.value)));
  if (options.some(option => option.value === chosen)) select.value = chosen;
}

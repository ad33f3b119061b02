// Builds what is shown. Whatever comes from elsewhere goes in as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element. `on` holds listeners; an attribute that is null or false is left out, one that is
 * true is there without a value. Children that are no nodes become text.
 */
export function element(name, { on = {}, ...attributes } = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(key, value === true ? "" : String(value));
    }
  }
  for (const [type, listener] of Object.entries(on)) made.addEventListener(type, listener);
  made.append(...children.flat().filter((child) => child !== null));
  return made;
}

/** A drawing out of `icons.svg`, which says nothing to a screen reader. */
export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/page/icons.svg#${name}`);
  drawing.append(use);
  return drawing;
}

/** A button that does something here. */
export function button(label, click, { class: looks = "button", drawing = null, ...more } = {}) {
  const content = drawing === null ? [label] : [icon(drawing), element("span", {}, label)];
  return element("button", { type: "button", class: looks, on: { click }, ...more }, ...content);
}

/** A button that shows a drawing only, and says what it is for. */
export function iconButton(label, drawing, click, more = {}) {
  const looks = { type: "button", class: "icon-button", "aria-label": label, title: label };
  return element("button", { ...looks, on: { click }, ...more }, icon(drawing));
}

/** Words for those who do not see the page. */
export function unseen(text) {
  return element("span", { class: "unseen" }, text);
}

/** A link that opens beside the page and tells the other side nothing about it. */
export function link(label, href, { class: looks = "", ...more } = {}) {
  const safety = { target: "_blank", rel: "noopener noreferrer", href };
  return element(
    "a",
    { class: looks || null, ...safety, ...more },
    element("span", {}, label),
    icon("out"),
    unseen(" (opens in a new tab)"),
  );
}

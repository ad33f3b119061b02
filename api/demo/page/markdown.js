// Shows simple Markdown: paragraphs, lists, quotes, fences, bold, emphasis, code, links.
// It builds text nodes and nine kinds of elements. HTML in an answer is text like any other.

import { element, link } from "./dom.js";
import { destination } from "./links.js";

const INLINE = new RegExp(
  [
    "`(?<code>[^`\\n]{1,400})`",
    "\\*\\*(?<bold>[^*\\n]{1,400})\\*\\*",
    "\\*(?<soft>[^*\\s\\n](?:[^*\\n]{0,400}[^*\\s\\n])?)\\*",
    "\\[(?<label>[^\\[\\]\\n]{1,200})\\]\\((?<address>[^()\\s]{1,500})\\)",
    "(?<bare>https://[^\\s<>\"'`()\\[\\]]{1,500})",
  ].join("|"),
  "gu",
);
const FENCE = /^```/;
const BULLET = /^\s{0,3}[-*•]\s+(?<rest>.*)$/;
const NUMBER = /^\s{0,3}\d{1,3}[.)]\s+(?<rest>.*)$/;
const HEADING = /^#{1,6}\s+(?<rest>.*)$/;
const QUOTE = /^>\s?(?<rest>.*)$/;

/** What a text looks like; the pieces put together say all that it says. */
export function markdown(text) {
  const shown = document.createDocumentFragment();
  const lines = text.split(/\r\n|\r|\n/);
  let at = 0;

  /** The lines from here on that fit a pattern, or up to where `ends` says so. */
  const taken = (pattern) => {
    const rest = [];
    for (; at < lines.length; at += 1) {
      const fits = pattern.exec(lines[at]);
      if (fits === null) break;
      rest.push(fits.groups.rest);
    }
    return rest;
  };

  const fenced = () => {
    const rest = [];
    for (at += 1; at < lines.length && !FENCE.test(lines[at]); at += 1) rest.push(lines[at]);
    at += 1;
    return element("pre", { tabindex: "0" }, element("code", {}, rest.join("\n")));
  };

  const listed = (name, pattern) =>
    element(name, {}, ...taken(pattern).map((item) => element("li", {}, ...inline(item))));

  while (at < lines.length) {
    const line = lines[at];
    if (line.trim() === "") {
      at += 1;
    } else if (FENCE.test(line)) {
      shown.append(fenced());
    } else if (BULLET.test(line)) {
      shown.append(listed("ul", BULLET));
    } else if (NUMBER.test(line)) {
      shown.append(listed("ol", NUMBER));
    } else if (QUOTE.test(line)) {
      shown.append(element("blockquote", {}, ...broken(taken(QUOTE))));
    } else if (HEADING.test(line)) {
      shown.append(element("p", { class: "heading" }, ...inline(HEADING.exec(line).groups.rest)));
      at += 1;
    } else {
      const paragraph = [];
      for (; at < lines.length && !begins(lines[at]); at += 1) paragraph.push(lines[at]);
      shown.append(element("p", {}, ...broken(paragraph)));
    }
  }
  return shown;
}

/** Whether something other than more of a paragraph begins with this line. */
function begins(line) {
  return (
    line.trim() === "" || [FENCE, BULLET, NUMBER, HEADING, QUOTE].some((form) => form.test(line))
  );
}

function broken(lines) {
  return lines.flatMap((line, index) =>
    index === 0 ? inline(line) : [element("br"), ...inline(line)],
  );
}

function inline(text) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(INLINE)) {
    nodes.push(text.slice(end, found.index), piece(found));
    end = found.index + found[0].length;
  }
  nodes.push(text.slice(end));
  return nodes.filter((node) => node !== "");
}

function piece(found) {
  const { code, bold, soft, label, address, bare } = found.groups;
  if (code !== undefined) return element("code", {}, code);
  if (bold !== undefined) return element("strong", {}, ...inline(bold));
  if (soft !== undefined) return element("em", {}, ...inline(soft));
  if (bare !== undefined) return bareLink(bare);
  const href = destination(address);
  return href === null ? found[0] : link(label, href);
}

function bareLink(text) {
  const address = text.replace(/[.,;:!?]+$/, "");
  const href = destination(address);
  if (href === null) return text;
  return element("span", {}, link(address, href), text.slice(address.length));
}

// What one message looks like: words, who made them, what they rest on, what to do next.

import { button, element, icon, link, unseen } from "./dom.js";
import { documentOf } from "./links.js";
import { markdown } from "./markdown.js";

/** The built-in answerer ends what it says with a label of its own, in parentheses. */
const LABEL = /\n\n\((?<label>Automatic answer [^()]{1,200})\)\s*$/;
const FIRST_FACTS = 4;
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const DRAWINGS = {
  retry: "retry",
  open_docs: "document",
  create_ticket: "ticket",
  request_access: "key",
  custom: "check",
};

/** What the user said. */
export function ownWords(message) {
  return element(
    "article",
    { class: "message own" },
    unseen("You said:"),
    element("p", { class: "bubble" }, message.content),
    when(message.createdAt),
  );
}

/**
 * What the assistant said. `act(action)` is called when an action is chosen, and gives a sentence
 * that says what came of it, or null.
 */
export function answer(message, act) {
  const { words, label } = labelled(message.content);
  return element(
    "article",
    { class: "message answer" },
    unseen("Support said:"),
    element("header", {}, source(label), when(message.createdAt)),
    element("div", { class: "words" }, markdown(words)),
    label === null ? null : element("p", { class: "label" }, label),
    evidence(message.evidence),
    confidence(message.confidence),
    actions(message.actions, act),
  );
}

/** What the gateway itself says in between. */
export function systemWords(message) {
  return element("p", { class: "message system" }, message.content);
}

/** An answer that is not all there yet. */
export function draft(content) {
  return element(
    "div",
    { class: "message answer" },
    element("div", { class: "words" }, markdown(labelled(content).words)),
  );
}

function labelled(content) {
  const found = LABEL.exec(content);
  if (found === null) return { words: content, label: null };
  return { words: content.slice(0, found.index), label: found.groups.label };
}

function source(label) {
  return label === null
    ? element("span", { class: "source claude" }, icon("spark"), "Claude")
    : element("span", { class: "source builtin" }, icon("gear"), "Built-in answer");
}

function when(time) {
  const at = new Date(time);
  return element("time", { datetime: time, title: MOMENT.format(at) }, CLOCK.format(at));
}

function evidence(facts) {
  if (facts.length === 0) return null;
  const rows = facts.map(fact);
  // One more is shown rather than hidden behind a button.
  const rest = rows.length > FIRST_FACTS + 1 ? rows.slice(FIRST_FACTS) : [];
  for (const row of rest) row.hidden = true;
  const more = button(`Show ${rest.length} more`, () => {
    for (const row of rest) row.hidden = false;
    more.remove();
    rest[0].focus();
  }, { class: "ghost" });
  const title = facts.length === 1 ? "Rests on 1 fact" : `Rests on ${facts.length} facts`;
  return element(
    "section",
    { class: "evidence", "aria-label": "Evidence" },
    element("h3", {}, title),
    element("dl", {}, ...rows),
    rest.length === 0 ? null : more,
  );
}

function fact({ type, label, value }) {
  return element(
    "div",
    { class: `fact ${type.replace(/[^a-z_]/g, "")}`, tabindex: "-1" },
    element("dt", {}, label),
    element("dd", {}, type === "timestamp" ? moment(value) : element("code", {}, value)),
  );
}

function moment(value) {
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) return element("code", {}, value);
  return element("time", { datetime: at.toISOString(), title: value }, MOMENT.format(at));
}

function confidence(value) {
  if (value === null) return null;
  const percent = Math.round(value * 100);
  const meter = element("meter", { min: 0, max: 1, value, "aria-hidden": "true" });
  return element("p", { class: "confidence" }, meter, `${percent}% confident, ${surety(value)}`);
}

function surety(value) {
  if (value >= 0.8) return "sure";
  if (value >= 0.5) return "fairly sure";
  return value >= 0.25 ? "unsure" : "mostly guessing";
}

function actions(offered, act) {
  if (offered.length === 0) return null;
  return element(
    "ul",
    { class: "actions", "aria-label": "Suggested actions" },
    ...offered.map((action) => element("li", {}, ...choice(action, act))),
  );
}

/** A button, or for a document that may be opened a link, and the place for what comes of it. */
function choice(action, act) {
  const result = element("p", { class: "result", role: "status" });
  const looks = { class: "button action", drawing: DRAWINGS[action.type] ?? "check" };
  const address = action.type === "open_docs" ? documentOf(action.payload) : null;
  const control =
    address === null
      ? button(action.label, take, looks)
      : link(action.label, address, { class: looks.class });
  if (address !== null) control.addEventListener("click", take);

  async function take() {
    if (control.getAttribute("aria-busy") === "true") return;
    control.setAttribute("aria-busy", "true");
    const said = await act(action);
    control.removeAttribute("aria-busy");
    if (said !== null) {
      control.classList.add("taken");
      result.textContent = said;
    }
  }
  return [control, result];
}

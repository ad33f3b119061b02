// The user's own cases, newest first.

import { button, element } from "./dom.js";

const STATES = {
  active: "Open",
  escalated: "With a person",
  resolved: "Solved",
  unresolved: "Not solved",
};
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** What a case's status is called. */
export function state(case_) {
  return element("span", { class: `pill ${case_.status}` }, STATES[case_.status] ?? case_.status);
}

/** A list that shows more as it is asked for. */
export class CaseList {
  #gateway;
  #known;
  #choose;
  #cursor = null;
  #list = element("ul", { class: "cases" });
  #note = element("p", { class: "hint", role: "status" }, "Looking for your cases…");
  #more = button("Show more", () => this.#load(), { class: "ghost", hidden: true });
  #root = element(
    "section",
    { class: "case-list", "aria-labelledby": "cases-title" },
    element("h3", { id: "cases-title", tabindex: "-1" }, "Your cases"),
    this.#list,
    this.#note,
    this.#more,
  );

  /** `known` is what the tab remembers of cases; `choose(caseId)` is called with the chosen one. */
  constructor(gateway, known, choose) {
    this.#gateway = gateway;
    this.#known = known;
    this.#choose = choose;
    this.#load();
  }

  get root() {
    return this.#root;
  }

  focus() {
    this.#root.querySelector("h3").focus();
  }

  async #load() {
    try {
      const { data, nextCursor } = await this.#gateway.cases(this.#cursor);
      this.#cursor = nextCursor;
      this.#list.append(...data.map((case_) => element("li", {}, this.#entry(case_))));
      this.#more.hidden = nextCursor === null;
      this.#note.textContent = this.#list.children.length === 0 ? "You have none yet." : "";
    } catch (error) {
      this.#note.textContent = error.message;
      this.#more.hidden = false;
    }
  }

  #entry(case_) {
    const opened = MOMENT.format(new Date(case_.createdAt));
    const rated = case_.rating === null ? "" : `, rated ${case_.rating} of 10`;
    return element(
      "button",
      { type: "button", class: "case", on: { click: () => this.#choose(case_.id) } },
      element("strong", {}, this.#known[case_.id]?.title ?? `Case …${case_.id.slice(-6)}`),
      state(case_),
      element("span", { class: "hint" }, `${opened}, ${case_.messageCount} messages${rated}`),
    );
  }
}

// What was said, and what is being worked on.

import { button, element, icon, link } from "./dom.js";
import { auditOf } from "./links.js";
import { answer, draft, ownWords, systemWords } from "./message.js";

const BEGINNING = "Sending…";
const MARGIN = 14;
const STAGES = {
  accepted: "Looking at your account…",
  snapshot: "Reading what happened…",
  answering: "Writing an answer…",
  checking: "Checking it against the facts…",
};

/** The part of a conversation that scrolls, and the line below it that says what is going on. */
export class Transcript {
  #nodes = new Map();
  #own = null;
  #draft = "";
  #act;
  #choose;

  #facts = element("p", { class: "case-facts", hidden: true });
  #welcome;
  #log = element("div", {
    class: "log",
    role: "log",
    "aria-label": "Conversation",
    "aria-live": "polite",
  });
  #progress = element("div", { class: "progress", hidden: true });
  #questions = element("div", { class: "questions", hidden: true });
  #stage = element("p", { class: "stage", role: "status" });
  #root;

  /**
   * `act(action)` is called when a suggested action is taken, and gives a sentence or null;
   * `choose(question)` when a suggested question is.
   */
  constructor(greeting, { act, choose }) {
    this.#act = act;
    this.#choose = choose;
    this.#welcome = element("div", { class: "welcome" }, ...greeting);
    this.#root = element(
      "div",
      { class: "scroller", tabindex: "0", role: "region", "aria-label": "Messages" },
      this.#facts,
      this.#welcome,
      this.#log,
      this.#progress,
      this.#questions,
    );
  }

  get root() {
    return this.#root;
  }

  get stage() {
    return this.#stage;
  }

  focus() {
    this.#root.focus();
  }

  /** Says what is going on; nothing if there is no text. */
  say(text) {
    this.#stage.textContent = text;
    if (text !== "") this.#welcome.hidden = true;
  }

  /** Shows a case's messages. New ones are put where they belong, the others are left alone. */
  show(case_, messages) {
    this.#welcome.hidden = true;
    this.#facts.replaceChildren(
      element("span", { title: case_.id }, `Case …${case_.id.slice(-6)}`),
      link("History", `/cases/${case_.id}/history`),
      link("Audit", auditOf(case_.id)),
    );
    this.#facts.hidden = false;
    let before = null;
    for (const message of messages) {
      const node = this.#nodes.get(message.id) ?? this.#placed(message, before);
      before = node;
    }
    this.#toNewest();
  }

  /** Offers questions. */
  offer(questions) {
    this.#questions.hidden = questions.length === 0;
    this.#questions.replaceChildren(
      element("h3", { class: "unseen" }, "Questions to ask"),
      ...questions.map((text) => button(text, () => this.#choose(text), { class: "question" })),
    );
  }

  /** Shows what the user has just said, and that it is being worked on. */
  wait(words) {
    for (const trouble of this.#log.querySelectorAll(".trouble")) trouble.remove();
    this.#own = ownWords({ content: words, createdAt: new Date().toISOString() });
    this.#log.append(this.#own);
    this.offer([]);
    this.#progress.replaceChildren(dots());
    this.#progress.hidden = false;
    this.say(BEGINNING);
    this.#toEnd();
  }

  /** Shows how far the work is, as the gateway's stream tells it. */
  told(name, data) {
    if (name in STAGES) {
      this.#draft = "";
      this.say(STAGES[name]);
    } else if (name === "delta") {
      this.#draft += data.content;
      this.#progress.replaceChildren(draft(this.#draft));
      this.#toEnd();
    }
  }

  /** Ends the wait, however it ended. */
  waited() {
    this.#own?.remove();
    this.#own = null;
    this.#progress.hidden = true;
    this.#progress.replaceChildren();
    this.say("");
  }

  /** Says that something did not work, and offers to do it again if `again` is no null. */
  trouble(error, again) {
    const wait = typeof error.retryAfter === "number" ? ` Wait ${error.retryAfter} seconds.` : "";
    const note = element(
      "div",
      { class: "trouble", role: "alert" },
      icon("alert"),
      element("p", {}, error.message + wait),
    );
    const retry = () => {
      note.remove();
      again();
    };
    if (again !== null) note.append(button("Try again", retry, { class: "button small" }));
    this.#log.append(note);
    this.#toEnd();
  }

  #placed(message, before) {
    const node = this.#made(message);
    this.#nodes.set(message.id, node);
    if (before === null) this.#log.prepend(node);
    else before.after(node);
    return node;
  }

  #made(message) {
    if (message.role === "user") return ownWords(message);
    if (message.role === "system") return systemWords(message);
    return answer(message, this.#act);
  }

  /** Shows the last question and as much of its answer as there is room for. */
  #toNewest() {
    const newest = [...this.#log.querySelectorAll(".own")].at(-1);
    if (newest === undefined) this.#toEnd();
    else this.#root.scrollTop = newest.offsetTop - MARGIN;
  }

  #toEnd() {
    this.#root.scrollTop = this.#root.scrollHeight;
  }
}

function dots() {
  const three = [0, 1, 2].map(() => element("span"));
  return element("div", { class: "dots", "aria-hidden": "true" }, ...three);
}

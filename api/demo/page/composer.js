// Where the user writes.

import { element, icon } from "./dom.js";

const LONGEST = 5000;
const MOST_ROWS = 6;
const ROW = 40;

/** A form of one field. Enter sends, Shift and Enter begin a new line. */
export class Composer {
  #input;
  #root;

  /** `ask(text)` is called with what was written, which is kept until `write` replaces it. */
  constructor(ask) {
    this.#input = element("textarea", {
      id: "words",
      rows: 1,
      maxlength: LONGEST,
      placeholder: "Ask about your account",
      on: { keydown: (event) => this.#typed(event), input: () => this.#grow() },
    });
    const send = element(
      "button",
      { type: "submit", class: "send", "aria-label": "Send" },
      icon("send"),
    );
    const submit = (event) => {
      event.preventDefault();
      ask(this.#input.value);
    };
    this.#root = element(
      "form",
      { class: "composer", on: { submit } },
      element("label", { for: "words", class: "unseen" }, "Your message"),
      this.#input,
      send,
    );
  }

  get root() {
    return this.#root;
  }

  get empty() {
    return this.#input.value === "";
  }

  /** Whether nothing can be asked any more. */
  get hidden() {
    return this.#root.hidden;
  }

  set hidden(hidden) {
    this.#root.hidden = hidden;
  }

  /** Says that an answer is being waited for. The user may write on meanwhile. */
  set busy(busy) {
    this.#root.setAttribute("aria-busy", String(busy));
    this.#root.querySelector(".send").setAttribute("aria-disabled", String(busy));
  }

  write(text) {
    this.#input.value = text;
    this.#grow();
  }

  focus() {
    this.#input.focus();
  }

  #typed(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#root.requestSubmit();
    }
  }

  #grow() {
    const lines = this.#input.value.split("\n");
    const rows = lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / ROW)), 0);
    this.#input.rows = Math.min(MOST_ROWS, rows);
  }
}

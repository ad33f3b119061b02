// What becomes of a case: whether it helped, a person, an end. One of three bars or forms is shown.

import { button, element, icon, iconButton, link } from "./dom.js";

const ENDS = {
  escalated: "A person has this case now.",
  resolved: "This case is closed: solved.",
  unresolved: "This case is closed, and not solved.",
};

/** The area below a conversation. `tell` holds what it can do; each gives a promise. */
export class Outcome {
  #root = element("section", { class: "outcome", "aria-label": "About this case" });
  #tell;
  #case = null;
  #ticketId = null;
  #judged = null;

  /** `tell` is `{feedback(f), escalate(reason), close(resolution, rating), anew()}`. */
  constructor(tell) {
    this.#tell = tell;
  }

  get root() {
    return this.#root;
  }

  /** Shows a case as it stands; null hides all. */
  show(case_, ticketId) {
    const before = this.#case;
    this.#case = case_;
    this.#ticketId = ticketId;
    this.#judged = case_?.feedback ?? null;
    // A form that somebody is filling in stays, unless the case has moved on beneath it.
    const form = this.#root.querySelector("form");
    if (form !== null && before?.status === case_?.status && before?.id === case_?.id) return;
    this.#bar();
  }

  /** Opens the form that asks for a person. */
  wantPerson() {
    if (this.#case?.status === "active") this.#escalateForm();
  }

  #bar({ focus = null } = {}) {
    if (this.#case === null) {
      this.#root.replaceChildren();
      return;
    }
    const { status } = this.#case;
    const over = status === "resolved" || status === "unresolved";
    const looks = { class: "ghost" };
    const person = button("Talk to a person", () => this.#escalateForm(), looks);
    const close = button("Close case", () => this.#closeForm(), looks);
    this.#root.replaceChildren(
      ...[
        status === "active" ? null : this.#standing(over),
        element(
          "div",
          { class: "bar" },
          this.#feedback(),
          status === "active" ? person : null,
          over ? null : close,
        ),
      ].filter((part) => part !== null),
    );
    if (focus !== null) this.#root.querySelector(focus)?.focus();
  }

  #standing(over) {
    const rating = this.#case.rating === null ? "" : ` You rated it ${this.#case.rating} of 10.`;
    const anew = () => this.#tell.anew();
    return element(
      "div",
      { class: `standing ${this.#case.status}`, role: "status", tabindex: "-1" },
      icon(over ? "check" : "person"),
      element(
        "div",
        {},
        element("p", {}, ENDS[this.#case.status] + rating),
        this.#ticketId === null
          ? null
          : element("p", { class: "hint" }, `Ticket ${this.#ticketId}`),
      ),
      this.#case.status === "escalated"
        ? link("Read the ticket", `/cases/${this.#case.id}/ticket`)
        : null,
      over ? button("Ask something else", anew, { class: "button small" }) : null,
    );
  }

  #feedback() {
    const choose = async (feedback) => {
      if (this.#judged !== feedback && (await this.#tell.feedback(feedback))) {
        this.#judged = feedback;
        for (const [name, control] of Object.entries(thumbs)) {
          control.setAttribute("aria-pressed", String(name === feedback));
        }
        thanks.textContent = "Thank you";
      }
    };
    const thumb = (label, drawing, feedback) =>
      iconButton(label, drawing, () => choose(feedback), {
        "aria-pressed": String(this.#judged === feedback),
      });
    const thumbs = {
      positive: thumb("It helped", "up", "positive"),
      negative: thumb("It did not help", "down", "negative"),
    };
    const thanks = element("span", { class: "thanks", role: "status" });
    return element(
      "div",
      { class: "feedback", role: "group", "aria-label": "Did this help?" },
      element("span", { "aria-hidden": "true" }, "Helpful?"),
      thumbs.positive,
      thumbs.negative,
      thanks,
    );
  }

  #escalateForm() {
    const reason = element("textarea", { id: "reason", rows: 2, maxlength: 2000 });
    this.#form(
      "Talk to a person",
      [
        element("label", { for: "reason" }, "What should they know? (may be left empty)"),
        reason,
        element("p", { class: "hint" }, "They get this conversation and the facts it rests on."),
      ],
      "Open a ticket",
      () => this.#tell.escalate(reason.value.trim()),
    );
    reason.focus();
  }

  #closeForm() {
    const solved = radios("Is it solved?", "resolution", [
      ["resolved", "Yes"],
      ["unresolved", "No"],
    ]);
    const scale = Array.from({ length: 10 }, (_, index) => [String(index + 1), String(index + 1)]);
    const rated = radios("How was it, 1 to 10? (may be left out)", "rating", scale);
    solved.querySelector("input").checked = true;
    this.#form("Close case", [solved, rated], "Close case", () => {
      const rating = rated.querySelector("input:checked")?.value;
      const resolution = solved.querySelector("input:checked").value;
      return this.#tell.close(resolution, rating === undefined ? null : Number(rating));
    });
    solved.querySelector("input").focus();
  }

  #form(title, fields, label, send) {
    const cancel = () => this.#bar({ focus: ".ghost" });
    const submit = element("button", { type: "submit", class: "button primary small" }, label);
    const form = element(
      "form",
      { class: "outcome-form", "aria-label": title },
      ...fields,
      element("div", { class: "choices" }, submit, button("Cancel", cancel, { class: "ghost" })),
    );
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        cancel();
      }
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (submit.disabled) return;
      submit.disabled = true;
      const done = await send();
      submit.disabled = false;
      if (done) this.#bar({ focus: ".standing" });
    });
    this.#root.replaceChildren(form);
    form.scrollIntoView({ block: "nearest" });
  }
}

function radios(legend, name, choices) {
  return element(
    "fieldset",
    { class: `radios ${name}` },
    element("legend", {}, legend),
    ...choices.map(([value, label]) =>
      element(
        "label",
        {},
        element("input", { type: "radio", name, value }),
        element("span", {}, label),
      ),
    ),
  );
}

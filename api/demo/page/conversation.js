// One conversation: asks the gateway, keeps what a reload must not lose, shows what came of it.

import { Composer } from "./composer.js";
import { element, icon } from "./dom.js";
import { Refusal } from "./gateway.js";
import { Outcome } from "./outcome.js";
import { Transcript } from "./transcript.js";

/** A case is looked at again when the page is, but not within so many milliseconds. */
const FRESH = 5_000;

/** A conversation of one user's, new or begun before. */
export class Conversation {
  #person;
  #gateway;
  #memory;
  #changed;
  #case = null;
  #waiting = false;
  #readAt = -Infinity;

  #disclosure = element("p", { class: "disclosure", hidden: true });
  #transcript;
  #outcome;
  #composer = new Composer((text) => this.#ask(text));
  #root;

  /**
   * `changed(case)` is called when the case is another or moved on, `anew()` when a new
   * conversation is wanted.
   */
  constructor(person, gateway, memory, { changed, anew }) {
    this.#person = person;
    this.#gateway = gateway;
    this.#memory = memory;
    this.#changed = changed;
    this.#transcript = new Transcript(greeting(person), {
      act: (action) => this.#act(action),
      choose: (question) => this.#choose(question),
    });
    this.#outcome = new Outcome({
      feedback: (feedback) => this.#tell("feedback", { feedback }),
      escalate: (reason) => this.#tell("escalate", reason === "" ? {} : { reason }),
      close: (resolution, rating) => this.#tell("close", { resolution, rating }),
      anew,
    });
    this.#root = element(
      "div",
      { class: "conversation" },
      this.#disclosure,
      this.#transcript.root,
      this.#transcript.stage,
      this.#outcome.root,
      this.#composer.root,
    );
    this.#transcript.offer(person.questions);
  }

  get root() {
    return this.#root;
  }

  focus() {
    if (this.#composer.hidden) this.#transcript.focus();
    else this.#composer.focus();
  }

  /** Writes a question into the composer, for the user to send or to change. */
  suggest(text) {
    if (this.#composer.empty) this.#composer.write(text);
    this.focus();
  }

  /** Goes on where the tab was before a reload. */
  async resume() {
    const { open, pending } = this.#memory.of(this.#person.userId);
    if (open !== null) await this.open(open);
    if (pending !== null && pending.caseId === this.#caseId) await this.#send(pending);
  }

  /** Shows a case. */
  async open(caseId) {
    const { userId } = this.#person;
    this.#transcript.say("Opening the conversation…");
    try {
      this.#show(await this.#gateway.read(caseId));
      this.#memory.change(userId, { open: caseId });
    } catch (error) {
      if (error.status === 404) this.#memory.change(userId, { open: null });
      this.#transcript.trouble(error, error.status === 404 ? null : () => this.open(caseId));
    } finally {
      this.#transcript.say("");
    }
  }

  /** Looks whether the case has moved on elsewhere. */
  async refresh() {
    const due = !this.#waiting && performance.now() - this.#readAt > FRESH;
    if (this.#case === null || !due) return;
    // Nobody asked for this look: if it fails, what is shown stays as it is.
    const details = await this.#gateway.read(this.#case.id).catch(() => null);
    if (details !== null) this.#show(details);
  }

  get #caseId() {
    return this.#case?.id ?? null;
  }

  // Asking

  #choose(question) {
    this.focus();
    this.#ask(question);
  }

  #ask(text) {
    if (text.trim() === "" || this.#waiting) return;
    this.#composer.write("");
    const caseId = this.#caseId;
    if (caseId === null) {
      const { project, tables } = this.#person.screen;
      const context = { page: location.pathname, project, tab: tables[0].tab };
      this.#send({ path: "/api/cases", body: { message: text, context }, caseId });
    } else {
      this.#send({ path: `/api/cases/${caseId}/messages`, body: { content: text }, caseId });
    }
  }

  /**
   * Sends a question until it is answered or refused. It is kept with its Idempotency-Key, so that
   * whoever sends it again, also after a reload, gets the same answer and asks nothing twice.
   */
  async #send(question) {
    const pending = { key: crypto.randomUUID(), ...question };
    this.#memory.change(this.#person.userId, { pending });
    this.#wait(true);
    this.#transcript.wait(words(pending));
    try {
      const said = await this.#gateway.ask(pending.path, pending.body, {
        key: pending.key,
        told: (name, data) => this.#transcript.told(name, data),
      });
      this.#settle(pending);
      await this.#answered(said, pending);
    } catch (error) {
      await this.#unanswered(error, pending);
    }
  }

  async #answered(said, pending) {
    const { userId } = this.#person;
    if (said.case !== undefined) {
      const { disclosure } = said;
      this.#memory.note(userId, said.case.id, { title: words(pending), disclosure });
      if (this.#root.isConnected) this.#memory.change(userId, { open: said.case.id });
    }
    const message = said.aiMessage ?? said.message;
    const shown = { case: said.case ?? this.#case, messages: [message] };
    // Read back, the user's words are shown as they were recorded: redacted.
    const details = await this.#gateway.read(message.caseId).catch(() => shown);
    this.#wait(false);
    this.#transcript.waited();
    this.#show(details);
  }

  async #unanswered(error, pending) {
    this.#wait(false);
    this.#transcript.waited();
    const refused = error instanceof Refusal && error.status < 500 && error.status !== 429;
    this.#transcript.trouble(error, refused ? null : () => this.#send(pending));
    if (refused) {
      this.#settle(pending);
      this.#composer.write(words(pending));
      await this.#lookAgain(error);
    }
  }

  /** Forgets a question that was answered or refused, if no other took its place. */
  #settle(pending) {
    const { userId } = this.#person;
    if (this.#memory.of(userId).pending?.key === pending.key) {
      this.#memory.change(userId, { pending: null });
    }
  }

  #wait(waiting) {
    this.#waiting = waiting;
    this.#composer.busy = waiting;
  }

  // Telling

  async #tell(what, body) {
    const done = await this.#told(what, body);
    if (done?.ticketId !== undefined) {
      this.#memory.note(this.#person.userId, this.#case.id, { ticketId: done.ticketId });
    }
    this.#readAt = -Infinity;
    await this.refresh();
    return done !== null;
  }

  async #act(action) {
    const done = await this.#told("actions", { action });
    if (done !== null && action.type === "create_ticket") this.#outcome.wantPerson();
    return done?.result ?? null;
  }

  /** The answer's body, or null once the user was told why there is none. */
  async #told(what, body) {
    try {
      return await this.#gateway.tell(`/api/cases/${this.#case.id}/${what}`, body);
    } catch (error) {
      this.#transcript.trouble(error, null);
      await this.#lookAgain(error);
      return null;
    }
  }

  /** A conflict says that the case is no longer what is shown. */
  async #lookAgain(error) {
    this.#readAt = -Infinity;
    if (error.status === 409) await this.refresh();
  }

  // Showing

  #show({ case: case_, messages }) {
    this.#case = case_;
    this.#readAt = performance.now();
    const known = this.#memory.of(this.#person.userId).cases[case_.id] ?? {};
    this.#disclosure.replaceChildren(icon("alert"), known.disclosure ?? "");
    this.#disclosure.hidden = known.disclosure === undefined;
    this.#transcript.show(case_, messages);
    this.#transcript.offer(case_.status === "active" ? this.#unasked(messages) : []);
    this.#composer.hidden = case_.status !== "active";
    this.#outcome.show(case_, known.ticketId ?? null);
    this.#changed(case_);
  }

  #unasked(messages) {
    const asked = new Set(messages.map(({ content }) => content));
    return this.#person.questions.filter((question) => !asked.has(question));
  }
}

function greeting(person) {
  const [first] = person.name.split(" ");
  return [
    element("h3", {}, `Hello ${first}, what went wrong?`),
    element(
      "p",
      {},
      "You will be talking to an AI. It looks at what happened in your account and answers from " +
        "that, with the facts it rests on. You can ask for a person at any time.",
    ),
  ];
}

function words({ body }) {
  return body.message ?? body.content;
}

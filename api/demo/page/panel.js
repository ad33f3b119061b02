// The support panel: its head, and below it a conversation or the list of cases.

import { CaseList, state } from "./case-list.js";
import { Conversation } from "./conversation.js";
import { element, iconButton } from "./dom.js";

const NARROW = matchMedia("(max-width: 899px)");

/** The panel. On a narrow window it covers the page, which then cannot be reached. */
export class Panel {
  #root;
  #behind;
  #memory;
  #toggled;
  #person = null;
  #gateway = null;
  #conversation = null;
  #title = element("h2", { id: "support-title" }, "Support");
  #state = element("span", { class: "state" });
  #body = element("div", { class: "body" });

  /**
   * `root` and `behind` are elements of the page; `toggled(open, within)` is told when it opens or
   * closes, and whether the focus was within.
   */
  constructor(root, behind, memory, toggled) {
    this.#root = root;
    this.#behind = behind;
    this.#memory = memory;
    this.#toggled = toggled;
    root.append(
      element(
        "header",
        { class: "head" },
        this.#title,
        this.#state,
        iconButton("Your cases", "list", () => this.#list()),
        iconButton("New conversation", "plus", () => this.#begin()),
        iconButton("Close support", "close", () => this.close(), { class: "icon-button shut" }),
      ),
      this.#body,
    );
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
    NARROW.addEventListener("change", () => this.#cover());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#conversation?.refresh();
    });
  }

  /** Whether there is room for it beside the page. */
  static get fits() {
    return !NARROW.matches;
  }

  get isOpen() {
    return !this.#root.hidden;
  }

  /** Talks to somebody else from now on, and goes on where that user was. */
  become(person, gateway) {
    this.#person = person;
    this.#gateway = gateway;
    this.#converse();
    this.#conversation.resume();
  }

  open({ focus = true } = {}) {
    this.#root.hidden = false;
    this.#cover();
    this.#toggled(true);
    if (focus) this.#conversation.focus();
  }

  close() {
    const within = this.#root.contains(document.activeElement);
    this.#root.hidden = true;
    this.#cover();
    this.#toggled(false, within);
  }

  /** Opens with a question that the user may send. */
  ask(question) {
    this.open();
    this.#conversation.suggest(question);
  }

  #cover() {
    const covered = this.isOpen && NARROW.matches;
    this.#behind.inert = covered;
    if (covered) this.#root.setAttribute("aria-modal", "true");
    else this.#root.removeAttribute("aria-modal");
    this.#root.setAttribute("role", covered ? "dialog" : "complementary");
  }

  #converse() {
    this.#state.replaceChildren();
    const conversation = new Conversation(this.#person, this.#gateway, this.#memory, {
      changed: (case_) => {
        if (this.#conversation === conversation) this.#state.replaceChildren(state(case_));
      },
      anew: () => this.#begin(),
    });
    this.#conversation = conversation;
    this.#body.replaceChildren(conversation.root);
  }

  #begin() {
    this.#memory.change(this.#person.userId, { open: null });
    this.#converse();
    this.#conversation.focus();
  }

  #list() {
    const { userId } = this.#person;
    const list = new CaseList(this.#gateway, this.#memory.of(userId).cases, (caseId) => {
      this.#memory.change(userId, { open: caseId });
      this.#converse();
      this.#conversation.resume();
      this.#conversation.focus();
    });
    this.#state.replaceChildren();
    this.#body.replaceChildren(list.root);
    list.focus();
  }
}

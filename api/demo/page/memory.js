// What a reload must not lose: who is signed in, which case is open, what was being asked.
// It lies in the tab's sessionStorage and ends with the tab.

const NAME = "pinewell.support";
const NOBODY = { open: null, cases: {}, pending: null };

/** The tab's memory. A browser that keeps nothing for us has one that ends with the page. */
export class Memory {
  #held;

  constructor() {
    this.#held = { user: null, users: {}, ...read() };
  }

  /** Who was signed in last; null at first. */
  get user() {
    return this.#held.user;
  }

  set user(userId) {
    this.#held.user = userId;
    this.#keep();
  }

  /**
   * What is kept for a user: `open` is the id of the case that is shown, `cases` has for each id
   * what no read tells (`title`, `disclosure`, `ticketId`), `pending` is a question on its way.
   */
  of(userId) {
    return structuredClone({ ...NOBODY, ...this.#held.users[userId] });
  }

  /** Changes some of it. */
  change(userId, changes) {
    this.#held.users[userId] = { ...this.of(userId), ...changes };
    this.#keep();
  }

  /** Notes something about a case. */
  note(userId, caseId, facts) {
    const { cases } = this.of(userId);
    this.change(userId, { cases: { ...cases, [caseId]: { ...cases[caseId], ...facts } } });
  }

  #keep() {
    try {
      sessionStorage.setItem(NAME, JSON.stringify(this.#held));
    } catch {
      // Storage is full or forbidden: the page works on, and a reload begins anew.
    }
  }
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(NAME)) ?? {};
  } catch {
    return {};
  }
}

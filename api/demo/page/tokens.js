// Widget tokens: the host application signs them, for the user who is signed in there.

/** Keeps one token for each user, in memory only. */
export class Tokens {
  #held = new Map();
  #seconds;

  /** `seconds` asks for tokens that are good for so long only; null for as long as any is. */
  constructor(seconds) {
    this.#seconds = seconds;
  }

  /** The user's token: the one that was got before, or a new one. */
  async of(userId) {
    if (!this.#held.has(userId)) this.#held.set(userId, this.#mint(userId));
    try {
      return await this.#held.get(userId);
    } catch (error) {
      this.#held.delete(userId);
      throw error;
    }
  }

  /** Forgets a token that the gateway refused, unless it was replaced meanwhile. */
  async refuse(userId, token) {
    const held = await this.of(userId);
    if (held === token) this.#held.delete(userId);
  }

  async #mint(userId) {
    const query = new URLSearchParams({ user: userId });
    if (this.#seconds !== null) query.set("seconds", this.#seconds);
    const response = await fetch(`/demo/token?${query}`);
    if (!response.ok) throw new TypeError(`no token: ${response.status}`);
    return (await response.json()).token;
  }
}

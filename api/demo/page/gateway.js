// Talks to the gateway: tokens, retries under one Idempotency-Key, streams, ETags.

import { events } from "./event-stream.js";

/** How long one request is tried again, in milliseconds. */
const PATIENCE = 90_000;
const LONGEST_PAUSE = 8_000;

/** The gateway said no. `code` is the envelope's `error`; `retryAfter` is in seconds, or null. */
export class Refusal extends Error {
  constructor(status, envelope, retryAfter) {
    super(envelope.message ?? `The support gateway answered with ${status}.`);
    this.status = status;
    this.code = envelope.error ?? "";
    this.retryAfter = retryAfter;
  }
}

/** Nobody answered, or not to the end. */
export class Unreachable extends Error {}

/** The gateway for one user. */
export class Gateway {
  #url;
  #tokens;
  #userId;
  #read = new Map();

  constructor(url, tokens, userId) {
    this.#url = url;
    this.#tokens = tokens;
    this.#userId = userId;
  }

  /**
   * Asks something that takes a while; gives the final answer's body.
   *
   * `told(name, data)` hears how far the work is. After a retry it may hear the same again.
   */
  ask(path, body, { key, told }) {
    return this.#repeated("POST", path, { body, key, told });
  }

  /** Tells the gateway something; gives the answer's body. */
  tell(path, body) {
    return this.#repeated("POST", path, { body, key: crypto.randomUUID() });
  }

  /** A case with its messages; what is known already is not sent again. */
  read(caseId) {
    const known = this.#read.get(caseId);
    const take = async (response) => {
      if (response.status === 304) return known.details;
      const details = await reached(response.json());
      this.#read.set(caseId, { etag: response.headers.get("ETag"), details });
      return details;
    };
    return this.#repeated("GET", `/api/cases/${caseId}`, { etag: known?.etag }, take);
  }

  /** A page of the user's cases, newest first. */
  cases(cursor) {
    const query = new URLSearchParams({ limit: "20" });
    if (cursor !== null) query.set("cursor", cursor);
    return this.#repeated("GET", `/api/cases?${query}`, {});
  }

  /** Sends until there is a body; what broke off half-way is asked for again under its key. */
  async #repeated(method, path, what, take = body) {
    const since = performance.now();
    for (let attempt = 0; ; attempt += 1) {
      try {
        const response = await this.#answered(method, path, what);
        return await take(response, what.told);
      } catch (error) {
        if (!worthAnotherTry(error) || performance.now() - since > PATIENCE) throw error;
        await pause(error.retryAfter, attempt);
      }
    }
  }

  /** One response that is a success; renews a token that was refused, once. */
  async #answered(method, path, { body, key, told, etag }) {
    for (let renewed = false; ; renewed = true) {
      const token = await reached(this.#tokens.of(this.#userId));
      const headers = { Authorization: `Bearer ${token}` };
      if (body !== undefined) headers["Content-Type"] = "application/json";
      if (key !== undefined) headers["Idempotency-Key"] = key;
      if (etag) headers["If-None-Match"] = etag;
      if (told !== undefined) headers.Accept = "text/event-stream, application/json";
      const sent = body === undefined ? undefined : JSON.stringify(body);
      const response = await reached(
        fetch(this.#url + path, { method, headers, body: sent, cache: "no-store" }),
      );
      if (response.status === 401 && !renewed) {
        await reached(this.#tokens.refuse(this.#userId, token));
      } else if (response.ok || response.status === 304) {
        return response;
      } else {
        throw await refusal(response);
      }
    }
  }
}

async function body(response, told) {
  const type = response.headers.get("Content-Type") ?? "";
  if (!type.startsWith("text/event-stream")) return reached(response.json());
  const stream = events(response.body);
  for (;;) {
    const { done, value: event } = await reached(stream.next());
    if (done) throw new Unreachable("The answer broke off.");
    if (event.name === "message") return event.data;
    if (event.name === "error") throw new Refusal(event.data.statusCode, event.data, null);
    told(event.name, event.data);
  }
}

/** A network error has no class of its own: fetch throws a TypeError. */
async function reached(promise) {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Unreachable("The support gateway cannot be reached.", { cause: error });
  }
}

async function refusal(response) {
  const envelope = await response.json().catch(() => ({}));
  const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  return new Refusal(response.status, envelope, Number.isNaN(seconds) ? null : seconds);
}

function worthAnotherTry(error) {
  if (error instanceof Unreachable) return true;
  return error.status === 503 || error.code === "IDEMPOTENCY_IN_PROGRESS";
}

function pause(retryAfter, attempt) {
  const backoff = Math.min(LONGEST_PAUSE, 400 * 2 ** attempt);
  const wait = typeof retryAfter === "number" ? retryAfter * 1000 : backoff;
  return new Promise((resolve) => setTimeout(resolve, wait));
}

// Asking the server about the shown asset: once it has been shown for a moment, and only the newest answer counts.

import { get } from "../core/api.js";

const WAIT_MS = 120; // someone who walks down the list does not ask about every row

export class Asking {
  #timer = 0;
  #abort = null;

  /** `answered(answer)` or `failed(error)` is called, unless something else was asked meanwhile. */
  ask(path, answered, failed) {
    this.stop();
    this.#timer = setTimeout(() => this.#fetch(path, answered, failed), WAIT_MS);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#abort = null;
  }

  async #fetch(path, answered, failed) {
    const mine = new AbortController();
    this.#abort = mine;
    try {
      const answer = await get(path, { signal: mine.signal });
      if (!mine.signal.aborted) answered(answer);
    } catch (error) {
      if (error.name !== "AbortError" && !mine.signal.aborted) failed(error);
    }
  }
}

// What is typed while the server's answer to another change is on its way wins over that answer.

/**
 * Counts the edits of a widget by hand. The widget sends the count along as `edit` in its value, the server echoes it;
 * an answer with an older count knows nothing of what was typed since.
 */
export class Edits {
  #count = 0;

  /** Another edit by hand: the number to send along. */
  next() {
    return ++this.#count;
  }

  get now() {
    return this.#count;
  }

  /** Whether a value from the server was made before the last edit by hand. */
  outdates(value) {
    return (value.edit ?? 0) < this.#count;
  }
}

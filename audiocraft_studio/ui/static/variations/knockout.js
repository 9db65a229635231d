// A knock-out among sounds: pairs in random order, the winner of each goes on. No page in here.

/** `random()` gives 0 to 1. Two entries are one match; of an odd number one goes on without a match each round. */
export class Knockout {
  #round;
  #winners = [];
  #lost = [];
  total;

  constructor(entries, random = Math.random) {
    this.#round = shuffled(entries, random);
    this.total = entries.length - 1;
    this.#settle();
  }

  /** How many matches were decided. */
  get played() {
    return this.#lost.length;
  }

  /** The two that meet now, or null once there is a winner. */
  get pair() {
    return this.#round.length >= 2 ? this.#round.slice(0, 2) : null;
  }

  /** Decides the present match: 0 or 1 of the pair goes on. */
  pick(which) {
    const [first, second] = this.#round.splice(0, 2);
    this.#winners.push(which ? second : first);
    this.#lost.push(which ? first : second);
    this.#settle();
  }

  /** The winner first, then who lost last, and so on. */
  get places() {
    return [...this.#round, ...this.#winners, ...[...this.#lost].reverse()];
  }

  #settle() {
    if (this.#round.length >= 2) return;
    // Who had no match goes first in the next round, so that nobody goes through without one twice in a row.
    this.#round = [...this.#round, ...this.#winners];
    this.#winners = [];
  }
}

function shuffled(entries, random) {
  const all = [...entries];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [all[i], all[j]] = [all[j], all[i]];
  }
  return all;
}

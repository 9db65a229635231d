// Params that were turned beside the prompt and are still on their way into the form.

/** One for the page; what is on its way counts as if it were in the form already. */
class Turned {
  #values = new Map(); // name → {value, usual}
  #sent = null; // those of them that the server was told last, until they have arrived

  set(name, value, usual) {
    this.#values.set(name, { value, usual });
  }

  /** What the server is to be told now, {name: value}; null while an earlier answer is awaited: two could overtake. */
  next() {
    if (this.#sent || !this.#values.size) return null;
    this.#sent = new Map(this.#values);
    return Object.fromEntries([...this.#sent].map(([name, { value }]) => [name, value]));
  }

  /** The params of a form with what was turned put in; those at their default are left out. */
  over(params) {
    const values = { ...params };
    for (const [name, { value, usual }] of this.#values) {
      if (value === usual) delete values[name];
      else values[name] = value;
    }
    return values;
  }

  /** The form has these params now: what arrived is no longer on its way. */
  settle(params) {
    const there = ([name, { value, usual }]) => (params[name] ?? usual) === value;
    if (this.#sent && ![...this.#sent].every(there)) return;
    this.#sent = null;
    for (const one of [...this.#values].filter(there)) this.#values.delete(one[0]);
  }

  clear() {
    this.#sent = null;
    this.#values.clear();
  }
}

export const turned = new Turned();

// Params that were turned beside the prompt and are still on their way into the form.

/** One for the page; what is on its way counts as if it were in the form already. */
class Turned {
  #values = new Map(); // name → {value, usual}

  set(name, value, usual) {
    this.#values.set(name, { value, usual });
  }

  /** All that is on its way: {name: value}. */
  get values() {
    return Object.fromEntries([...this.#values].map(([name, { value }]) => [name, value]));
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
    for (const [name, { value, usual }] of this.#values) {
      if ((params[name] ?? usual) === value) this.#values.delete(name);
    }
  }

  clear() {
    this.#values.clear();
  }
}

export const turned = new Turned();

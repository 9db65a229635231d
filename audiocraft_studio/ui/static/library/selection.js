// Which assets of the list are selected: some by their ids, or all that were found but for a few.

export class Selection extends EventTarget {
  #results;
  #ids = new Set(); // the selected ones; where all are selected, those that are not
  #all = false;

  /** Its event is "change". */
  constructor(results) {
    super();
    this.#results = results;
  }

  get size() {
    return this.#all ? Math.max(0, this.#results.total - this.#ids.size) : this.#ids.size;
  }

  /** Whether it is everything that was found, also what was never fetched. */
  get isAll() {
    return this.#all && this.#ids.size === 0;
  }

  /** What the server is asked to change: {ids}, or {query, project} where not all of them are known here. */
  get which() {
    if (!this.#all) return { ids: [...this.#ids] };
    const { q, project = "" } = this.#results.parameters();
    return { query: [q, ...[...this.#ids].map((id) => `-id:"${id}"`)].join(" ").trim(), project };
  }

  has(id) {
    return this.#ids.has(id) !== this.#all;
  }

  toggle(id) {
    if (!this.#ids.delete(id)) this.#ids.add(id);
    this.#changed();
  }

  /** Selects these and no others. */
  only(ids) {
    this.#all = false;
    this.#ids = new Set(ids);
    this.#changed();
  }

  all() {
    const whole = this.#results.whole();
    this.#all = !whole;
    this.#ids = new Set(whole?.map((asset) => asset.id));
    this.#changed();
  }

  clear() {
    if (this.#all || this.#ids.size) this.only([]);
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

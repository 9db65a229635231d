// What was fetched of a long list: pages of assets. Those far from the page looked at last are forgotten.

export const PAGE = 50; // what two screens show: the first page is there soon
const KEPT = 80;

export class Pages {
  total = 0;
  near = 0; // the page that was looked at last
  #fetch;
  #onCame;
  #lists = new Map(); // page number: array of assets, or the promise of one
  #old = new Map(); // the pages of before, shown until the new ones are there

  /** fetch(number) resolves to the assets of a page; onCame() hears when one is there. */
  constructor(fetch, onCame) {
    this.#fetch = fetch;
    this.#onCame = onCame;
  }

  /** Begins anew with one page. `keep`: what was there is shown until it is fetched again. */
  begin(number, list, total, { keep = false } = {}) {
    this.#old = keep ? new Map([...this.#lists].filter(([, one]) => Array.isArray(one))) : new Map();
    this.#lists = new Map([[number, list]]);
    this.total = total;
    this.near = number;
  }

  /** The asset at a place, or null while it is not there; `ask`: it is fetched then. */
  at(index, { ask = true } = {}) {
    const number = Math.floor(index / PAGE);
    const known = this.#lists.get(number);
    if (Array.isArray(known)) return known[index % PAGE] || null;
    if (ask && !known && index >= 0 && index < this.total) this.#load(number);
    return this.#old.get(number)?.[index % PAGE] || null;
  }

  /** The asset at a place as soon as it is there; null where it cannot be had. */
  async sure(index) {
    this.at(index);
    await this.#lists.get(Math.floor(index / PAGE));
    return this.at(index, { ask: false });
  }

  /** Puts a changed asset in the place of the same one. Whether it is among those that were fetched. */
  change(asset) {
    const index = this.indexOf(asset.id);
    if (index < 0) return false;
    const list = this.#lists.get(Math.floor(index / PAGE));
    list[index % PAGE] = { ...asset, score: list[index % PAGE].score };
    return true;
  }

  /** The place of an asset among those that were fetched, or -1. */
  indexOf(id) {
    for (const [number, list] of this.#lists) {
      const at = Array.isArray(list) ? list.findIndex((asset) => asset.id === id) : -1;
      if (at >= 0) return number * PAGE + at;
    }
    return -1;
  }

  /** The fetched assets of the page that a place is on. */
  around(index) {
    const list = this.#lists.get(Math.floor(index / PAGE));
    return Array.isArray(list) ? list : [];
  }

  /** The assets from one place to another where all of them were fetched, else null. */
  between(from, to) {
    const found = [];
    for (let index = from; index <= to; index++) {
      const asset = this.at(index, { ask: false });
      if (!asset) return null;
      found.push(asset);
    }
    return found;
  }

  #load(number) {
    const lists = this.#lists;
    const coming = this.#fetch(number)
      .then((list) => {
        lists.set(number, list);
        if (lists !== this.#lists) return;
        this.#forget();
        this.#onCame();
      })
      .catch((error) => {
        lists.delete(number);
        console.warn(error.message);
      });
    lists.set(number, coming);
  }

  #forget() {
    const far = [...this.#lists.keys()].sort((a, b) => Math.abs(b - this.near) - Math.abs(a - this.near));
    while (this.#lists.size > KEPT) this.#lists.delete(far.shift());
  }
}

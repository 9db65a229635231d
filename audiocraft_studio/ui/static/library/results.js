// What a search found: the number of assets, and those of them that were looked at, fetched in pages.

import { assets } from "../core/assets.js";
import { live } from "../core/live.js";
import { page } from "../core/page.js";
import { everywhere } from "../core/projects.js";
import { hasField } from "./query.js";

const PAGE = 100;
const KEPT_PAGES = 40;
const NEW_AFTER_MS = 400;
const COUNT_AFTER_MS = 500;

/**
 * Events: "reset" (another search: everything is new), "rows" (some rows came or changed), "facets", "error", "busy".
 */
export class Results extends EventTarget {
  query = "";
  sort = "-created_at";
  everywhere = false;
  total = 0;
  took_ms = 0;
  facets = null;
  error = null;
  loaded = false;
  stale = false; // something came or went while another tab was open
  #pages = new Map(); // page number: array of assets, or the promise of one
  #old = new Map(); // the pages before the last `again`, shown until the new ones are there
  #asked = 0; // the page that was looked at last
  #turn = 0;
  #abort = null;
  #newTimer = 0;
  #countTimer = 0;

  constructor() {
    super();
    assets.onChange((asset) => this.#changed(asset));
    live.onConnection((there) => there && this.loaded && this.again());
  }

  /** Whether what is shown is the trash. */
  get inTrash() {
    return /(^|\s)trashed:(yes|true)(\s|$)/i.test(this.query);
  }

  /** Starts a search; the newest one wins. The old rows stay until the new ones are there. */
  async search({ query = this.query, sort = this.sort, everywhere = this.everywhere } = {}) {
    Object.assign(this, { query, sort, everywhere });
    const turn = ++this.#turn;
    this.#abort?.abort();
    this.#abort = new AbortController();
    this.#tell("busy");
    try {
      const found = await assets.search({ ...this.parameters(), limit: PAGE, offset: 0 }, { signal: this.#abort.signal });
      if (turn !== this.#turn) return;
      this.#pages = new Map([[0, found.assets]]);
      this.#old = new Map();
      Object.assign(this, { total: found.total, took_ms: found.took_ms, error: null, loaded: true });
      this.#tell("reset");
      await this.#recount();
    } catch (error) {
      if (turn !== this.#turn || error.name === "AbortError") return;
      this.error = error;
      this.#tell("error");
    }
  }

  /** The same search once more, without leaving the place in the list. */
  async again() {
    this.stale = false;
    const turn = ++this.#turn;
    const number = this.#asked;
    try {
      const found = await this.#fetch(number);
      if (turn !== this.#turn) return;
      this.#old = new Map([...this.#pages].filter(([, list]) => Array.isArray(list)));
      this.#pages = new Map([[number, found.assets]]);
      Object.assign(this, { total: found.total, took_ms: found.took_ms, error: null, loaded: true });
      this.#tell("rows");
      await this.#recount();
    } catch (error) {
      console.warn(error.message);
    }
  }

  /** How many there are for another query in the same place. */
  async count(query, more = {}) {
    return assets.search({ ...this.parameters(query), limit: 0, ...more });
  }

  /** The asset at a place, or null while it is on its way. */
  at(index) {
    const number = Math.floor(index / PAGE);
    const known = this.#pages.get(number);
    this.#asked = number;
    if (Array.isArray(known)) return known[index % PAGE] || null;
    if (!known && index < this.total) this.#load(number);
    return this.#old.get(number)?.[index % PAGE] || null;
  }

  /** The asset at a place as soon as it is there. */
  async sure(index) {
    const known = this.at(index);
    if (known) return known;
    await this.#pages.get(Math.floor(index / PAGE));
    return this.at(index);
  }

  /** The place of an asset among those that were fetched, or -1. */
  indexOf(id) {
    for (const [number, list] of this.#pages) {
      const at = Array.isArray(list) ? list.findIndex((asset) => asset.id === id) : -1;
      if (at >= 0) return number * PAGE + at;
    }
    return -1;
  }

  /** Everything between two places, fetched where it is not known. */
  async range(from, to) {
    const found = [];
    for (let i = Math.min(from, to); i <= Math.max(from, to); i++) found.push(await this.sure(i));
    return found.filter(Boolean);
  }

  /** The first `limit` of all that match. */
  async all(limit = 1000) {
    return (await assets.search({ ...this.parameters(), limit, offset: 0 })).assets;
  }

  /** The fetched assets around a place, in their order: what next and previous walk through. */
  around(index) {
    const list = this.#pages.get(Math.floor(index / PAGE));
    return Array.isArray(list) ? list : [];
  }

  parameters(query = this.query) {
    const scoped = !this.everywhere && !hasField(query, "project");
    return { q: scoped ? query : everywhere(query), sort: this.sort, ...(scoped ? { project: page.project } : {}) };
  }

  #load(number) {
    const turn = this.#turn;
    const coming = this.#fetch(number)
      .then((found) => {
        if (turn !== this.#turn) return;
        this.#pages.set(number, found.assets);
        this.#forget(number);
        this.#tell("rows");
      })
      .catch((error) => {
        if (turn === this.#turn) this.#pages.delete(number);
        console.warn(error.message);
      });
    this.#pages.set(number, coming);
  }

  #fetch(number, more = {}) {
    return assets.search({ ...this.parameters(), limit: PAGE, offset: number * PAGE, ...more });
  }

  #forget(around) {
    const far = [...this.#pages.keys()].sort((a, b) => Math.abs(b - around) - Math.abs(a - around));
    while (this.#pages.size > KEPT_PAGES) this.#pages.delete(far.shift());
  }

  /** A changed asset stays in its place until the next search: rows that jump away under the hand are a nuisance. */
  #changed(asset) {
    if (!this.loaded) return;
    const index = this.indexOf(asset.id);
    if (index < 0 || Boolean(asset.trashed_at) !== this.inTrash) {
      clearTimeout(this.#newTimer);
      if (page.tab !== "library") {
        this.stale = true;
        return;
      }
      this.#newTimer = setTimeout(() => this.again(), index < 0 ? NEW_AFTER_MS : 0);
      return;
    }
    this.#pages.get(Math.floor(index / PAGE))[index % PAGE] = asset;
    this.#tell("rows");
    clearTimeout(this.#countTimer);
    this.#countTimer = setTimeout(() => this.#recount(), COUNT_AFTER_MS);
  }

  /** The counts come after the rows: they take longer, and nobody waits for them. */
  async #recount() {
    const turn = this.#turn;
    try {
      const found = await this.count(this.query, { facets: 1 });
      if (turn !== this.#turn) return;
      this.facets = found.facets;
      this.#tell("facets");
    } catch (error) {
      console.warn(error.message);
    }
  }

  #tell(type) {
    this.dispatchEvent(new Event(type));
  }
}

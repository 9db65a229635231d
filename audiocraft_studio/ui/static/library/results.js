// What a search found, or what sounds like an asset: how many there are, and those of them that were looked at.

import { get } from "../core/api.js";
import { assets } from "../core/assets.js";
import { live } from "../core/live.js";
import { page } from "../core/page.js";
import { everywhere, projects } from "../core/projects.js";
import { PAGE, Pages } from "./pages.js";
import { has, hasWords, mentions } from "./query.js";

const NEAREST = 100;
const AT_ONCE = 1000;
const NEW_AFTER_MS = 400;
const MANY_AFTER_MS = 120;
const COUNT_AFTER_MS = 60; // nobody waits for the counts of what is still being typed
const RECOUNT_AFTER_MS = 500;
const REST_MS = 800; // between two looks while a job changes thousands

/**
 * Events: "reset" (another search: everything is new), "rows" (some rows came or changed), "facets", "error", "busy".
 */
export class Results extends EventTarget {
  query = "";
  everywhere = false;
  likeness = null; // the asset whose like is looked for, or null
  took_ms = 0;
  facets = null;
  projects = []; // [{name, assets}]
  error = null;
  loaded = false;
  stale = false; // something came or went while another tab was open
  #chosen = null; // the order that the user asked for; null: whichever fits the search
  #pages = new Pages(
    (number) => this.#ask(number).then((found) => found.assets),
    () => this.#tell("rows"),
  );
  #turn = 0;
  #begun = 0; // how many searches there were
  #beginning = false; // whether the last one is still on its way
  #restUntil = 0; // changes of others wait for that
  #latest = null; // the search or look under way: a newer one stands for those before it
  #abort = null;
  #newTimer = 0;
  #countTimer = 0;
  #counting = 0; // an older count that comes late is passed over
  #counted = 0;

  constructor() {
    super();
    assets.onChange((asset) => this.#changed(asset));
    assets.onManyChanged(() => this.#soon(MANY_AFTER_MS));
    live.onConnection((there) => there && this.loaded && this.again());
  }

  get total() {
    return this.#pages.total;
  }

  /** Whether what is shown is the trash. */
  get inTrash() {
    return has(this.query, "trashed:yes") || has(this.query, "trashed:true");
  }

  /** The order of the list; "likeness" while that is what is looked for. */
  get sort() {
    return this.likeness ? "likeness" : (this.#chosen ?? this.usual);
  }

  /** The order of a search whose user chose none. */
  get usual() {
    return hasWords(this.query) ? "relevance" : "-created_at";
  }

  /** Puts the list into another order. */
  order(sort) {
    this.#chosen = sort === this.usual ? null : sort;
    return this.search();
  }

  /** Starts a search; the newest one wins. The old rows stay until the new ones are there. */
  search({ query = this.query, everywhere = this.everywhere, likeness = this.likeness } = {}) {
    Object.assign(this, { query, everywhere, likeness });
    this.#begun += 1;
    this.#beginning = true;
    return (this.#latest = this.#begin());
  }

  /** The same search once more, without leaving the place in the list. Resolves once that is seen. */
  again() {
    this.stale = false;
    clearTimeout(this.#newTimer);
    this.#newTimer = 0;
    if (this.#beginning) return this.#latest; // what is on its way is new anyway, and begins at the top
    return (this.#latest = this.#look());
  }

  async #begin() {
    const turn = ++this.#turn;
    clearTimeout(this.#countTimer);
    this.#countTimer = 0;
    this.#abort?.abort();
    this.#abort = new AbortController();
    this.#tell("busy");
    try {
      const found = await this.#ask(0, { signal: this.#abort.signal });
      if (turn !== this.#turn) return this.#latest;
      this.#beginning = false;
      this.#take(0, found);
      this.#tell("reset");
    } catch (error) {
      if (turn !== this.#turn) return this.#latest;
      this.#beginning = false;
      this.error = error;
      this.#tell("error");
    }
    return undefined;
  }

  async #look() {
    const turn = ++this.#turn;
    const number = this.likeness ? 0 : this.#pages.near;
    try {
      const found = await this.#ask(number);
      if (turn !== this.#turn) return this.#latest;
      this.#take(number, found, { keep: true });
      this.#tell("rows");
    } catch (error) {
      this.stale = true; // the next visit asks again
      console.warn(error.message);
    }
    return undefined;
  }

  #take(number, { assets: list, total, took_ms }, more) {
    this.#pages.begin(number, list, total, more);
    Object.assign(this, { took_ms, error: null, loaded: true });
    this.#countSoon(COUNT_AFTER_MS);
  }

  /** How many there are for another query in the same place. */
  async count(query, more = {}) {
    return assets.search({ ...this.parameters(query), limit: 0, ...more });
  }

  /** The asset at a place, or null while it is not there; `ask`: it is fetched then. */
  at(index, options) {
    return this.#pages.at(index, options);
  }

  /** The asset at a place as soon as it is there. */
  sure(index) {
    return this.#pages.sure(index);
  }

  /** The place of an asset among those that were fetched, or -1. */
  indexOf(id) {
    return this.#pages.indexOf(id);
  }

  /** The fetched assets around a place, in their order: what next and previous walk through. */
  around(index) {
    return this.#pages.around(index);
  }

  /** Says which place is looked at: what is near it is kept. */
  look(index) {
    this.#pages.near = Math.floor(index / PAGE);
  }

  /** The assets between two places, both included, at most 1,000 from the first one; one request where some are missing. */
  async range(from, to) {
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    const known = this.#pages.between(first, last);
    if (known) return known;
    return (await assets.search({ ...this.parameters(), limit: Math.min(AT_ONCE, last - first + 1), offset: first })).assets;
  }

  /** All that was found, where it was fetched, else null. */
  whole() {
    return this.total <= AT_ONCE ? this.#pages.between(0, this.total - 1) : null;
  }

  /** What asks the server for the same assets: {q, sort, project}; without a project it asks for all. */
  parameters(query = this.query) {
    const scoped = !this.everywhere && !mentions(query, "project");
    const sort = this.likeness ? "-created_at" : this.sort;
    return { q: scoped ? query : everywhere(query), sort, ...(scoped ? { project: page.project } : {}) };
  }

  async #ask(number, options = {}) {
    if (!this.likeness) return assets.search({ ...this.parameters(), limit: PAGE, offset: number * PAGE }, options);
    const { q, project = "" } = this.parameters();
    const found = await get(`/assets/${this.likeness.id}/similar?${new URLSearchParams({ q, project, limit: NEAREST })}`, options);
    found.assets.forEach((asset) => assets.remember(asset));
    return { ...found, total: found.assets.length };
  }

  /** A changed asset stays in its place until the next search: rows that jump away under the hand are a nuisance. */
  #changed(asset) {
    if (!this.loaded) return;
    const there = this.#pages.change(asset);
    if (!there || Boolean(asset.trashed_at) !== this.inTrash) return this.#soon(there ? 0 : NEW_AFTER_MS);
    this.#tell("rows");
    this.#countSoon(RECOUNT_AFTER_MS);
  }

  /** Looks again after a moment, once for all that changes until then; at the next visit where another tab is open. */
  #soon(wait) {
    if (!this.loaded) return;
    if (page.tab !== "library") {
      this.stale = true;
      return;
    }
    const look = () => {
      this.#restUntil = performance.now() + REST_MS;
      this.again();
    };
    this.#newTimer ||= setTimeout(look, Math.max(wait, this.#restUntil - performance.now()));
  }

  /** The counts come after the rows: they take longer, and nobody waits for them. */
  #countSoon(wait) {
    this.#countTimer ||= setTimeout(() => this.#recount(), wait);
  }

  async #recount() {
    this.#countTimer = 0;
    const begun = this.#begun;
    const turn = ++this.#counting;
    try {
      const [found, known] = await Promise.all([this.count(this.query, { facets: 1 }), projects()]);
      if (begun !== this.#begun || turn < this.#counted) return;
      this.#counted = turn;
      this.facets = found.facets;
      this.projects = known;
      this.#tell("facets");
    } catch (error) {
      console.warn(error.message);
    }
  }

  #tell(type) {
    this.dispatchEvent(new Event(type));
  }
}

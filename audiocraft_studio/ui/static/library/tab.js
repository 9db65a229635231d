// The Library tab: facets, search box, list, detail.

import { assets } from "../core/assets.js";
import { attempt } from "../core/attempt.js";
import { button, h, iconButton, isTyping, keyHints, note, put } from "../core/dom.js";
import { page } from "../core/page.js";
import { toast } from "../core/toast.js";
import { Banner } from "./banner.js";
import { Bulk } from "./bulk.js";
import { changes } from "./changes.js";
import { skeleton } from "./columns.js";
import { Detail } from "./detail.js";
import { Facets } from "./facets.js";
import { importButton } from "./import.js";
import { List } from "./list.js";
import { showNothing } from "./nothing.js";
import { Results } from "./results.js";
import { SearchBox } from "./search.js";

const LOADING_AFTER_MS = 200;
const DETAIL_AFTER_MS = 120;
const HINTS = [
  ["↑ ↓", "move and hear"],
  ["Space", "play"],
  ["Shift ↓", "select more"],
  ["1–5", "rate"],
  ["S", "sounds alike"],
  ["Enter", "open"],
  ["/", "search"],
  ["Ctrl Z", "undo"],
];

export function mount(element) {
  new Library(element);
}

class Library {
  #pinned = null; // an asset that was sent here and is not in the list
  #pinnedAt = null; // the id of the row that was active then; null for the first
  #before = ""; // the search to go back to from what sounds alike
  #opening = ""; // the id of what was asked for last
  #timer = 0;
  #detailTimer = 0;
  #all = null; // how many there are without a search

  constructor(element) {
    this.results = new Results();
    this.list = new List(this.results);
    const { selection } = this.list;
    this.search = new SearchBox(
      (query, more) => this.#search({ query, ...more }),
      () => this.list.focus(),
      () => this.#leaveLikeness(),
    );
    this.banner = new Banner(() => this.#leaveLikeness());
    this.bulk = new Bulk(this.results, selection);
    this.facets = new Facets(
      this.results,
      selection,
      (query, more) => this.search.set(query, more),
      (name) => this.bulk.make({ add_collections: [name] }, `in ${name}`),
    );
    this.detail = new Detail(
      (asset) => this.#open(asset),
      () => this.#closeDetail(),
      () => this.results.parameters(""),
    );
    this.#build(element);
    this.#listen();
    page.onProject(() => this.results.search({ likeness: null }));
    page.onTab((tab) => tab === "library" && this.results.stale && this.results.again());
    if (page.project) this.results.search();
    page.receive("library", (sent) => this.#receive(sent));
  }

  #search(wanted) {
    this.#pinned = null;
    return this.results.search(wanted);
  }

  #receive({ asset = null, query = null, similar = null }) {
    if (similar) this.#findLike(similar);
    if (query !== null) this.search.set(query, { likeness: null });
    if (asset) this.#open(asset);
  }

  #build(element) {
    this.nothing = h("div", { class: "lib-nothing", hidden: true });
    this.loading = skeleton();
    this.loading.hidden = true;
    const filters = iconButton("filter", "Facets", { class: "lib-open-facets", onclick: () => this.tab.classList.toggle("lib-facets-open") });
    const details = iconButton("info", "Details of the asset", {
      class: "lib-open-detail",
      onclick: () => this.tab.classList.toggle("lib-detail-open"),
    });
    this.tab = h(
      "div",
      { class: "lib-tab" },
      h("h2", { class: "st-sr" }, "Library"),
      this.facets.element,
      h(
        "section",
        { class: "lib-middle", "aria-label": "Assets" },
        h("div", { class: "lib-top" }, filters, this.search.element, importButton(), details),
        this.banner.element,
        this.bulk.element,
        h("div", { class: "lib-place" }, this.list.element, this.nothing, this.loading),
        h("div", { class: "lib-hints" }, keyHints(HINTS)),
      ),
      this.detail.element,
    );
    element.append(this.tab);
  }

  #listen() {
    const { results, list } = this;
    const hear = (target, all) => Object.entries(all).forEach(([type, fn]) => target.addEventListener(type, fn));
    hear(results, {
      busy: () => this.#busy(),
      reset: () => this.#found(),
      rows: () => this.#found(),
      facets: () => this.#count(),
      error: () => this.#failed(),
    });
    hear(list, {
      active: (event) => this.#showSoon(event.detail === "found" ? DETAIL_AFTER_MS : 0),
      sort: (event) => results.likeness || results.order(this.#otherWay(event.detail)),
      leave: () => this.#leaveLikeness(),
      open: () => this.#openDetail(),
      comment: () => {
        this.#openDetail();
        this.detail.comment();
      },
      similar: () => list.asset && this.#findLike(list.asset),
      rate: (event) => this.#judge({ rating: event.detail || null }, event.detail ? `rated ${event.detail} of 5` : "not rated any more"),
      favourite: () => this.#favourite(),
      trash: () => this.#trash(),
    });
    assets.onChange(
      (asset) => {
        if (this.#pinned?.id === asset.id) this.#pinned = asset;
        if (this.detail.asset?.id === asset.id) this.detail.show(asset);
      },
      () => (this.detail.asset ? [this.detail.asset.id] : []),
    );
    document.addEventListener("keydown", (event) => this.#pressed(event));
  }

  #pressed(event) {
    if (page.tab !== "library" || event.defaultPrevented || isTyping(event.target) || event.target.closest?.("dialog, .st-popover")) return;
    const ctrl = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (event.key === "/" && !ctrl && !event.altKey) this.search.focus();
    else if (ctrl && key === "z" && !event.shiftKey) changes.undo();
    else if (ctrl && (key === "y" || key === "z")) changes.redo();
    else return;
    event.preventDefault();
  }

  #busy() {
    clearTimeout(this.#timer);
    if (this.results.loaded) return;
    this.#timer = setTimeout(() => (this.loading.hidden = false), LOADING_AFTER_MS);
  }

  #found() {
    clearTimeout(this.#timer);
    this.loading.hidden = true;
    this.search.fail("");
    const { results } = this;
    const none = results.total === 0;
    this.list.element.hidden = none;
    this.nothing.hidden = !none;
    if (none) showNothing(this.nothing, results, (query) => this.search.set(query));
    this.list.head.showSort(results.sort);
    this.banner.show(results.likeness);
    this.search.within(results.likeness?.name);
    this.bulk.show();
    this.bulk.say(this.#all);
  }

  #count() {
    const { results } = this;
    const here = results.everywhere ? results.projects : results.projects.filter((one) => one.name === page.project);
    this.#all = results.inTrash ? null : here.reduce((sum, one) => sum + one.assets, 0);
    this.bulk.say(this.#all);
  }

  #failed() {
    clearTimeout(this.#timer);
    this.loading.hidden = true;
    const { error } = this.results;
    if (error.field === "Search") return this.search.fail(error.message);
    if (this.results.loaded) {
      toast(error.message, { kind: "bad" });
      if (error.status === 404) this.#leaveLikeness(); // of a sound that is gone, whatever is searched for
      return;
    }
    this.list.element.hidden = true;
    this.nothing.hidden = false;
    put(this.nothing, note("warn", "The library cannot be read", error.message, [button("Try again", { onclick: () => this.results.search() })]));
  }

  /** The detail of what a search found waits until the list is drawn; it asks the server for more. */
  #showSoon(wait) {
    clearTimeout(this.#detailTimer);
    if (wait) this.#detailTimer = setTimeout(() => this.#showActive(), wait);
    else this.#showActive();
  }

  #showActive() {
    const asset = this.list.asset;
    const stayed = this.#pinnedAt === null ? this.list.active === 0 : asset?.id === this.#pinnedAt;
    if (this.#pinned && asset && asset.id !== this.#pinned.id && !stayed) this.#pinned = null;
    this.detail.show(this.#pinned || asset);
  }

  /** Shows an asset in the detail: the row where it is in the list, else the asset alone. */
  async #open(asset) {
    this.#opening = asset.id;
    const whole = asset.review && asset.recipe ? asset : await attempt(() => assets.get(asset.id));
    if (!whole || this.#opening !== asset.id) return;
    this.#pinned = null;
    if (!this.list.reveal(whole.id)) {
      this.#pinned = whole;
      this.#pinnedAt = this.list.asset?.id ?? null;
      this.detail.show(whole);
    }
    this.tab.classList.add("lib-detail-open");
  }

  #openDetail() {
    this.tab.classList.add("lib-detail-open");
    this.detail.focus();
  }

  #closeDetail() {
    this.tab.classList.remove("lib-detail-open");
    this.list.focus();
  }

  /** The list shows what sounds like an asset; what is typed searches within that. */
  #findLike(asset) {
    if (!this.results.likeness) this.#before = this.search.text;
    this.search.set("", { likeness: asset });
    this.#pinned = asset;
    this.#pinnedAt = null;
    this.list.focus();
  }

  /** Back to the search from before. Whether there was anything to leave. */
  #leaveLikeness() {
    const { likeness } = this.results;
    if (!likeness) return false;
    this.search.show(this.#before);
    this.#search({ query: this.#before, likeness: null }).then(() => this.list.reveal(likeness.id));
    this.list.focus();
    return true;
  }

  /** Keys are about what is selected, else about the row with the focus. */
  #judge(change, said) {
    if (this.list.selection.size) return this.bulk.make(change, said);
    return this.list.asset && assets.patch(this.list.asset.id, change);
  }

  #favourite() {
    const on = !this.list.asset?.review.favourite;
    return this.#judge({ favourite: on }, on ? "favourite now" : "no favourite any more");
  }

  #trash() {
    if (this.results.inTrash) return undefined;
    if (this.list.selection.size) return this.bulk.trash();
    return this.list.asset && changes.trash({ ids: [this.list.asset.id] });
  }

  #otherWay(key) {
    const first = key === "name" ? key : `-${key}`;
    if (this.results.sort === first) return first.startsWith("-") ? key : `-${key}`;
    return first;
  }
}

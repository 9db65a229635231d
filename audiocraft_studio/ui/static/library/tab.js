// The Library tab: facets, search box, list, detail.

import { assets } from "../core/assets.js";
import { button, h, iconButton, isTyping, keyHints, note, put } from "../core/dom.js";
import { page } from "../core/page.js";
import { projects } from "../core/projects.js";
import { toast } from "../core/toast.js";
import { Bulk } from "./bulk.js";
import { skeleton } from "./columns.js";
import { Detail } from "./detail.js";
import { Facets } from "./facets.js";
import { acceptDrops, importButton } from "./import.js";
import { List } from "./list.js";
import { showNothing } from "./nothing.js";
import { Results } from "./results.js";
import { SearchBox } from "./search.js";
import { undoLast } from "./undo.js";

const LOADING_AFTER_MS = 200;
const HINTS = [
  ["↑ ↓", "move and hear"],
  ["Space", "play"],
  ["Shift ↓", "select more"],
  ["1–5", "rate"],
  ["F", "favourite"],
  ["Enter", "open"],
  ["/", "search"],
  ["Ctrl Z", "undo"],
];

export function mount(element) {
  new Library(element);
}

class Library {
  #pinned = null; // an asset that was sent here and is not in the list
  #timer = 0;
  all = null; // how many there are without a query

  constructor(element) {
    this.results = new Results();
    this.list = new List(this.results);
    this.search = new SearchBox(
      (query, more) => this.results.search({ query, ...more }),
      () => this.list.focus(),
    );
    this.facets = new Facets(this.results, (query, more) => this.search.set(query, more));
    this.bulk = new Bulk(this.results, this.list, (sort) => this.#sort(sort));
    this.detail = new Detail(
      (asset) => this.#open(asset),
      () => this.#closeDetail(),
      () => this.results.parameters(""),
    );
    this.#build(element);
    this.#listen();
    page.onProject(() => this.results.search());
    page.onTab((tab) => tab === "library" && this.results.stale && this.results.again());
    if (page.project) this.results.search();
    page.receive("library", ({ asset = null, query = null }) => {
      if (query !== null) this.search.set(query);
      if (asset) this.#open(asset);
    });
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
        this.bulk.element,
        h("div", { class: "lib-place" }, this.list.element, this.nothing, this.loading),
        h("div", { class: "lib-hints" }, keyHints(HINTS)),
      ),
      this.detail.element,
    );
    element.append(this.tab);
    acceptDrops(this.tab);
  }

  #listen() {
    const { results, list } = this;
    results.addEventListener("busy", () => this.#busy());
    results.addEventListener("reset", () => this.#found());
    results.addEventListener("rows", () => this.#found());
    results.addEventListener("facets", () => this.#count());
    results.addEventListener("error", () => this.#failed());
    list.addEventListener("active", () => this.#showActive());
    list.addEventListener("open", () => this.#openDetail());
    list.addEventListener("comment", () => {
      this.#openDetail();
      this.detail.comment();
    });
    list.addEventListener("trash", () => this.#trash());
    list.addEventListener("sort", (event) => this.#sort(this.#otherWay(event.detail)));
    assets.onChange((asset) => {
      if (this.#pinned?.id === asset.id) this.#pinned = asset;
      if (this.detail.asset?.id === asset.id) this.detail.show(asset);
    });
    document.addEventListener("keydown", (event) => this.#pressed(event));
  }

  #pressed(event) {
    if (page.tab !== "library" || event.defaultPrevented || isTyping(event.target) || event.target.closest?.("dialog, .st-popover")) return;
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey) this.search.focus();
    else if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey)
      undoLast().catch((error) => toast(error.message, { kind: "bad" }));
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
    const none = this.results.total === 0;
    this.list.element.hidden = none;
    this.nothing.hidden = !none;
    if (none) showNothing(this.nothing, this.results, (query) => this.search.set(query));
    this.list.head.showSort(this.results.sort);
    this.bulk.show();
    this.bulk.say(this.results.total, this.all, this.results.took_ms);
    this.#showActive();
  }

  async #count() {
    const { results } = this;
    let all = null;
    try {
      const known = await projects();
      const here = results.everywhere ? known : known.filter((one) => one.name === page.project);
      all = results.inTrash ? null : here.reduce((sum, one) => sum + one.assets, 0);
    } catch (error) {
      console.warn(error.message);
    }
    this.all = all;
    this.bulk.say(results.total, all, results.took_ms);
  }

  #failed() {
    clearTimeout(this.#timer);
    this.loading.hidden = true;
    const { error } = this.results;
    if (error.field === "Search") return this.search.fail(error.message);
    if (this.results.loaded) return toast(error.message, { kind: "bad" });
    this.list.element.hidden = true;
    this.nothing.hidden = false;
    put(this.nothing, note("warn", "The library cannot be read", error.message, [button("Try again", { onclick: () => this.results.search() })]));
  }

  #showActive() {
    const asset = this.list.asset;
    if (this.#pinned && asset && asset.id !== this.#pinned.id && this.#pinnedAt !== this.list.active) this.#pinned = null;
    this.detail.show(this.#pinned || asset);
  }

  #pinnedAt = -1;

  /** Shows an asset in the detail: the row where it is in the list, else the asset alone. */
  async #open(asset) {
    const whole = asset.review && asset.recipe ? asset : await assets.get(asset.id);
    this.#pinned = null;
    if (!this.list.reveal(whole.id)) {
      this.#pinned = whole;
      this.#pinnedAt = this.list.active;
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

  #trash() {
    const chosen = this.list.chosen.length ? this.list.chosen : [this.list.asset].filter(Boolean);
    if (!this.results.inTrash) this.bulk.trashSelected(chosen);
  }

  #otherWay(key) {
    const first = key === "name" ? key : `-${key}`;
    if (this.results.sort === first) return first.startsWith("-") ? key : `-${key}`;
    return first;
  }

  #sort(sort) {
    this.results.search({ sort });
  }
}

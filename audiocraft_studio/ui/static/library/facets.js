// The left column: counts by what the assets have in common. A click puts the term into the search box, or takes it out.

import { popover } from "../core/dialog.js";
import { button, h, icon, put } from "../core/dom.js";
import { store } from "../core/store.js";
import { facetGroups, ONCE } from "./facetgroups.js";
import { hasField, toggled, withoutField } from "./query.js";

const FEW = 8;
const KEY = "studio.library.facets";

export class Facets {
  #results;
  #selection;
  #onQuery;
  #others = {}; // counts of a field's other values while one of them is asked for
  #trashed = null;
  #open = new Set(); // groups whose many values are all shown
  #folded = new Set(store.json(KEY, []));

  /**
   * onQuery(text, {everywhere}) is told what a click asks for; onCollect(name) of a collection to make of what is
   * selected.
   */
  constructor(results, selection, onQuery, onCollect) {
    this.#results = results;
    this.#selection = selection;
    this.#onQuery = onQuery;
    this.list = h("div", { onkeydown: (event) => this.#pressed(event) });
    this.collect = button("New from selection", { kind: "quiet", icon: "plus", class: "lib-more" });
    popover(this.collect, { label: "New collection", fill: (panel, close) => collectForm(panel, close, onCollect), class: "lib-pop" });
    this.element = h("nav", { class: "lib-facets st-scroll", "aria-label": "Facets" }, this.list);
    results.addEventListener("facets", () => this.#update());
    selection.addEventListener("change", () => this.#showCollect());
    this.#showCollect();
  }

  async #update() {
    this.#draw();
    const { query } = this.#results;
    const asked = ONCE.filter((field) => hasField(query, field));
    try {
      const [trash, ...found] = await Promise.all([
        this.#results.count("trashed:yes"),
        ...asked.map((field) => this.#results.count(withoutField(query, field), { facets: 1 })),
      ]);
      if (query !== this.#results.query) return;
      this.#trashed = trash.total;
      this.#others = Object.fromEntries(asked.map((field, i) => [field, found[i].facets[field]]));
    } catch (error) {
      console.warn(error.message);
    }
    this.#draw();
  }

  #draw() {
    if (!this.#results.facets) return;
    const held = document.activeElement?.closest?.(".lib-facets [data-key]")?.dataset.key;
    const last = this.list.querySelector('[data-key][tabindex="0"]')?.dataset.key;
    const groups = facetGroups(this.#results, this.#others);
    const { inTrash } = this.#results;
    const there = () => ({ query: inTrash ? "" : "trashed:yes" });
    const content = [icon("trash", { size: 14 }), "In trash"];
    const trash = { wanted: "trashed:yes", content, count: this.#trashed ?? undefined, on: inTrash, click: there };
    put(
      this.list,
      groups.map((group) => this.#group(group)),
      h("section", { "aria-label": "Trash", class: "lib-trash" }, this.#row(trash)),
    );
    this.#rove(held || last, Boolean(held));
  }

  #group({ name, rows }) {
    const collects = name === "Collection";
    if (!rows.length && !collects) return null;
    const folded = this.#folded.has(name);
    const all = this.#open.has(name);
    const shown = all ? rows : rows.filter((one, i) => i < FEW || one.on);
    const head = h(
      "button",
      { type: "button", class: "lib-facet-head", "aria-expanded": String(!folded), dataset: { key: name }, onclick: () => this.#fold(name) },
      name,
      icon("right", { size: 10 }),
    );
    const text = all ? "Fewer" : `${(rows.length - shown.length).toLocaleString("en-US")} more`;
    const props = { type: "button", class: "lib-more", dataset: { key: `${name} more` }, "aria-label": `${text} of ${name}` };
    const more = rows.length > FEW && (all || rows.length > shown.length) && h("button", { ...props, onclick: () => this.#show(name) }, text);
    return h("section", { "aria-label": name }, h("h3", null, head), !folded && [shown.map((one) => this.#row(one)), more, collects && this.collect]);
  }

  #row({ wanted, content, count, on, click = null, several = false }) {
    const ask = () => this.#ask(click?.() ?? { query: toggled(this.#results.query, wanted, { only: !several }) });
    return h(
      "button",
      { type: "button", class: "lib-facet", "aria-pressed": String(on), dataset: { key: wanted }, onclick: ask },
      h("span", { class: "lib-facet-name" }, content),
      h("span", { class: "lib-facet-count" }, count === undefined ? "" : count.toLocaleString("en-US")),
    );
  }

  #ask({ query, ...more }) {
    this.#onQuery(query, more);
  }

  #fold(name) {
    if (!this.#folded.delete(name)) this.#folded.add(name);
    store.keep(KEY, [...this.#folded]);
    this.#draw();
  }

  #show(name) {
    if (!this.#open.delete(name)) this.#open.add(name);
    this.#draw();
  }

  /** One stop of Tab: arrows go from line to line, left and right fold a group and open it. */
  #pressed(event) {
    const at = event.target.closest("[data-key]");
    if (!at || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = [...this.list.querySelectorAll("[data-key]")];
    const i = all.indexOf(at);
    const to = { ArrowDown: i + 1, ArrowUp: i - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) this.#rove(all[Math.max(0, Math.min(all.length - 1, to))].dataset.key, true);
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      this.#turn(at.closest("section").querySelector(".lib-facet-head"), event.key === "ArrowRight");
    } else return;
    event.preventDefault();
  }

  #turn(head, open) {
    if (!head) return;
    this.#rove(head.dataset.key, true);
    if ((head.getAttribute("aria-expanded") === "true") !== open) this.#fold(head.dataset.key);
  }

  #rove(key, focus) {
    const all = [...this.list.querySelectorAll("[data-key]")];
    const at = all.find((one) => one.dataset.key === key) || all[0];
    for (const one of all) one.tabIndex = one === at ? 0 : -1;
    if (focus) at?.focus();
  }

  #showCollect() {
    const none = this.#selection.size === 0;
    this.collect.disabled = none;
    this.collect.title = none ? "Select some assets first" : "";
  }
}

function collectForm(panel, close, onCollect) {
  const field = h("input", { class: "st-input", id: "lib-new-collection", maxlength: 80, autocomplete: "off" });
  const submit = (event) => {
    event.preventDefault();
    const name = field.value.trim();
    if (!name) return field.focus();
    close();
    onCollect(name);
  };
  const label = h("label", { class: "st-label", for: field.id }, "New collection of what is selected");
  const create = h("div", { class: "st-row" }, button("Create", { type: "submit" }));
  put(panel, h("form", { class: "lib-pop-body", onsubmit: submit }, label, field, create));
  setTimeout(() => field.focus(), 0);
}

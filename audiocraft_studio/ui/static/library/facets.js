// The left column: counts by what the assets have in common. A click puts the term into the search box, or takes it out.

import { popover } from "../core/dialog.js";
import { arrange, button, h, icon, put } from "../core/dom.js";
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
  #last = null; // the facets before
  #trashed = null;
  #open = new Set(); // groups whose many values are all shown
  #folded = new Set(store.json(KEY, []));
  #elements = new Map();

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
    const { query, facets } = this.#results;
    const asked = ONCE.filter((field) => hasField(query, field));
    // Until the other values are counted they keep their last counts: a row that went and came back would drop its focus.
    for (const field of asked) this.#others[field] ??= this.#last?.[field];
    this.#last = facets;
    this.#draw();
    try {
      const [trash, ...found] = await Promise.all([
        this.#results.count("trashed:yes"),
        ...asked.map((field) => this.#results.count(withoutField(query, field), { facets: 1 })),
      ]);
      if (query !== this.#results.query || facets !== this.#results.facets) return; // newer ones are being counted
      this.#trashed = trash.total;
      this.#others = Object.fromEntries(asked.map((field, i) => [field, found[i].facets[field]]));
    } catch (error) {
      console.warn(error.message);
    }
    this.#draw();
  }

  #draw() {
    if (!this.#results.facets) return;
    const held = document.activeElement?.closest?.(".lib-facets [data-key]");
    const at = held || this.list.querySelector('[data-key][tabindex="0"]');
    const stops = [at?.dataset.key, at?.closest("section").querySelector(".lib-facet-head")?.dataset.key];
    const groups = facetGroups(this.#results, this.#others);
    arrange(this.list, [...groups.map((group) => this.#group(group)).filter(Boolean), this.#trash()]);
    this.#rove(stops, Boolean(held));
  }

  #trash() {
    const { inTrash } = this.#results;
    const click = () => ({ query: inTrash ? "" : "trashed:yes" });
    const content = [icon("trash", { size: 14 }), "In trash"];
    const row = this.#row("Trash", { wanted: "trashed:yes", content, count: this.#trashed ?? undefined, on: inTrash, click });
    return this.#drawn("Trash", () => h("section", { "aria-label": "Trash", class: "lib-trash" }, row));
  }

  #group({ name, rows }) {
    const collects = name === "Collection";
    if (!rows.length && !collects) return null;
    const folded = this.#folded.has(name);
    const all = this.#open.has(name);
    const shown = all ? rows : rows.filter((one, i) => i < FEW || one.on);
    const section = this.#drawn(name, () => h("section", { "aria-label": name }, h("h3", null, this.#head(name))));
    const title = section.firstChild;
    title.firstChild.setAttribute("aria-expanded", String(!folded));
    const more = rows.length > FEW && (all || rows.length > shown.length) ? [this.#more(name, all ? 0 : rows.length - shown.length)] : [];
    const body = folded ? [] : [...shown.map((one) => this.#row(name, one)), ...more, ...(collects ? [this.collect] : [])];
    arrange(section, [title, ...body]);
    return section;
  }

  #head(name) {
    const props = { type: "button", class: "lib-facet-head", dataset: { key: name }, onclick: () => this.#fold(name) };
    return h("button", props, name, icon("right", { size: 10 }));
  }

  /** The button that shows `hidden` further values; with none of them, the one that shows fewer. */
  #more(name, hidden) {
    const key = `${name} more`;
    const element = this.#drawn(key, () => h("button", { type: "button", class: "lib-more", dataset: { key }, onclick: () => this.#show(name) }));
    element.textContent = hidden ? `${hidden.toLocaleString("en-US")} more` : "Fewer";
    element.setAttribute("aria-label", `${element.textContent} of ${name}`);
    return element;
  }

  #row(group, { wanted, content, count, on, click = null, several = false }) {
    const props = { type: "button", class: "lib-facet", dataset: { key: wanted } };
    const name = h("span", { class: "lib-facet-name" }, content);
    const element = this.#drawn(`${group}/${wanted}`, () => h("button", props, name, h("span", { class: "lib-facet-count" })));
    if (!element.firstChild.isEqualNode(name)) element.firstChild.replaceWith(name);
    element.onclick = () => this.#ask(click?.() ?? { query: toggled(this.#results.query, wanted, { only: !several }) });
    element.setAttribute("aria-pressed", String(on));
    element.lastChild.textContent = count === undefined ? "" : count.toLocaleString("en-US");
    return element;
  }

  /** What stands for `key`, drawn once: a click or a focus outlives new counts. */
  #drawn(key, draw) {
    if (!this.#elements.has(key)) this.#elements.set(key, draw());
    return this.#elements.get(key);
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
    if (to !== undefined) this.#rove([all[Math.max(0, Math.min(all.length - 1, to))].dataset.key], true);
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      this.#turn(at.closest("section").querySelector(".lib-facet-head"), event.key === "ArrowRight");
    } else return;
    event.preventDefault();
  }

  #turn(head, open) {
    if (!head) return;
    this.#rove([head.dataset.key], true);
    if ((head.getAttribute("aria-expanded") === "true") !== open) this.#fold(head.dataset.key);
  }

  /** Tab stops at the first of `keys` that is there; of a row that is gone, the next one is the head of its group. */
  #rove(keys, focus) {
    const all = [...this.list.querySelectorAll("[data-key]")];
    const at = keys.map((key) => all.find((one) => one.dataset.key === key)).find(Boolean) || all[0];
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

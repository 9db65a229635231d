// The left column: counts by project, type, status, rating, tag and model. A click puts the term into the search box.

import { h, icon, put, typeName } from "../core/dom.js";
import { page } from "../core/page.js";
import { projects } from "../core/projects.js";
import { has, hasField, term, terms, toggled, withoutField } from "./query.js";
import { statusMark } from "../parts/words.js";

const FEW_TAGS = 8;
const TYPES = ["ambience", "sfx", "music", "ui", "voice"];
const STATUSES = ["take", "approved", "rejected", "delivered"];

export class Facets {
  #results;
  #onQuery;
  #manyTags = false;
  #projects = [];
  #others = {}; // counts of a field's other values while one of them is asked for

  /** onQuery(text, {everywhere}) is told what a click asks for. */
  constructor(results, onQuery) {
    this.#results = results;
    this.#onQuery = onQuery;
    this.element = h("nav", { class: "lib-facets st-scroll", "aria-label": "Facets" });
    results.addEventListener("facets", () => this.#update());
  }

  async #update() {
    this.#draw();
    const query = this.#results.query;
    const asked = ["type", "status", "model", "rating"].filter((field) => hasField(query, field));
    try {
      const [known, ...found] = await Promise.all([
        projects(),
        ...asked.map((field) => this.#results.count(withoutField(query, field), { facets: 1 })),
      ]);
      if (query !== this.#results.query) return;
      this.#projects = known;
      this.#others = Object.fromEntries(asked.map((field, i) => [field, found[i].facets[field]]));
    } catch (error) {
      console.warn(error.message);
    }
    this.#draw();
  }

  #draw() {
    const facets = this.#results.facets;
    if (!facets) return;
    const held = document.activeElement?.closest?.(".lib-facet")?.dataset.key;
    put(
      this.element,
      this.#where(),
      this.#types(facets),
      this.#statuses(facets),
      this.#ratings(facets),
      this.#tags(facets),
      this.#models(facets),
      this.#trash(),
    );
    if (held) this.element.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus();
  }

  #group(name, rows, more = null) {
    const there = rows.filter(Boolean);
    if (!there.length && !more) return null;
    return h("section", { "aria-label": name }, h("h3", null, name), there, more);
  }

  #row(wanted, content, count, { only = true, on = has(this.#results.query, wanted), click = null } = {}) {
    return h(
      "button",
      {
        type: "button",
        class: "lib-facet",
        "aria-pressed": String(on),
        dataset: { key: wanted },
        onclick: click || (() => this.#onQuery(toggled(this.#results.query, wanted, { only }))),
      },
      h("span", { class: "lib-facet-name" }, content),
      count !== null && h("span", { class: "lib-facet-count" }, count === undefined ? "" : count.toLocaleString("en-US")),
    );
  }

  #where() {
    const here = this.#projects.find((one) => one.name === page.project)?.assets;
    const all = this.#projects.length ? this.#projects.reduce((sum, one) => sum + one.assets, 0) : undefined;
    const { everywhere, query } = this.#results;
    const named = hasField(query, "project");
    return this.#group("Project", [
      this.#row("here", page.project, here, {
        on: !everywhere && !named,
        click: () => this.#onQuery(withoutField(query, "project"), { everywhere: false }),
      }),
      this.#row("everywhere", "all projects", all, {
        on: everywhere && !named,
        click: () => this.#onQuery(withoutField(query, "project"), { everywhere: true }),
      }),
    ]);
  }

  #counts(field, facets) {
    return hasField(this.#results.query, field) ? { ...this.#others[field], ...facets[field] } : facets[field];
  }

  #types(facets) {
    const counts = this.#counts("type", facets);
    const mark = (type) => [h("i", { class: "st-swatch", "data-type": type }), typeName(type)];
    return this.#group(
      "Type",
      TYPES.filter((type) => counts[type] || has(this.#results.query, term("type", type))).map((type) =>
        this.#row(term("type", type), mark(type), counts[type] || 0),
      ),
    );
  }

  #statuses(facets) {
    const counts = this.#counts("status", facets);
    return this.#group(
      "Status",
      STATUSES.map(
        (status) =>
          (counts[status] || has(this.#results.query, term("status", status))) &&
          this.#row(term("status", status), statusMark(status), counts[status] || 0),
      ),
    );
  }

  #ratings(facets) {
    const counts = this.#counts("rating", facets);
    const from = (low) => [1, 2, 3, 4, 5].filter((n) => n >= low).reduce((sum, n) => sum + (counts[n] || 0), 0);
    const said = (n, text) => [picture(n), text && h("span", { class: "st-3" }, text), h("span", { class: "st-sr" }, `${n} stars`)];
    return this.#group("Rating", [
      this.#row("rating:5", said(5), counts[5] || 0),
      this.#row("rating:>=4", said(4, "and up"), from(4)),
      this.#row("rating:>=3", said(3, "and up"), from(3)),
      this.#row("-rating:>=1", "not rated", counts.none || 0),
    ]);
  }

  #tags(facets) {
    const asked = terms(this.#results.query)
      .filter((one) => one.field === "tag" && !one.minus)
      .map((one) => one.value.toLowerCase());
    const all = Object.entries(facets.tags);
    const shown = this.#manyTags ? all : all.filter(([tag], i) => i < FEW_TAGS || asked.includes(tag.toLowerCase()));
    const text = this.#manyTags ? "Fewer tags" : `${all.length - shown.length} more tags`;
    const more =
      (this.#manyTags || all.length > shown.length) && h("button", { type: "button", class: "lib-more", onclick: () => this.#toggleTags() }, text);
    return this.#group(
      "Tags",
      shown.map(([tag, count]) => this.#row(term("tag", tag), tag, count, { only: false })),
      more || null,
    );
  }

  #toggleTags() {
    this.#manyTags = !this.#manyTags;
    this.#draw();
  }

  #models(facets) {
    const counts = this.#counts("model", facets) || {};
    const short = (id) => (id === "sketch" ? "Sketch" : id.split("/").pop());
    return this.#group(
      "Model",
      Object.entries(counts).map(([id, count]) => this.#row(term("model", id), short(id), count)),
    );
  }

  #trash() {
    return h("section", { "aria-label": "Trash", class: "lib-trash" }, this.#row("trashed:yes", [icon("trash", { size: 14 }), "Trash"], null));
  }
}

function picture(n) {
  return h(
    "span",
    { class: "st-stars", "aria-hidden": "true" },
    [1, 2, 3, 4, 5].map((i) => icon("star", { filled: i <= n })),
  );
}

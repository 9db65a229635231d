// "What varies": seeds, axes or random draws, and how many sounds that makes.

import { button, fmtCount, h, put } from "../core/dom.js";
import { axisRow } from "./axisrow.js";
import { choiceField, numberField, selectField, wholeField } from "./fields.js";
import { axisValue } from "./words.js";

const MOST_SEED = 2 ** 31 - 1;
const SHOWN_VALUES = 6;
const MOST_DRAWS = 8;

export class Varies {
  #limits;
  #onChange;
  #options = [];
  #draws = [];

  /** limits: {fewest, most, draws}: of takes, and of random draws. onChange() hears of what the user does. */
  constructor(limits, onChange) {
    this.#limits = limits;
    this.#onChange = onChange;
    const changed = () => this.#changed();
    this.kind = choiceField(
      "What varies",
      [
        ["seeds", "Seeds"],
        ["axes", "Axes"],
        ["random", "Random draws"],
      ],
      { onChange: (kind) => this.#turned(kind) },
    );
    this.takes = numberField("Takes", { minimum: limits.fewest, maximum: limits.most, step: 1, onChange: changed });
    this.axes = {
      x: axisRow("Across", { onChange: changed }),
      y: axisRow("Down", { none: "Nothing", onChange: changed }),
      page: axisRow("Pages", { none: "Nothing", onChange: changed }),
    };
    this.each = selectField("Seed of the cells", { onChange: changed });
    this.each.fill([
      ["same", "The same in all"],
      ["different", "A different one each"],
    ]);
    this.count = numberField("Sounds", { minimum: limits.fewest, maximum: limits.draws, step: 1, onChange: changed });
    this.drawn = h("div", { class: "var-axes" });
    this.more = button("Draw one more", { icon: "plus", kind: "quiet", class: "st-btn-small", onclick: () => this.#add().focus() });
    this.seeds = choiceField(
      "Seeds",
      [
        ["random", "Random"],
        ["from", "From a number"],
      ],
      { onChange: changed },
    );
    this.seed = wholeField("First seed", { minimum: 0, maximum: MOST_SEED, onChange: changed });
    this.bySeeds = h("div", { class: "var-axes" }, this.takes.element);
    this.byAxes = h("div", { class: "var-axes" }, Object.values(this.axes).map((row) => row.element));
    this.byDraws = h("div", { class: "var-axes" }, this.count.element, this.drawn, this.more);
    const shared = [this.each, this.seeds, this.seed].map((one) => one.element);
    this.element = h("div", { class: "var-axes" }, this.kind.element, this.bySeeds, this.byAxes, this.byDraws, shared);
    this.takes.value = 8;
    this.count.value = 12;
    this.#show();
  }

  /** What goes into the request: {design, count, seed}. */
  get asked() {
    const seed = this.seeds.value === "from" ? (this.seed.value ?? 0) : null;
    return { design: this.design, seed, ...(this.kind.value === "seeds" ? { count: this.takes.value } : {}) };
  }

  get design() {
    const { x, y, page } = this.axes;
    if (this.kind.value === "axes") return { kind: "axes", x: x.axis, y: y.axis, page: page.axis, seeds: this.each.value };
    if (this.kind.value === "random") {
      const draws = this.#draws.map((row) => row.axis);
      return { kind: "random", count: this.count.value, draws, seeds: this.each.value };
    }
    return { kind: "seeds", count: this.takes.value };
  }

  /** Whether as many takes are asked for as can be; says so where not. */
  get counted() {
    const { fewest, most } = this.#limits;
    const able = this.kind.value !== "seeds" || (this.takes.value >= fewest && this.takes.value <= most);
    if (!able) this.takes.error(`Make ${fewest} to ${most} takes.`);
    return able;
  }

  /** Shows a design, and the seed that it starts from. */
  show(design, seed = null) {
    this.kind.value = design.kind;
    if (design.kind === "axes") {
      for (const [name, row] of Object.entries(this.axes)) row.set(design[name] ?? null);
    } else if (design.kind === "random") {
      this.count.value = design.count;
      this.#draws = [];
      put(this.drawn);
      design.draws.forEach((axis) => this.#add(axis));
    } else this.takes.value = design.count || 8;
    this.each.value = design.seeds || "same";
    const from = seed !== null && seed !== undefined;
    this.seeds.value = from ? "from" : "random";
    this.seed.value = from ? seed : "";
    this.#show();
  }

  /** What can be varied, as axisOptions gives it. */
  offer(options) {
    if (JSON.stringify(options) === JSON.stringify(this.#options)) return;
    this.#options = options;
    for (const row of this.#rows) row.offer(options);
    if (!this.#draws.length) this.#add();
  }

  /** What the server makes of it: values in words, problems at their fields. */
  planned({ columns, rows, pages, problems }) {
    const values = { x: columns, y: rows, page: pages };
    for (const [name, row] of Object.entries(this.axes)) row.hint(row.axis ? said(values[name]) : "");
    for (const row of this.#rows) row.problem(null);
    // Where nothing was written yet, nothing is wrong yet.
    return problems.filter((problem) => this.#row(problem)?.axis?.values.trim() !== "" && !this.refused(problem));
  }

  #row({ field }) {
    return this.axes[field] || (field?.startsWith("draws.") ? this.#draws[Number(field.slice(6))] : null) || null;
  }

  /** Shows a problem at the field that it names; the field, or null where it names none. */
  refused(problem) {
    const name = problem.field || "";
    const row = this.#row(problem);
    row?.problem(problem);
    const other = { Takes: this.takes, Seed: this.seed, count: this.count, Sounds: this.count }[name];
    other?.error(problem.message.replace(`${name}: `, ""));
    return row || other || null;
  }

  clearErrors() {
    for (const one of [this.takes, this.count, this.seed]) one.error("");
    for (const row of this.#rows) row.problem(null);
  }

  /** What the button says: "Generate 8 variations". */
  words(cells) {
    const n = cells ?? (this.kind.value === "seeds" ? this.takes.value : this.kind.value === "random" ? this.count.value : null);
    return n === null ? "Generate grid" : `Generate ${fmtCount(n, "variation")}`;
  }

  get #rows() {
    return [...Object.values(this.axes), ...this.#draws];
  }

  #add(axis = null) {
    const row = axisRow(`Draw ${this.#draws.length + 1}`, { onChange: () => this.#changed(), onRemove: () => this.#remove(row) });
    this.#draws.push(row);
    row.offer(this.#options);
    row.set(axis);
    this.drawn.append(row.element);
    this.#show();
    return row;
  }

  #remove(row) {
    const kept = this.#draws.filter((one) => one !== row).map((one) => one.axis);
    this.#draws = [];
    put(this.drawn);
    for (const axis of kept) this.#add(axis);
    this.#changed();
    this.more.focus();
  }

  /** Axes are told apart best on one seed; draws that differ in everything may as well differ in that. */
  #turned(kind) {
    this.each.value = kind === "random" ? "different" : "same";
    this.#changed();
  }

  #changed() {
    for (const one of [this.takes, this.count]) one.error("");
    this.#show();
    this.#onChange();
  }

  #show() {
    const kind = this.kind.value;
    this.bySeeds.hidden = kind !== "seeds";
    this.byAxes.hidden = kind !== "axes";
    this.byDraws.hidden = kind !== "random";
    this.each.element.hidden = kind === "seeds";
    this.more.disabled = this.#draws.length >= MOST_DRAWS;
    const from = this.seeds.value === "from";
    this.seed.element.hidden = !from;
    const { fewest, most, draws } = this.#limits;
    this.takes.hint(`${fewest} to ${most}`);
    this.count.hint(`${fewest} to ${draws}`);
    const first = this.seed.value;
    const many = kind === "seeds" ? this.takes.value || 0 : 0;
    this.seed.hint(from && first !== null && many ? `${first} to ${first + Math.max(0, many - 1)}` : "");
  }
}

function said(values) {
  if (!values?.length) return "";
  const shown = values.slice(0, SHOWN_VALUES).map(axisValue).join(", ");
  return `${fmtCount(values.length, "value")}: ${shown}${values.length > SHOWN_VALUES ? ", …" : ""}`;
}

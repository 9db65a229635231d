// What the ratings say: for each value of each axis the mean, its interval, and how few they rest on.

import { get } from "../core/api.js";
import { assets } from "../core/assets.js";
import { fmtCount, fmtNumber, h, put } from "../core/dom.js";
import { axisValue } from "./words.js";

const WAIT_MS = 400;
const [WORST, BEST] = [1, 5];

export class Learned {
  #grids;
  #timer = 0;
  #asked = "";

  constructor(grids) {
    this.#grids = grids;
    this.element = h("section", { class: "var-section var-learned", "aria-label": "What rates best", hidden: true });
    grids.addEventListener("grid", () => this.#ask(0));
    grids.addEventListener("cells", () => this.#ask(WAIT_MS));
    assets.onChange(() => this.#ask(WAIT_MS));
  }

  /** Asks again where a rating has changed. */
  #ask(wait) {
    const { current } = this.#grids;
    const ratings = current?.cells.map((cell) => cell.asset?.review.rating ?? 0) ?? [];
    const wanted = `${current?.id} ${ratings}`;
    if (wanted === this.#asked) return;
    this.#asked = wanted;
    clearTimeout(this.#timer);
    if (!current || current.design.kind === "seeds") this.element.hidden = true;
    else this.#timer = setTimeout(() => this.#read(current.id, wanted), wait);
  }

  async #read(id, wanted) {
    const found = await get(`/grids/${id}/learned`).catch(() => null);
    if (wanted !== this.#asked) return;
    this.element.hidden = !found?.rated;
    if (this.element.hidden) return;
    const count = h("p", { class: "st-hint" }, fmtCount(found.rated, "rating"));
    put(this.element, h("h3", null, "What rates best"), count, found.axes.map(plot));
  }
}

function plot({ name, values, says }) {
  // Only what two ratings or more speak for is set above the others, and only where there is another such.
  const known = values.filter((value) => value.low !== null).sort((a, b) => b.mean - a.mean);
  const best = known.length > 1 && known[0].mean > known[1].mean ? known[0] : null;
  return [
    h(
      "table",
      { class: "var-plot" },
      h("caption", null, name),
      h("tbody", null, values.map((value) => row(value, value === best))),
    ),
    says && h("p", { class: "st-small st-2 var-says" }, says),
  ];
}

function row(value, best) {
  const { label, n, mean, low, high } = value;
  const at = (rating) => 100 * Math.max(0, Math.min(1, (rating - WORST) / (BEST - WORST)));
  const interval = low !== null;
  return h(
    "tr",
    { class: best ? "var-best" : "", title: inWords(value) },
    h("th", { scope: "row", class: "st-ellipsis", title: label }, axisValue(label)),
    h(
      "td",
      { class: "var-plot-track", "aria-hidden": "true" },
      h("i", { class: "var-plot-line" }),
      interval && h("i", { class: "var-plot-interval", style: { left: `${at(low)}%`, width: `${at(high) - at(low)}%` } }),
      n > 0 && h("i", { class: "var-plot-mean", style: { left: `${at(mean)}%` } }),
    ),
    h("td", { class: "st-num" }, n ? fmtNumber(mean) : "–"),
    h("td", { class: "st-num st-3" }, `n ${n}`),
  );
}

function inWords({ n, mean, spread, low, high }) {
  if (!n) return "Not rated";
  const known = low === null ? [] : [`95 % interval ${fmtNumber(low)} to ${fmtNumber(high)}`, `spread ${fmtNumber(spread)}`];
  return [`Mean ${fmtNumber(mean)}`, ...known, fmtCount(n, "rating")].join(", ");
}

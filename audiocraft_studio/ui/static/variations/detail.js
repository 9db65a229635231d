// The right column: the cell that has the focus.

import { button, fmtCount, fmtDuration, fmtLufs, fmtNumber, h, icon, iconButton, put, stars } from "../core/dom.js";
import { downloadUrl } from "../core/api.js";
import { assets } from "../core/assets.js";
import { page } from "../core/page.js";
import { bindWave } from "../core/wave.js";
import { regenerateButton, verdictLine } from "../parts/again.js";
import { badgeList } from "../parts/badges.js";
import { recallButtons, sendButton } from "../parts/recall.js";
import { facts, licence, recipeRows, statusMark } from "../parts/words.js";
import { soundsOf } from "./store.js";
import { changesOf } from "./words.js";

export class Detail {
  #acts;
  #view;
  #level;
  #does;
  #learned;
  #cell = null;
  #bound = null;
  #shown = "";

  /** does: {promote(cell), finer(cell)}. learned: what ratings say of the whole grid, shown in between. */
  constructor(acts, view, level, does, learned) {
    this.#acts = acts;
    this.#view = view;
    this.#level = level;
    this.#does = does;
    this.#learned = learned;
    this.verdict = verdictLine((asset) => page.send("library", { asset }));
    this.again = regenerateButton(
      () => this.#cell?.asset,
      () => this.#acts.path(this.#cell, "regenerate"),
    );
    this.element = h("div", { class: "var-detail st-scroll", role: "region", "aria-label": "The cell under the focus", tabindex: -1 });
  }

  /** Shows a cell; `grid` is what it belongs to. */
  show(cell, grid) {
    const asset = cell?.asset || null;
    const key = cell ? JSON.stringify([grid.id, cell.index, cell.state, cell.error, asset?.sha256, asset?.review, asset?.name]) : "";
    this.#cell = cell;
    if (key === this.#shown && asset) return this.#stand(asset, grid);
    if (key === this.#shown) return;
    this.#shown = key;
    const kept = this.element.contains(document.activeElement) ? document.activeElement.dataset.keep : null;
    this.#bound?.destroy();
    this.#bound = null;
    this.verdict.show(asset);
    this.again.show(asset);
    if (!cell) return put(this.element, h("p", { class: "st-hint st-pad" }, "Details of the cell under the focus stand here."));
    if (!asset) return put(this.element, this.#head(cell, grid), this.#waiting(cell), this.#learned);
    const canvas = h("canvas", { class: "var-detail-wave" });
    this.differs = h("section", { class: "var-section" });
    this.heard = h("p", { class: "st-hint var-heard" });
    put(
      this.element,
      this.#head(cell, grid),
      h("div", { class: "var-section" }, h("div", { class: "st-bed" }, canvas), this.heard, this.#judge(asset), this.#further()),
      this.differs,
      this.#learned,
      h("section", { class: "var-section" }, h("h3", null, "Quality"), badgeList(asset)),
      this.#recipe(asset),
      this.#onward(asset),
    );
    this.#bound = bindWave(canvas, asset, { scale: this.#view.zoom, list: () => this.#acts.sounds(), level: this.#level.gainOf });
    this.#stand(asset, grid);
    if (kept) this.element.querySelector(`[data-keep="${CSS.escape(kept)}"]`)?.focus({ preventScroll: true });
  }

  /** How the sound stands among the others, which may be more by now. */
  #stand(asset, grid) {
    this.heard.textContent = this.#level.said(asset);
    this.#compare(asset, grid);
  }

  #head(cell, grid) {
    const asset = cell.asset;
    const said = changesOf(grid, cell)
      .map(([name, text]) => `${name} ${text}`)
      .join(", ");
    const loved = Boolean(asset?.review.favourite);
    const heart = iconButton("heart", "Favourite (F)", {
      class: "st-btn-quiet",
      "aria-pressed": String(loved),
      "data-keep": "favourite",
      onclick: () => this.#acts.favourite(this.#cell),
    });
    if (loved) heart.replaceChildren(icon("heart", { filled: true }));
    return h(
      "div",
      { class: "var-detail-head", "data-type": asset?.type },
      h("h3", { class: "st-title" }, cell.label),
      h("span", { class: "st-small st-2 var-grow st-ellipsis", title: said }, said),
      asset && heart,
    );
  }

  #waiting(cell) {
    const said = {
      queued: "Waits for its turn.",
      running: "Is being made.",
      cancelled: "Was cancelled before it was made. What was finished is kept.",
      failed: cell.error,
    }[cell.state];
    const retry = ["failed", "cancelled"].includes(cell.state) && button("Retry", { onclick: () => this.#acts.retry(this.#cell) });
    return h("div", { class: "var-section" }, h("p", { class: cell.state === "failed" ? "st-bad" : "st-2" }, said), retry);
  }

  #judge(asset) {
    const { status } = asset.review;
    const rating = stars(asset, (n) => assets.rate(asset.id, n));
    rating.dataset.keep = "stars";
    return h(
      "div",
      { class: "var-judge" },
      rating,
      h("span", { class: "st-space" }),
      button("Approve", { icon: "check", kind: "ok", "data-keep": "approved", "aria-pressed": String(status === "approved"), onclick: () => this.#acts.approve(this.#cell) }),
      button("Reject", { icon: "close", kind: "bad", "data-keep": "rejected", "aria-pressed": String(status === "rejected"), onclick: () => this.#acts.reject(this.#cell) }),
    );
  }

  /** What to go on with from here. */
  #further() {
    const act = (text, name, title, does) => button(text, { kind: "quiet", icon: name, title, onclick: () => does(this.#cell) });
    return h(
      "div",
      { class: "st-row st-wrap var-further" },
      act("Promote", "extend", "Approve, longer, better, more like it (Enter)", this.#does.promote),
      act("More around this", "grid", "A finer grid around this cell (M)", this.#does.finer),
    );
  }

  /** What differs between the cells: what was varied, and what came of it. */
  #compare(asset, grid) {
    const all = soundsOf(grid);
    const rows = [
      ...changesOf(grid, this.#cell).map(([name, text], i) => [name, text, valuesOf(grid, i)]),
      ["Loudness", fmtLufs(asset.loudness_lufs), span(all.map((one) => one.loudness_lufs))],
      ["Peak", `${fmtNumber(asset.quality.peak_db)} dB`, span(all.map((one) => one.quality.peak_db))],
      [
        "Silence",
        `${Math.round(100 * asset.quality.silence_fraction)} %`,
        span(
          all.map((one) => 100 * one.quality.silence_fraction),
          0,
        ),
      ],
    ];
    put(
      this.differs,
      h("h3", null, "What differs"),
      h(
        "table",
        { class: "var-differs" },
        h(
          "thead",
          null,
          h(
            "tr",
            null,
            h("th", { scope: "col" }, h("span", { class: "st-sr" }, "Figure")),
            h("th", { scope: "col" }, "this"),
            h("th", { scope: "col" }, "in this grid"),
          ),
        ),
        h(
          "tbody",
          null,
          rows.map(([name, mine, others]) => h("tr", null, h("th", { scope: "row" }, name), h("td", null, mine), h("td", null, others))),
        ),
      ),
      h("p", { class: "st-hint" }, "Everything else in their recipes is the same."),
    );
  }

  #recipe(asset) {
    const rights = licence(asset);
    const rows = recipeRows(asset).filter(([name]) => name !== "Seed");
    const said = rights.warn ? h("span", { class: "st-warn st-row" }, icon("warn"), rights.text) : rights.text;
    return h(
      "section",
      { class: "var-section" },
      h("div", { class: "st-row" }, h("h3", null, "Recipe"), h("span", { class: "st-space" }), statusMark(asset.review.status)),
      h("p", { class: "var-prompt" }, asset.recipe.prompt),
      facts([...rows, ["Licence", said]]),
      h("div", { class: "st-row st-wrap" }, this.again.element, recallButtons(asset, ["prompt", "seed", "all"])),
      this.verdict.element,
    );
  }

  #onward(asset) {
    return h(
      "section",
      { class: "var-section st-row st-wrap" },
      h("a", { class: "st-btn", href: downloadUrl(asset), download: "" }, icon("download"), "WAV"),
      sendButton(asset, "mixer", "Mixer layer", "mixer", { tab: "scenes" }),
      sendButton(asset, "library", "Library", "list"),
      h("span", { class: "st-hint" }, fmtDuration(asset.duration_s)),
    );
  }
}

/** How many values of the i-th change there are: "5 values". */
function valuesOf(grid, i) {
  return fmtCount(new Set(grid.cells.map((cell) => changesOf(grid, cell)[i][1])).size, "value");
}

/** "−24.1 to −21.0" of the values that are there. */
function span(values, digits = 1) {
  const there = values.filter((value) => Number.isFinite(value));
  if (!there.length) return "";
  const [low, high] = [Math.min(...there), Math.max(...there)].map((value) => fmtNumber(value, digits));
  return low === high ? low : `${low} to ${high}`;
}

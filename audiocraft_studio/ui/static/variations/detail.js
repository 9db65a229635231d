// The right column: the cell that has the focus.

import { button, fmtDuration, fmtLufs, fmtNumber, h, icon, iconButton, put, stars } from "../core/dom.js";
import { assets } from "../core/assets.js";
import { page } from "../core/page.js";
import { player } from "../core/player.js";
import { bindWave } from "../core/wave.js";
import { regenerateButton, verdictLine } from "../parts/again.js";
import { badgeList } from "../parts/badges.js";
import { recallButtons, sendButton } from "../parts/recall.js";
import { facts, licence, recipeRows, statusMark } from "../parts/words.js";

export class Detail {
  #view;
  #cell = null;
  #bound = null;
  #shown = "";

  constructor(view) {
    this.#view = view;
    this.verdict = verdictLine((asset) => page.send("library", { asset }));
    this.again = regenerateButton(
      () => this.#cell?.asset,
      () => this.#view.path(this.#cell),
    );
    this.element = h("div", { class: "var-detail st-scroll", role: "region", "aria-label": "The cell under the focus", tabindex: -1 });
  }

  /** Shows a cell; `grid` is what it belongs to. */
  show(cell, grid) {
    const asset = cell?.asset || null;
    const key = cell ? JSON.stringify([grid.id, cell.index, cell.state, cell.error, asset?.sha256, asset?.review, asset?.name]) : "";
    this.#cell = cell;
    if (key === this.#shown && asset) return this.#compare(asset, grid);
    if (key === this.#shown) return;
    this.#shown = key;
    this.#bound?.destroy();
    this.#bound = null;
    this.verdict.show(asset);
    this.again.show(asset);
    if (!cell) return put(this.element, h("p", { class: "st-hint st-pad" }, "Details of the cell under the focus stand here."));
    if (!asset) return put(this.element, this.#head(cell), this.#waiting(cell));
    const canvas = h("canvas", { class: "var-detail-wave" });
    this.differs = h("section", { class: "var-section" });
    put(
      this.element,
      this.#head(cell),
      h("div", { class: "var-section" }, h("div", { class: "st-bed" }, canvas), this.#judge(asset)),
      this.differs,
      h("section", { class: "var-section" }, h("h3", null, "Quality"), badgeList(asset)),
      this.#recipe(asset),
      this.#onward(asset),
    );
    this.#bound = bindWave(canvas, asset, { scale: this.#view.zoom });
    this.#compare(asset, grid);
  }

  #head(cell) {
    const asset = cell.asset;
    const loved = Boolean(asset?.review.favourite);
    const heart = iconButton("heart", "Favourite (F)", {
      class: "st-btn-quiet",
      "aria-pressed": String(loved),
      onclick: () => this.#view.favourite(this.#cell),
    });
    if (loved) heart.replaceChildren(icon("heart", { filled: true }));
    return h(
      "div",
      { class: "var-detail-head", "data-type": asset?.type },
      h("h3", { class: "st-title" }, cell.label),
      h("span", { class: "st-small st-2 var-grow" }, `seed ${cell.seed}`),
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
    const retry = ["failed", "cancelled"].includes(cell.state) && button("Retry", { onclick: () => this.#view.retry() });
    return h("div", { class: "var-section" }, h("p", { class: cell.state === "failed" ? "st-bad" : "st-2" }, said), retry);
  }

  #judge(asset) {
    const { status } = asset.review;
    return h(
      "div",
      { class: "var-judge" },
      stars(asset, (n) => assets.rate(asset.id, n)),
      h("span", { class: "st-space" }),
      button("Approve", { icon: "check", kind: "ok", "aria-pressed": String(status === "approved"), onclick: () => this.#view.approve(this.#cell) }),
      button("Reject", { icon: "close", kind: "bad", "aria-pressed": String(status === "rejected"), onclick: () => this.#view.reject(this.#cell) }),
    );
  }

  /** What differs between the cells: the seed, and what came of it. */
  #compare(asset, grid) {
    const all = grid.cells.filter((cell) => cell.asset).map((cell) => cell.asset);
    const rows = [
      ["seed", String(asset.recipe.seed), `${all.length} seeds`],
      ["loudness", fmtLufs(asset.loudness_lufs), span(all.map((one) => one.loudness_lufs))],
      ["peak", `${fmtNumber(asset.quality.peak_db)} dB`, span(all.map((one) => one.quality.peak_db))],
      [
        "silence",
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
      h("p", { class: "st-hint" }, "Prompt, model and parameters are the same in all cells."),
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
      h("a", { class: "st-btn", href: player.downloadUrl(asset), download: "" }, icon("download"), "WAV"),
      sendButton(asset, "mixer", "Mixer layer", "mixer", { tab: "scenes" }),
      sendButton(asset, "library", "Library", "list"),
      h("span", { class: "st-hint" }, fmtDuration(asset.duration_s)),
    );
  }
}

/** "−24.1 to −21.0" of the values that are there. */
function span(values, digits = 1) {
  const there = values.filter((value) => Number.isFinite(value));
  if (!there.length) return "";
  const [low, high] = [Math.min(...there), Math.max(...there)].map((value) => fmtNumber(value, digits));
  return low === high ? low : `${low} to ${high}`;
}

// One place of the grid. Its size never changes, whatever it holds.

import { button, fmtEta, fmtLufs, h, icon, put, stars } from "../core/dom.js";
import { player } from "../core/player.js";
import { bindWave } from "../core/wave.js";
import { ListenButton } from "../parts/listen.js";

const WORDS = { queued: "Queued", running: "Generating", failed: "Failed", cancelled: "Cancelled" };

export class CellView {
  #bound = null;
  #drawn = "";
  #acts;
  #placed = false;

  /** acts: an Acts. */
  constructor(acts) {
    this.#acts = acts;
    this.label = h("span", null);
    this.sounding = h("span", { class: "var-sounding" });
    this.said = h("span", { class: "var-cell-said st-ellipsis" });
    this.mark = h("span", { class: "var-cell-mark", title: "Chosen (C)", hidden: true }, icon("check"));
    this.body = h("div", { class: "var-cell-body" });
    this.foot = h("div", { class: "var-cell-foot" });
    this.element = h(
      "div",
      { class: "var-cell", role: "gridcell", tabindex: -1 },
      h("div", { class: "var-cell-head" }, this.label, this.sounding, this.said, this.mark),
      this.body,
      this.foot,
    );
  }

  /**
   * Shows a cell as it is now. scale: the factor on the height that all waveforms of the grid share. changes: [[name,
   * text], …], what was varied in it; said: which of it stands in the cell.
   */
  update(cell, { scale, progress, eta_s: eta, changes, said }) {
    this.cell = cell;
    this.label.textContent = cell.label;
    this.said.textContent = this.said.title = said;
    this.element.dataset.state = cell.state;
    this.element.dataset.index = cell.index;
    this.element.classList.toggle("var-rejected", cell.asset?.review.status === "rejected");
    this.element.setAttribute("aria-label", describe(cell, changes));
    const kind = kindOf(cell);
    if (this.#bound && this.scale !== scale) this.#bound.update({ scale });
    this.scale = scale;
    if (kind !== this.#drawn && this.#placed) this.#drawBody(cell, kind);
    if (cell.state === "running") this.progress(progress, eta);
    this.#drawFoot(cell);
    this.playing();
  }

  /** Whether the cell stands on the page; on one that is not shown, it draws nothing. */
  place(on) {
    if (on === this.#placed) return;
    this.#placed = on;
    if (on) this.#drawBody(this.cell, kindOf(this.cell));
    else this.#leave();
  }

  /** How far the cell is that is being made. */
  progress(share, eta) {
    if (!this.bar) return;
    this.bar.style.width = `${100 * share}%`;
    this.left.textContent = eta ? `${fmtEta(eta)} left` : "";
    this.listen.update(this.#acts.job);
  }

  /** Shows whether this cell was chosen. */
  choose(on) {
    this.mark.hidden = !on;
    this.element.setAttribute("aria-selected", String(on));
    this.element.classList.toggle("var-chosen", on);
  }

  /** Shows whether this cell sounds. */
  playing() {
    const asset = this.cell?.asset;
    const mine = Boolean(asset) && player.isCurrent(asset);
    const on = mine && player.playing;
    this.listen?.update(this.#acts.job);
    this.element.classList.toggle("var-playing", mine && (on || player.position > 0));
    if (this.sounding.childElementCount !== Number(on)) put(this.sounding, on && icon("pause"));
  }

  destroy() {
    this.place(false);
  }

  #leave() {
    this.#bound?.destroy();
    this.#bound = this.bar = this.listen = null;
    this.#drawn = "";
  }

  #drawBody(cell, kind) {
    this.#leave();
    this.#drawn = kind;
    if (cell.asset) {
      const canvas = h("canvas", { class: "var-cell-wave" });
      put(this.body, h("div", { class: "st-bed var-cell-bed" }, canvas));
      const { level } = this.#acts.listening;
      this.#bound = bindWave(canvas, cell.asset, { scale: this.scale, title: false, list: () => this.#acts.sounds(), level });
    } else put(this.body, this.#middle(cell));
  }

  #middle(cell) {
    if (cell.state === "running") {
      this.bar = h("i");
      this.left = h("span");
      this.listen = new ListenButton(cell.index, () => this.#acts.early(this.cell), { tabindex: -1 });
      return h("div", { class: "var-mid" }, h("div", { class: "st-progress" }, this.bar), this.left, this.listen.element);
    }
    if (cell.state === "queued") return h("div", { class: "var-mid" }, "Waiting");
    if (cell.state === "cancelled") return h("div", { class: "var-mid" }, "Not made");
    const retry = button("Retry", {
      class: "st-btn-small",
      tabindex: -1,
      title: "Runs this cell again",
      onclick: () => this.#acts.retry(this.cell),
    });
    const reason = cell.error || "It failed without a reason.";
    return h("div", { class: "var-mid", title: reason }, h("span", { class: "var-reason" }, icon("warn"), h("span", null, reason)), retry);
  }

  #drawFoot(cell) {
    const asset = cell.asset;
    const key = asset ? `${asset.review.rating} ${asset.review.favourite} ${asset.review.status}` : cell.state;
    if (key === this.footed) return;
    this.footed = key;
    if (!asset) {
      put(this.foot, h("span", null, WORDS[cell.state]));
      return;
    }
    const { favourite, status } = asset.review;
    const marks = [
      favourite && h("span", { class: "var-heart" }, icon("heart", { filled: true })),
      status === "approved" && h("span", { class: "st-ok" }, icon("check")),
      status === "delivered" && h("span", { class: "st-info" }, icon("extend")),
      status === "rejected" && h("span", { class: "st-bad" }, icon("close")),
    ];
    put(
      this.foot,
      stars(asset, (n) => this.#acts.rate(this.cell, n), { focusable: false }),
      h("span", { class: "st-space" }),
      marks,
    );
  }
}

/** What stands in the middle of a cell; it is drawn again when that changes. */
function kindOf(cell) {
  return cell.asset ? `done ${cell.asset.sha256}` : cell.state;
}

/** What a reader hears of a cell. */
function describe(cell, changes) {
  const asset = cell.asset;
  const parts = [cell.label, ...changes.map(([name, text]) => `${name} ${text}`)];
  if (!asset) return [...parts, WORDS[cell.state].toLowerCase(), cell.error].filter(Boolean).join(", ");
  const { rating, favourite, status } = asset.review;
  parts.push(rating ? `${rating} of 5 stars` : "not rated");
  if (favourite) parts.push("favourite");
  if (status !== "take") parts.push(status);
  parts.push(fmtLufs(asset.loudness_lufs));
  return parts.join(", ");
}

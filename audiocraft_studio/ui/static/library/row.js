// One row of the list. Rows are few and are used again for other assets while the list scrolls.

import { assets } from "../core/assets.js";
import { fmtDuration, fmtNumber, h, icon, put, stars } from "../core/dom.js";
import { player } from "../core/player.js";
import { bindWave } from "../core/wave.js";
import { nameParts, statusMark, typeMark } from "../parts/words.js";

export class Row {
  index = -1;
  asset = null;
  #bound = null;
  #drawn = "";
  #cells = {};
  #scale = 1;
  #list;

  /** list: {pick(event, row), tick(row), play(row), listFor(index)}. */
  constructor(list, id) {
    this.#list = list;
    const cell = (name, ...children) => (this.#cells[name] = h("div", { class: `lib-c lib-c-${name}`, role: "gridcell" }, children));
    this.box = h("input", { type: "checkbox", tabindex: -1, onclick: (event) => this.#ticked(event) });
    this.play = h("button", { type: "button", class: "lib-play", tabindex: -1, onclick: (event) => this.#played(event) });
    this.canvas = h("canvas", { class: "lib-wave" });
    this.element = h(
      "div",
      { class: "lib-row", role: "row", id, onpointerdown: (event) => list.pick(event, this), ondblclick: () => list.play(this) },
      cell("select", this.box),
      cell("play", this.play),
      cell("name"),
      cell("wave", this.canvas),
      cell("type"),
      cell("length"),
      cell("rating"),
      cell("status"),
      cell("lufs"),
      cell("tags"),
      cell("made"),
    );
  }

  /** Puts the row at a place of the list, without its waveform. asset: null while it is on its way. */
  show(index, asset, { top, active, selected }) {
    this.index = index;
    this.asset = asset;
    this.element.style.transform = `translateY(${top}px)`;
    this.element.setAttribute("aria-rowindex", index + 2);
    this.element.setAttribute("aria-selected", String(selected));
    this.element.classList.toggle("lib-active", active);
    this.box.checked = selected;
    const key = asset ? this.#key(asset) : "";
    if (key !== this.#drawn) this.#draw(asset, key);
    this.sounding();
  }

  /**
   * Paints the waveform, higher by the factor `scale`. Apart from `show`, as it measures its place: all rows are
   * written first, then all are painted.
   */
  paint(scale) {
    const { asset } = this;
    if (!asset) return;
    this.canvas.classList.remove("lib-old");
    if (!this.#bound) this.#bound = bindWave(this.canvas, asset, { title: false, scale });
    else if (scale !== this.#scale) this.#bound.update({ scale });
    this.#scale = scale;
    if (this.#bound.asset?.id !== asset.id) this.#bound.setAsset(asset);
  }

  /** Shows whether this row sounds. */
  sounding() {
    const mine = Boolean(this.asset) && player.isCurrent(this.asset);
    const on = mine && player.playing;
    this.play.classList.toggle("lib-play-on", mine && (on || player.position > 0));
    if (this.play.dataset.on !== String(on)) put(this.play, icon(on ? "pause" : "play"));
    this.play.dataset.on = String(on);
    const said = `${on ? "Pause" : "Play"} ${this.asset?.name || ""}`;
    if (this.play.getAttribute("aria-label") !== said) this.play.setAttribute("aria-label", said);
  }

  destroy() {
    this.#bound?.destroy();
  }

  #key(asset) {
    const { rating, status, favourite } = asset.review;
    return [asset.id, asset.name, rating, status, favourite, asset.score, asset.tags.join()].join("|");
  }

  #draw(asset, key) {
    this.#drawn = key;
    const c = this.#cells;
    this.element.classList.toggle("lib-coming", !asset);
    if (this.element.dataset.id !== (asset?.id || "")) this.canvas.classList.add("lib-old");
    this.element.dataset.id = asset?.id || "";
    if (!asset) {
      for (const name of ["name", "type", "length", "rating", "status", "lufs", "tags", "made"]) put(c[name]);
      return;
    }
    this.box.setAttribute("aria-label", `Select ${asset.name}`);
    const percent = Math.round(100 * asset.score);
    const alike = asset.score !== undefined && h("span", { class: "lib-alike st-num", title: "How alike it sounds" }, `${percent} %`);
    put(c.name, nameParts(asset.name), asset.review.favourite && icon("heart", { filled: true, size: 12 }), alike);
    c.name.title = asset.name;
    put(c.type, typeMark(asset.type));
    put(c.length, fmtDuration(asset.duration_s));
    put(
      c.rating,
      stars(asset, (n) => assets.rate(asset.id, n), { focusable: false }),
    );
    put(c.status, statusMark(asset.review.status));
    put(c.lufs, asset.loudness_lufs === null ? "" : fmtNumber(asset.loudness_lufs));
    put(c.tags, h("span", { class: "st-ellipsis", title: asset.tags.join(", ") }, asset.tags.join(", ")));
    put(c.made, madeAt(asset.created_at));
    c.made.title = whole.format(new Date(asset.created_at));
  }

  #ticked(event) {
    event.stopPropagation();
    this.#list.tick(this, event);
  }

  #played(event) {
    event.stopPropagation();
    this.#list.play(this);
  }
}

const whole = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
const time = new Intl.DateTimeFormat("en-GB", { hour: "numeric", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const month = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric" });

/** The time for what was made today, the day for the rest. */
function madeAt(iso) {
  const [at, now] = [new Date(iso), new Date()];
  if (at.toDateString() === now.toDateString()) return time.format(at);
  return (at.getFullYear() === now.getFullYear() ? day : month).format(at);
}

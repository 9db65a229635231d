// The sounds that are nearest to the shown one: to hear at once, to open, or to see more of.

import { assets } from "../core/assets.js";
import { button, fmtDuration, h, iconButton, put, roving } from "../core/dom.js";
import { page } from "../core/page.js";
import { player } from "../core/player.js";
import { bindWave } from "../core/wave.js";
import { nameParts } from "../parts/words.js";
import { Asking } from "./asking.js";
import { Section } from "./section.js";

const SHOWN = 6;

export class Similar {
  #asset = null;
  #asking = new Asking();
  #asked = "";
  #onOpen;
  #scope;

  /** onOpen(asset) is asked to show another sound. scope() gives the query parameters of where to look. */
  constructor(onOpen, scope) {
    this.#onOpen = onOpen;
    this.#scope = scope;
    this.list = h("ul", { class: "lib-similar", "aria-label": "Similar sounds" });
    this.moves = roving(this.list, () => [...this.list.querySelectorAll(".lib-similar-hear")], { vertical: true });
    this.said = h("p", { class: "st-hint", role: "status" });
    this.more = button("More like this", { kind: "quiet", class: "st-btn-small", onclick: () => page.send("library", { similar: this.#asset }) });
    this.section = new Section("similar", "Similar", this.list, this.said, this.more);
    this.section.onOpen(() => this.#asset && this.#ask());
    this.element = this.section.element;
    player.addEventListener("change", () => this.#follow());
  }

  show(asset) {
    this.#asset = asset;
    this.section.hide(Boolean(asset.trashed_at));
    if (this.section.isOpen) this.#ask();
  }

  #ask() {
    const { id } = this.#asset;
    const { q = "", project } = this.#scope();
    const wanted = new URLSearchParams({ q, limit: SHOWN, ...(project && { project }) });
    const path = `/assets/${id}/similar?${wanted}`;
    if (path === this.#asked) return;
    this.#asked = path;
    this.#asking.ask(
      path,
      (answer) => this.#draw(answer.assets.map((asset) => assets.remember(asset))),
      (error) => {
        this.#asked = "";
        this.#draw([], error.message);
      },
    );
  }

  #draw(found, problem = "Nothing here is like it.") {
    this.said.textContent = found.length ? "" : problem;
    this.said.hidden = found.length > 0;
    this.more.disabled = found.length === 0;
    const rows = found.map((asset) => this.#row(asset, found));
    const held = this.list.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    put(
      this.list,
      rows.map((one) => one.element),
    );
    for (const { canvas, asset } of rows) bindWave(canvas, asset, { seek: false, title: false });
    this.moves.refresh();
    if (held) this.list.querySelector(`.lib-similar-hear[data-id="${held}"]`)?.focus();
    this.#follow();
  }

  #row(asset, all) {
    const alike = Math.round(100 * asset.score);
    const canvas = h("canvas", { class: "lib-similar-wave" });
    const hear = h(
      "button",
      {
        type: "button",
        class: "lib-similar-hear",
        title: `${asset.name}, ${fmtDuration(asset.duration_s)}, ${alike} % alike`,
        "aria-label": `Play ${asset.name}, ${alike} % alike`,
        dataset: { type: asset.type, id: asset.id },
        onclick: () => (player.isCurrent(asset) && player.playing ? player.pause() : player.play(asset, { list: all })),
      },
      h("span", { class: "lib-similar-name" }, h("i", { class: "st-swatch" }), nameParts(asset.name)),
      canvas,
      h("span", { class: "lib-score", "aria-hidden": "true" }, h("i", { style: { width: `${alike}%` } })),
      h("span", { class: "st-hint st-num", "aria-hidden": "true" }, `${alike} %`),
    );
    const open = () => this.#onOpen(asset);
    hear.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      open();
    });
    const show = iconButton("right", `Show ${asset.name}`, { class: "st-btn-quiet lib-similar-open", tabindex: -1, onclick: open });
    return { asset, canvas, element: h("li", null, hear, show) };
  }

  #follow() {
    for (const one of this.list.querySelectorAll(".lib-similar-hear"))
      one.setAttribute("aria-pressed", String(player.playing && !player.source && player.asset?.id === one.dataset.id));
  }
}

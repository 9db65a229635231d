// The line under the head: levels, picks, comparing, sending on.

import { button, fmtLufs, h, icon, put } from "../core/dom.js";
import { player } from "../core/player.js";
import { signed } from "./level.js";

/** What was picked: the cells that were favoured or approved. */
export function picksOf(grid) {
  return grid.cells.filter(({ asset }) => asset && (asset.review.favourite || ["approved", "delivered"].includes(asset.review.status)));
}

/** {element, show()}. `does`: {compare(), send(anchor)}. */
export class Tools {
  #grids;
  #view;
  #level;
  #chosen;

  constructor(grids, view, level, chosen, does) {
    this.#grids = grids;
    this.#view = view;
    this.#level = level;
    this.#chosen = chosen;
    this.match = button("Match levels", {
      icon: "volume",
      class: "st-btn-small",
      title: "Plays every cell as loud as the others (V). The files stay as they are.",
      onclick: () => (level.on = !level.on),
    });
    this.gain = h("span", { class: "st-hint var-gain" });
    this.picks = button("Picks only", {
      icon: "check",
      class: "st-btn-small",
      title: "Favourites and approved takes",
      onclick: () => this.#togglePicks(),
    });
    this.compare = button("", { class: "st-btn-small", title: "Two at a time, blind if wanted (B)", onclick: () => does.compare() });
    this.send = button("Send", {
      icon: "extend",
      class: "st-btn-small",
      title: "To a scene, the plan, a collection, files (S)",
      "aria-haspopup": "menu",
      onclick: () => does.send(this.send),
    });
    this.clear = button("None", { kind: "quiet", class: "st-btn-small", title: "Chooses no cell", onclick: () => chosen.clear() });
    this.element = h(
      "div",
      { class: "var-tools", role: "toolbar", "aria-label": "Listening" },
      this.match,
      this.gain,
      h("span", { class: "st-space" }),
      this.picks,
      this.clear,
      this.compare,
      this.send,
    );
    level.addEventListener("change", () => this.show());
    chosen.addEventListener("change", () => this.show());
    player.addEventListener("change", () => this.#showGain());
  }

  show() {
    const grid = this.#grids.current;
    this.element.hidden = !grid;
    if (!grid) return;
    const chosen = this.#chosen.of(grid).length;
    const sounds = grid.cells.filter((cell) => cell.asset).length;
    this.match.setAttribute("aria-pressed", String(this.#level.on));
    this.picks.setAttribute("aria-pressed", String(this.#view.picksOnly));
    put(this.compare, icon("eye"), chosen ? `Compare ${chosen}` : "Compare all");
    this.compare.disabled = chosen === 1 || sounds < 2;
    this.send.disabled = !sounds;
    this.clear.hidden = !this.#chosen.size;
    this.#showGain();
  }

  #showGain() {
    const { asset } = player;
    const mine = this.#level.on && asset && player.level === this.#level.gainOf;
    this.gain.textContent = mine ? `${signed(player.gain_db)} dB, to ${fmtLufs(this.#level.target)}` : "";
  }

  #togglePicks() {
    this.#view.picksOnly = !this.#view.picksOnly;
    this.show();
  }
}

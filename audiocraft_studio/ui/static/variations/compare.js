// Comparing cells, blind if wanted: two at a time, as loud as each other, at the same position, until one is left.

import { dialog } from "../core/dialog.js";
import { button, fmtLufs, h, keyHints, put } from "../core/dom.js";
import { player } from "../core/player.js";
import { bindWave } from "../core/wave.js";
import { hearInTurn } from "../parts/ab.js";
import { Knockout } from "./knockout.js";
import { commonTarget } from "./level.js";
import { revealTable } from "./reveal.js";

/** Opens the comparison of two or more cells that have a sound. `onGo(cell)`, `onPromote(cell)` hear what follows. */
export function compare(grid, cells, { onGo, onPromote }) {
  return new Comparison(grid, cells, onGo, onPromote);
}

class Comparison {
  #grid;
  #match;
  #sounds;
  #target;
  #level;
  #blind = true;
  #pair = [];
  #bound = [];
  #over = new AbortController();
  #looped = player.loop;

  constructor(grid, cells, onGo, onPromote) {
    this.#grid = grid;
    this.onGo = onGo;
    this.onPromote = onPromote;
    this.#sounds = cells.map((cell) => cell.asset);
    this.#target = commonTarget(this.#sounds);
    this.#level = (asset) => (Number.isFinite(asset.loudness_lufs) ? this.#target - asset.loudness_lufs : 0);
    this.#match = new Knockout(cells);
    this.count = h("p", { class: "st-small st-2", role: "status" });
    this.stage = h("div", { class: "var-stage", tabindex: -1, role: "group", "aria-label": "The two sounds" });
    this.foot = h("div", { class: "var-compare-foot" });
    this.#open(cells.length);
  }

  #open(n) {
    player.pause();
    const title = n === 2 ? "Compare two" : `Compare ${n}, two at a time`;
    this.box = dialog(title, h("div", { class: "var-compare" }, this.count, this.stage, this.foot));
    const { element } = this.box;
    element.classList.add("var-compare-dialog");
    element.addEventListener("keydown", (event) => this.#pressed(event));
    element.addEventListener("close", () => this.#end());
    player.addEventListener("change", () => this.#follow(), { signal: this.#over.signal });
    player.loop = true;
    this.#next();
  }

  #end() {
    this.#over.abort();
    this.#unbind();
    player.stop();
    player.loop = this.#looped;
  }

  #unbind() {
    this.#bound.forEach((one) => one.destroy());
    this.#bound = [];
  }

  /** The next match, or who won. */
  #next() {
    this.#pair = this.#match.pair;
    if (!this.#pair) return this.#reveal();
    this.#draw();
    this.stage.focus();
    return this.#hear(0);
  }

  #draw() {
    const { total, played } = this.#match;
    // Behind the dialog, grid and transport show what sounds; blind, they must not be seen.
    this.box.element.classList.toggle("var-blind", this.#blind);
    const which = total > 1 ? `Match ${played + 1} of ${total}. ` : "";
    this.count.textContent = `${which}Levels matched to ${fmtLufs(this.#target)}; the files stay as they are.`;
    this.#unbind();
    this.sides = this.#pair.map((cell, i) => this.#side(cell, i));
    put(this.stage, this.sides);
    const blind = h("input", { type: "checkbox", checked: this.#blind, onchange: () => this.#show(!blind.checked) });
    put(
      this.foot,
      keyHints([
        ["1 2", "hear"],
        ["← →", "switch"],
        ["Enter", "pick what sounds"],
        ["Esc", "leave"],
      ]),
      h("span", { class: "st-space" }),
      h("label", { class: "st-check st-small" }, blind, "Blind"),
    );
    this.#follow();
  }

  /** A sound of the pair; blind, neither its name nor its picture may give it away. */
  #side(cell, i) {
    const canvas = !this.#blind && h("canvas", { class: "var-side-wave" });
    if (canvas) this.#bound.push(bindWave(canvas, cell.asset, { title: false, list: this.#sounds, level: this.#level }));
    const hear = h(
      "button",
      { type: "button", class: "var-side-hear", tabindex: -1, onclick: () => this.#hear(i) },
      h("kbd", null, String(i + 1)),
      h("b", null, this.#blind ? `Sound ${i + 1}` : cell.label),
      h("span", { class: "st-hint var-side-state" }),
    );
    const pick = button("Pick", { icon: "check", tabindex: -1, "aria-label": `Pick sound ${i + 1}`, onclick: () => this.#pick(i) });
    return h("div", { class: "var-side" }, hear, canvas && h("div", { class: "st-bed" }, canvas), pick);
  }

  #show(open) {
    this.#blind = !open;
    this.#draw();
    this.stage.focus();
  }

  get #sounding() {
    return this.#pair?.findIndex((cell) => player.isCurrent(cell.asset)) ?? -1;
  }

  #follow() {
    this.sides?.forEach((side, i) => {
      const on = this.#sounding === i;
      side.classList.toggle("var-playing", on);
      side.querySelector(".var-side-state").textContent = on ? (player.playing ? "sounds" : "stands still") : "";
    });
  }

  #hear(i) {
    return hearInTurn(this.#pair[i].asset, this.#pair.map((cell) => cell.asset), { level: this.#level, list: this.#sounds });
  }

  #pick(i) {
    this.#match.pick(i);
    this.#next();
  }

  #pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.#pair || event.target.closest(".st-dialog-head, label")) return;
    const at = this.#sounding;
    const act = {
      1: () => this.#hear(0),
      2: () => this.#hear(1),
      ArrowLeft: () => this.#hear(0),
      ArrowRight: () => this.#hear(1),
      " ": () => player.toggle(),
      Enter: () => at >= 0 && this.#pick(at),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) act();
  }

  #reveal() {
    player.pause();
    this.#unbind();
    this.sides = null;
    this.box.element.classList.remove("var-blind");
    const { places } = this.#match;
    const [best] = places;
    const leave = (then) => () => {
      this.box.close();
      then(best);
    };
    this.count.textContent = `${best.label} was picked. This is what differs.`;
    put(this.stage, revealTable(this.#grid, places));
    const go = button(`Go to ${best.label}`, { kind: "primary", onclick: leave(this.onGo) });
    put(this.foot, button("Promote", { icon: "extend", onclick: leave(this.onPromote) }), h("span", { class: "st-space" }), go);
    go.focus();
  }
}

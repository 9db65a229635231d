// The renders of the same sound, one after the other: to open, and to hear in turn at the same position.

import { assets } from "../core/assets.js";
import { fmtAgo, h, iconButton, put, roving, stars } from "../core/dom.js";
import { player } from "../core/player.js";
import { abSwitch, hearInTurn } from "../parts/ab.js";
import { statusMark } from "../parts/words.js";
import { Asking } from "./asking.js";
import { Section } from "./section.js";

export class Versions {
  #asset = null;
  #all = [];
  #other = ""; // id of the version that the switch compares the shown one with
  #asking = new Asking();
  #onOpen;

  /** onOpen(asset) is asked to show another version. */
  constructor(onOpen) {
    this.#onOpen = onOpen;
    this.list = h("ol", { class: "lib-versions", "aria-label": "Versions" });
    this.turns = abSwitch();
    this.section = new Section("versions", "Versions", this.list, this.turns.element);
    this.element = this.section.element;
    this.section.hide(true);
    this.moves = roving(this.list, () => [...this.list.querySelectorAll(".lib-version")], { vertical: true });
    player.addEventListener("change", () => this.#heard());
  }

  show(asset) {
    const other = this.#asset?.id !== asset.id;
    this.#asset = asset;
    if (!other) {
      this.#all = this.#all.map((one) => (one.id === asset.id ? asset : one));
      return this.#draw();
    }
    if (!this.#all.some((one) => one.id === asset.id)) this.section.hide(true);
    return this.again();
  }

  /** Plays the other one of the two that are compared, from the same position. */
  swap() {
    if (!this.element.hidden) this.turns.swap();
  }

  /** Asks again: one more was made. */
  again() {
    this.#asking.ask(
      `/assets/${this.#asset.id}/versions`,
      (all) => {
        this.#all = all.map((one) => assets.remember(one));
        this.#draw();
      },
      () => this.section.hide(true),
    );
  }

  #draw() {
    const at = this.#all.findIndex((one) => one.id === this.#asset.id);
    this.section.hide(this.#all.length < 2 || at < 0);
    if (this.#all.length < 2 || at < 0) return;
    this.section.say(`${at + 1} of ${this.#all.length}`);
    const held = this.list.contains(document.activeElement);
    put(
      this.list,
      this.#all.map((one, i) => this.#row(one, i)),
    );
    this.moves.refresh();
    if (held) this.moves.focus(at);
    const comparable = this.#all.some((one) => one.id === this.#other) && this.#other !== this.#asset.id;
    if (!comparable) this.#other = this.#all[at === 0 ? 1 : at - 1].id;
    this.#compare();
  }

  #row(asset, i) {
    const mine = asset.id === this.#asset.id;
    const said = `Version ${i + 1}, ${fmtAgo(asset.created_at)}`;
    return h(
      "li",
      { "aria-current": mine && "true" },
      iconButton("play", `Play version ${i + 1} from the same position`, {
        class: "st-btn-quiet",
        tabindex: -1,
        onclick: () => hearInTurn(asset, this.#all),
      }),
      h(
        "button",
        {
          type: "button",
          class: "lib-version",
          title: asset.name,
          "aria-label": mine ? `${said}, shown` : `Show ${said}`,
          onclick: () => mine || this.#onOpen(asset),
        },
        h("b", null, `v${i + 1}`),
        h("span", { class: "st-ellipsis" }, fmtAgo(asset.created_at)),
        h("span", { class: "st-space" }),
        asset.review.status !== "take" && statusMark(asset.review.status),
        stars(asset),
      ),
    );
  }

  /** The version that was heard last is the one to compare with. */
  #heard() {
    const now = this.#all.find((one) => player.isCurrent(one));
    if (!now || now.id === this.#asset?.id || now.id === this.#other) return;
    this.#other = now.id;
    this.#compare();
  }

  #compare() {
    const pair = this.#all.map((one, i) => [`v${i + 1}`, one]).filter(([, one]) => [this.#asset.id, this.#other].includes(one.id));
    this.turns.show(pair);
  }
}

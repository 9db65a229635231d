// The right column: everything about the asset under the focus, in sections that fold.

import { downloadUrl } from "../core/api.js";
import { assets } from "../core/assets.js";
import { button, fmtAgo, fmtDuration, h, icon, iconButton, put } from "../core/dom.js";
import { describeKeys } from "../core/keys.js";
import { loopButton } from "../parts/loop.js";
import { notesButtons } from "../parts/notes.js";
import { sendButton } from "../parts/recall.js";
import { hasPrompt } from "../parts/words.js";
import { About } from "./about.js";
import { changes } from "./changes.js";
import { Chips } from "./chips.js";
import { Comments } from "./comments.js";
import { Heading } from "./heading.js";
import { Judge } from "./judge.js";
import { Lineage } from "./lineage.js";
import { Notes } from "./notes.js";
import { Picture } from "./picture.js";
import { Quality } from "./quality.js";
import { Recipe } from "./recipe.js";
import { Section } from "./section.js";
import { Similar } from "./similar.js";
import { Versions } from "./versions.js";

const KEYS = [
  ["C", "comment at the playhead, or where the waveform was clicked"],
  ["T", "play the other version, from the same position"],
  ["Esc", "back to the list"],
];

export class Detail {
  #asset = null;
  #all;

  /** onOpen(asset) is asked to show another asset, by its id at least; onClose() to give the focus back to the list; scope() gives the
   * query parameters that say where similar sounds are looked for. */
  constructor(onOpen, onClose, scope) {
    this.heading = new Heading();
    this.comments = new Comments((at) => this.picture.pin(at));
    this.picture = new Picture({ onTime: (at) => this.comments.pin(at), onComment: (at) => this.comments.jump(at) });
    this.judge = new Judge();
    this.versions = new Versions(onOpen);
    this.lineage = new Lineage(onOpen);
    const recipe = new Recipe(onOpen);
    const tags = new Tags();
    const below = [recipe, new Quality(), new About(), tags, new Similar(onOpen, scope), this.versions, this.lineage, new Notes()];
    this.#all = [this.heading, this.picture, this.judge, this.comments, ...below];
    this.acts = h("div", { class: "lib-detail-acts st-row st-wrap" });
    this.empty = h("p", { class: "st-hint st-pad" }, "Nothing is selected.");
    this.body = h(
      "div",
      { class: "lib-detail-body", hidden: true },
      this.heading.element,
      h("section", { class: "lib-section" }, this.picture.element, this.judge.element),
      this.comments.element,
      below.map((one) => one.element),
    );
    this.scroll = h("div", { class: "lib-detail-scroll st-scroll" }, this.empty, this.body);
    this.element = h(
      "aside",
      { class: "lib-detail", "aria-label": "Asset", onkeydown: (event) => this.#pressed(event, onClose) },
      this.scroll,
      this.acts,
    );
    assets.onChange((asset) => this.#descended(asset));
    describeKeys("A sound's details", KEYS);
  }

  get asset() {
    return this.#asset;
  }

  focus() {
    if (this.#asset) this.heading.focus();
  }

  comment() {
    if (this.#asset) this.comments.focus();
  }

  /** Shows an asset, or nothing. */
  show(asset) {
    const other = asset?.id !== this.#asset?.id;
    if (!other && asset && JSON.stringify(asset) === JSON.stringify(this.#asset)) return;
    this.#asset = asset;
    this.empty.hidden = Boolean(asset);
    this.body.hidden = this.acts.hidden = !asset;
    if (!asset) return;
    if (other) this.scroll.scrollTop = 0;
    for (const one of this.#all) one.show(asset);
    this.#act(asset);
  }

  /** What was just made from the shown sound appears among its versions and in its lineage. */
  #descended(asset) {
    if (!asset.parents?.some((parent) => parent.id === this.#asset?.id)) return;
    this.versions.again();
    this.lineage.again();
  }

  #act(asset) {
    if (asset.trashed_at) {
      return put(
        this.acts,
        button("Restore", { icon: "undo", onclick: () => changes.restore({ ids: [asset.id] }) }),
        h("span", { class: "st-hint" }, `in the trash since ${fmtAgo(asset.trashed_at)}`),
      );
    }
    const download = { class: "st-btn", href: downloadUrl(asset), download: "", title: `${fmtDuration(asset.duration_s)}, WAV` };
    return put(
      this.acts,
      h("a", download, icon("download"), "WAV"),
      notesButtons(asset),
      loopButton(asset),
      sendButton(asset, "mixer", "Mixer layer", "mixer", { tab: "scenes" }),
      sendButton(asset, "variations", "Variations", "grid", { able: hasPrompt(asset), why: "This sound has no prompt to vary" }),
      iconButton("trash", "Trash", { class: "st-btn-quiet", onclick: () => changes.trash({ ids: [asset.id] }) }),
    );
  }

  #pressed(event, onClose) {
    if (event.defaultPrevented || event.target.closest("input, textarea") || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") onClose();
    else if (event.key.toLowerCase() === "c") this.comment();
    else if (event.key.toLowerCase() === "t") this.versions.swap();
    else return;
    event.preventDefault();
  }
}

class Tags {
  chips = new Chips("tags", "tag", { clean: (text) => text.toLowerCase() });
  section = new Section("tags", "Tags", this.chips.element);
  element = this.section.element;

  show(asset) {
    this.section.say(asset.tags.length ? String(asset.tags.length) : "none");
    this.chips.show(asset);
  }
}

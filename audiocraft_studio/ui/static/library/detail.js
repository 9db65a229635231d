// The right column: everything about the asset under the focus.

import { assets } from "../core/assets.js";
import { button, fmtAgo, fmtDuration, h, icon, iconButton, put, stars } from "../core/dom.js";
import { player } from "../core/player.js";
import { bindWave } from "../core/wave.js";
import { regenerateButton, verdictLine } from "../parts/again.js";
import { badgeList } from "../parts/badges.js";
import { Comments } from "./comments.js";
import { recallButtons, sendButton } from "../parts/recall.js";
import { Tags } from "./tags.js";
import { trashAll } from "./undo.js";
import { facts, hasPrompt, hasRecipe, licence, recipeRows, typeMark } from "../parts/words.js";

export class Detail {
  #asset = null;
  #onOpen;
  #bound = null;
  #parts = {};

  /** onOpen(asset) is asked to show another asset; onClose() to give the focus back to the list. */
  constructor(onOpen, onClose) {
    this.#onOpen = onOpen;
    this.comments = new Comments();
    this.tags = new Tags();
    this.verdict = verdictLine(onOpen);
    this.again = regenerateButton(() => this.#asset);
    this.name = h("input", {
      class: "lib-name",
      "aria-label": "Name",
      maxlength: 80,
      onkeydown: (event) => this.#named(event),
      onblur: () => this.#rename(),
    });
    this.file = h("div", { class: "st-hint st-ellipsis" });
    this.canvas = h("canvas", { class: "lib-detail-wave" });
    this.ruler = h("div", { class: "lib-ruler", "aria-hidden": "true" });
    for (const name of ["head", "judge", "quality", "recipe", "notes", "lineage", "acts"]) this.#parts[name] = h("div");
    this.empty = h("p", { class: "st-hint st-pad" }, "Nothing is selected.");
    const p = this.#parts;
    this.body = h(
      "div",
      { hidden: true },
      p.head,
      h("section", { class: "lib-section" }, h("div", { class: "st-bed" }, this.canvas), this.ruler, p.judge),
      this.comments.element,
      p.recipe,
      h("section", { class: "lib-section" }, h("h3", null, "Quality"), p.quality),
      this.tags.element,
      p.notes,
      p.lineage,
      p.acts,
    );
    this.element = h(
      "aside",
      { class: "lib-detail st-scroll", "aria-label": "Asset", onkeydown: (event) => this.#pressed(event, onClose) },
      this.empty,
      this.body,
    );
  }

  get asset() {
    return this.#asset;
  }

  focus() {
    if (this.#asset) this.name.focus();
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
    this.body.hidden = !asset;
    if (!asset) return;
    if (other) this.element.scrollTop = 0;
    this.#head(asset, other);
    this.#wave(asset, other);
    this.#judge(asset);
    this.comments.show(asset);
    this.tags.show(asset);
    put(this.#parts.quality, badgeList(asset));
    this.#recipe(asset);
    this.#notes(asset);
    if (other) this.#lineage(asset);
    this.#acts(asset);
  }

  #head(asset, other) {
    if (other || document.activeElement !== this.name) this.name.value = asset.name;
    this.name.title = asset.name;
    this.file.textContent = asset.path.split("/").pop();
    const loved = asset.review.favourite;
    const heart = iconButton("heart", "Favourite (F)", {
      class: "st-btn-quiet",
      "aria-pressed": String(loved),
      onclick: () => assets.favourite(asset.id, !loved),
    });
    if (loved) heart.replaceChildren(icon("heart", { filled: true }));
    const box = this.#parts.head;
    box.className = "lib-detail-head";
    box.dataset.type = asset.type;
    if (!this.name.isConnected) put(box, h("div", { class: "lib-detail-name" }, h("h3", { class: "st-sr" }, "Asset"), this.name, this.file));
    box.querySelector(":scope > .st-btn")?.remove();
    box.append(heart);
  }

  #wave(asset, other) {
    const length = asset.duration_s || 1;
    const comments = asset.review.comments.filter((one) => one.at_s !== null).map((one) => one.at_s / length);
    if (!this.#bound) this.#bound = bindWave(this.canvas, asset, { comments });
    else {
      this.#bound.update({ comments });
      if (other) this.#bound.setAsset(asset);
    }
    if (other)
      put(
        this.ruler,
        ticks(length).map(([at, text]) => h("span", { style: { left: `${(100 * at) / length}%` } }, text)),
      );
  }

  #judge(asset) {
    const { status } = asset.review;
    const set = (wanted) => () => assets.status(asset.id, status === wanted ? "take" : wanted);
    const box = this.#parts.judge;
    const held = box.contains(document.activeElement) ? document.activeElement.dataset.act : null;
    box.className = "lib-judge";
    const star = stars(asset, (n) => assets.rate(asset.id, n));
    star.dataset.act = "stars";
    put(
      box,
      star,
      h("span", { class: "st-space" }),
      button("Approve", {
        icon: "check",
        kind: "ok",
        "aria-pressed": String(status === "approved"),
        onclick: set("approved"),
        "data-act": "approve",
      }),
      button("Reject", { icon: "close", kind: "bad", "aria-pressed": String(status === "rejected"), onclick: set("rejected"), "data-act": "reject" }),
    );
    if (held) box.querySelector(`[data-act="${held}"]`)?.focus();
  }

  #recipe(asset) {
    const rights = licence(asset);
    const said = h("span", { class: rights.warn ? "st-warn lib-licence" : "lib-licence" }, rights.warn && icon("warn"), rights.text);
    const box = this.#parts.recipe;
    box.className = "lib-section";
    this.again.show(asset);
    this.verdict.show(asset);
    const rows = [
      ["Type", typeMark(asset.type)],
      ...recipeRows(asset),
      ["Licence", said],
      ["Made", `${fmtAgo(asset.created_at)} by ${asset.created_by || "someone"}`],
    ];
    put(
      box,
      h(
        "div",
        { class: "st-row" },
        h("h3", null, "Recipe"),
        h("span", { class: "st-space" }),
        asset.procedural && h("span", { class: "st-hint" }, "procedural"),
      ),
      hasPrompt(asset)
        ? h("p", { class: "lib-prompt" }, asset.recipe.prompt)
        : h(
            "p",
            { class: "st-small st-2" },
            hasRecipe(asset) ? "Rendered from the layers of a scene." : "Imported from a file, so there is no recipe to run.",
          ),
      facts(rows),
      hasRecipe(asset) &&
        h(
          "div",
          { class: "st-row st-wrap lib-again" },
          this.again.element,
          hasPrompt(asset) && recallButtons(asset, ["prompt", "seed", "all", "remix"]),
        ),
      this.verdict.element,
    );
  }

  #notes(asset) {
    const box = this.#parts.notes;
    box.className = asset.notes.length ? "lib-section" : "";
    put(
      box,
      asset.notes.length > 0 && [
        h("h3", null, "Notes"),
        h(
          "ul",
          { class: "lib-notes" },
          asset.notes.map((note) => h("li", null, note)),
        ),
      ],
    );
  }

  #lineage(asset) {
    const box = this.#parts.lineage;
    box.className = asset.parents.length ? "lib-section" : "";
    put(
      box,
      asset.parents.length > 0 && [
        h("h3", null, "Made from"),
        h(
          "ul",
          { class: "lib-lineage" },
          asset.parents.map((parent) => this.#parent(parent)),
        ),
      ],
    );
  }

  #parent(parent) {
    const place = h("li", null, h("span", { class: "st-hint" }, parent.how));
    assets.get(parent.id).then(
      (asset) =>
        place.append(
          button(asset.name, { kind: "quiet", class: "st-btn-small st-ellipsis", onclick: () => this.#onOpen(asset) }),
          asset.trashed_at ? h("span", { class: "st-hint" }, "in the trash") : "",
        ),
      () => place.append(h("span", { class: "st-3" }, "not in this library any more")),
    );
    return place;
  }

  #acts(asset) {
    const box = this.#parts.acts;
    box.className = "lib-section st-row st-wrap";
    if (asset.trashed_at) {
      return put(
        box,
        button("Restore", { icon: "undo", onclick: () => assets.restore(asset.id) }),
        h("span", { class: "st-hint" }, `in the trash since ${fmtAgo(asset.trashed_at)}`),
      );
    }
    const able = hasPrompt(asset);
    put(
      box,
      h(
        "a",
        { class: "st-btn", href: player.downloadUrl(asset), download: "", title: `${fmtDuration(asset.duration_s)}, WAV` },
        icon("download"),
        "WAV",
      ),
      sendButton(asset, "mixer", "Mixer layer", "mixer", { tab: "scenes" }),
      sendButton(asset, "variations", "Variations", "grid", { able, why: "This sound has no prompt to vary" }),
      button("Trash", { kind: "quiet", icon: "trash", onclick: () => trashAll([asset.id]) }),
    );
  }

  #named(event) {
    if (event.key === "Escape") this.name.value = this.#asset.name;
    if (event.key !== "Escape" && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    this.name.blur();
  }

  async #rename() {
    const asset = this.#asset;
    const wanted = this.name.value.trim();
    if (!asset || wanted === asset.name) return;
    if (!wanted) this.name.value = asset.name;
    else if (!(await assets.patch(asset.id, { name: wanted })) && this.#asset?.id === asset.id) this.name.value = asset.name;
  }

  #pressed(event, onClose) {
    if (event.defaultPrevented || event.target.closest("input, textarea") || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") onClose();
    else if (event.key === "c" || event.key === "C") this.comment();
    else return;
    event.preventDefault();
  }
}

/** Some round seconds along a sound: [[second, text], …]. */
function ticks(length) {
  const step = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600].find((one) => length / one <= 6) || 1200;
  const marks = [];
  for (let i = 0; i * step < length - step * 0.35; i++) marks.push([i * step, Number((i * step).toFixed(2)).toString()]);
  return [...marks, [length, `${Number(length.toFixed(1))} s`]];
}

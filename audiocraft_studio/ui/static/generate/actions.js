// Where a result can go, what of it can be used again, and its tags.

import { downloadUrl } from "../core/api.js";
import { assets } from "../core/assets.js";
import { button, h, icon } from "../core/dom.js";
import { knownModels } from "../core/models.js";
import { loopButton } from "../parts/loop.js";
import { notesButtons } from "../parts/notes.js";
import { recallButtons, sendButton } from "../parts/recall.js";
import { desk } from "./desk.js";

const TARGETS = [
  ["variations", "Variations", "grid", "variations"],
  ["mixer", "Mixer layer", "mixer", "scenes"],
  ["plan", "Plan", "list", "plan"],
];

export function actions(asset) {
  const [variations, mixer, plan] = TARGETS.map(([target, text, name, tab]) => sendButton(asset, target, text, name, { tab, "data-keep": target }));
  return h(
    "div",
    { class: "gen-actions" },
    h(
      "div",
      { class: "gen-group", role: "group", "aria-label": "Send to" },
      h("span", { class: "st-small st-3" }, "Send to"),
      variations,
      mixer,
      extend(asset),
      loopButton(asset),
      plan,
      h("a", { class: "st-btn", href: downloadUrl(asset), download: "", title: "The original WAV, nothing lost" }, icon("download"), "WAV"),
      notesButtons(asset),
    ),
    h(
      "div",
      { class: "gen-group gen-recall", role: "group", "aria-label": "Recall" },
      h("span", { class: "st-small st-3" }, "Recall"),
      recallButtons(asset, ["prompt", "seed", "all", "remix"]),
    ),
  );
}

function extend(asset) {
  const able = (knownModels()?.models || []).some((one) => one.continuation && ["loaded", "loading", "on disk"].includes(one.state));
  return button("Extend", {
    icon: "extend",
    "data-keep": "extend",
    disabled: !able,
    title: able ? "Puts it into the form as the beginning of a longer sound" : "Needs MusicGen or AudioGen. Download one in the models panel, top right.",
    onclick: () => desk.recall("extend", asset),
  });
}

export function tagRow(asset) {
  const change = (tags) => assets.patch(asset.id, { tags });
  const chips = asset.tags.map((tag) =>
    h(
      "span",
      { class: "st-chip" },
      tag,
      h(
        "button",
        {
          type: "button",
          class: "st-chip-x",
          "aria-label": `Remove tag ${tag}`,
          onclick: () => change(asset.tags.filter((one) => one !== tag)),
        },
        icon("close", { size: 11 }),
      ),
    ),
  );
  const add = h("button", { type: "button", class: "st-chip", "data-keep": "tag", onclick: () => ask(add, asset, change) }, icon("plus", { size: 12 }), "Tag");
  return h("div", { class: "st-row st-wrap gen-tags" }, h("span", { class: "st-small st-3" }, "Tags"), chips, add);
}

function ask(add, asset, change) {
  const input = h("input", { class: "st-input gen-tag-input", type: "text", maxlength: 80, "aria-label": "New tag", placeholder: "new tag" });
  let over = false; // taking the field away makes it lose the focus, which would end it again
  const done = (keep) => {
    if (over) return;
    over = true;
    const tags = input.value.split(",").map((tag) => tag.trim().toLowerCase()).filter(Boolean);
    input.replaceWith(add);
    if (keep && tags.length) change([...new Set([...asset.tags, ...tags])]);
    add.focus();
  };
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") done(true);
    if (event.key === "Escape") done(false);
    if (["Enter", "Escape"].includes(event.key)) event.stopPropagation();
  });
  input.addEventListener("blur", () => done(input.value.trim() !== ""));
  add.replaceWith(input);
  input.focus();
}

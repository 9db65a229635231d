// What a sound was made from, and making it again.

import { fmtAgo, h, icon, put } from "../core/dom.js";
import { regenerateButton, verdictLine } from "../parts/again.js";
import { recallButtons } from "../parts/recall.js";
import { facts, hasPrompt, hasRecipe, licence, recipeRows } from "../parts/words.js";
import { Section } from "./section.js";

const UNPROMPTED = {
  mixer: "Rendered from the layers of a scene.",
  loop: "A loop of the sound that is its parent.",
  import: "Imported from a file, so there is no recipe to run.",
};

export class Recipe {
  #asset = null;

  /** onOpen(asset) is asked to show the sound that came out different. */
  constructor(onOpen) {
    this.verdict = verdictLine(onOpen);
    this.again = regenerateButton(() => this.#asset);
    this.prompt = h("p", { class: "lib-prompt" });
    this.rows = h("div");
    this.acts = h("div", { class: "st-row st-wrap lib-again" });
    this.section = new Section("recipe", "Recipe", this.prompt, this.rows, this.acts, this.verdict.element);
    this.element = this.section.element;
  }

  show(asset) {
    const other = this.#asset?.id !== asset.id;
    this.#asset = asset;
    this.again.show(asset);
    this.verdict.show(asset);
    this.section.say(asset.procedural ? "procedural" : asset.model_name || "");
    const prompted = hasPrompt(asset);
    this.prompt.classList.toggle("st-2", !prompted);
    this.prompt.textContent = prompted || asset.recipe?.engine === "speech" ? asset.recipe.prompt : UNPROMPTED[asset.recipe?.engine] || UNPROMPTED.import;
    put(this.rows, facts([...recipeRows(asset), ["Licence", rights(asset)], ["Made", `${fmtAgo(asset.created_at)} by ${asset.created_by || "someone"}`]]));
    this.acts.hidden = !hasRecipe(asset);
    if (other) put(this.acts, this.again.element, prompted && recallButtons(asset, ["prompt", "seed", "all", "remix"]));
  }
}

function rights(asset) {
  const { text, warn } = licence(asset);
  return h("span", { class: warn ? "st-warn lib-licence" : "lib-licence" }, warn && icon("warn"), text);
}

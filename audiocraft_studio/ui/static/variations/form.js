// The left column: parent, prompt, type, model, duration, what varies; the cost and the primary button.

import { assets } from "../core/assets.js";
import { button, emptyState, h, put, typeName } from "../core/dom.js";
import { page } from "../core/page.js";
import { player } from "../core/player.js";
import { toast } from "../core/toast.js";
import { choices, described, fitting, onModels, models, pick } from "../core/models.js";
import { hasPrompt } from "../parts/words.js";
import { axisOptions } from "./axisoptions.js";
import { costLine } from "./cost.js";
import { choiceField, numberField, selectField, textField } from "./fields.js";
import { paramFields } from "./params.js";
import { parentBox } from "./parent.js";
import { Varies } from "./varies.js";

const TYPES = ["music", "sfx", "ambience", "voice", "ui"];

export class Form {
  #grids;
  #limits;
  #all = [];
  #dirty = false;
  #busy = false;
  #wanted = ""; // the model to choose once the models are known

  constructor(grids, limits) {
    this.#grids = grids;
    this.#limits = limits;
    this.#build();
    onModels((answer) => this.#know(answer.models));
    models().catch((error) => put(this.problem, h("p", { class: "st-field-error" }, error.message)));
    grids.addEventListener("grid", () => this.#opened());
    page.receive("variations", ({ asset }) => asset && this.take(asset));
  }

  focus() {
    this.onFocus?.();
    this.prompt.focus();
  }

  /** Takes an asset as the parent: its recipe fills the form. */
  take(asset) {
    if (!hasPrompt(asset)) return toast("This sound has no prompt to vary", { kind: "warn" });
    this.parent.asset = asset;
    this.#fill({ ...asset.recipe, type: asset.type, seed: null }, this.varies.design);
    this.#dirty = true;
    this.prompt.focus();
  }

  /** Takes in a request with its design, such as a finer grid; it runs once the user says so. */
  propose(asked) {
    this.parent.asset = assets.known(asked.parent) ?? null;
    this.#fill(asked, asked.design);
    this.#dirty = true;
    this.onFocus?.();
    this.go.focus();
  }

  #build() {
    const changed = () => this.#edited();
    const marks = TYPES.map((type) => [type, typeName(type), { "data-type": type }, h("i", { class: "st-swatch" })]);
    this.parent = parentBox(() => this.#changed());
    this.prompt = textField("Prompt", {
      rows: 3,
      limit: this.#limits.prompt,
      placeholder: "heavy rain on a tin roof, distant thunder",
      onChange: changed,
    });
    this.type = choiceField("Type", marks, { onChange: () => this.#edited(() => this.#typed()) });
    this.model = selectField("Model", { onChange: () => this.#edited(() => this.#modelled()) });
    this.about = h("p", { class: "st-hint var-about" });
    this.model.below(this.about);
    this.duration = numberField("Duration", { minimum: 0.5, maximum: 30, step: 0.1, unit: "s", sliderMaximum: 30, onChange: changed });
    this.varies = new Varies(this.#limits, changed);
    this.params = paramFields(changed);
    this.problem = h("div", { "aria-live": "assertive" });
    this.cost = costLine((plan) => this.#planned(plan));
    this.go = button("", { kind: "primary", class: "st-btn-large var-go", onclick: () => this.#run() });
    this.type.value = "ambience";
    this.duration.value = 6;
    const fields = [this.prompt, this.type, this.model, this.duration];
    this.element = h(
      "div",
      { class: "var-form", role: "form", "aria-label": "What to make" },
      h(
        "div",
        { class: "var-form-scroll st-scroll" },
        this.parent.element,
        h(
          "div",
          { class: "var-fields" },
          fields.map((one) => one.element),
          this.params.element,
          this.varies.element,
        ),
      ),
      h("div", { class: "var-foot" }, this.problem, this.cost.element, this.go),
    );
    this.#changed();
  }

  #know(all) {
    this.#all = all;
    this.#typed(this.#wanted || this.model.value, false);
    if (!this.#dirty && this.#grids.current) this.#opened();
  }

  #typed(wanted = this.model.value, byUser = true) {
    if (!this.#all.length) return;
    const able = fitting(this.#all, this.type.value);
    const chosen = pick(this.#all, this.type.value, wanted);
    const before = this.model.value;
    this.model.fill(choices(able));
    this.model.value = chosen.id;
    if (chosen.id !== before || byUser) this.#modelled();
    else this.#describe();
  }

  #modelled(given = {}) {
    this.params.show(this.#info, given);
    this.#describe();
    this.#changed();
  }

  #describe() {
    const info = this.#info;
    if (!info) return;
    this.model.hint(info.state);
    this.about.textContent = described(info);
    const shortest = info.procedural ? 0.1 : 0.5;
    this.duration.limits(shortest, info.max_duration_s, 0.1);
    this.duration.disable(Boolean(info.fixed_s));
    if (info.fixed_s) this.duration.value = info.fixed_s;
    this.duration.hint(info.fixed_s ? "fixed by the model" : `${shortest} to ${info.max_duration_s} s`);
  }

  get #info() {
    return this.#all.find((model) => model.id === this.model.value);
  }

  /** What the user does; from then on no grid that is opened overwrites the form. */
  #edited(also = null) {
    this.#dirty = true;
    also?.();
    this.#changed();
  }

  #changed() {
    const { value: prompt } = this.prompt;
    this.parent.show(prompt);
    this.varies.offer(axisOptions({ all: this.#all, info: this.#info, type: this.type.value, prompt }));
    this.cost.cells = null;
    this.#showButton();
    if (this.#all.length) this.cost.ask(this.#request());
  }

  #planned(plan) {
    const written = this.prompt.value.trim() !== "";
    const others = this.varies.planned(plan).filter(({ field }) => written || field !== "Prompt");
    put(this.problem, others.map(({ message }) => h("p", { class: "st-field-error" }, message)));
    this.#showButton();
  }

  #showButton() {
    put(this.go, this.varies.words(this.cost.cells), h("span", { class: "var-key" }, "Ctrl Enter"));
  }

  #request() {
    const parent = this.parent.now(this.prompt.value);
    return {
      prompt: this.prompt.value,
      type: this.type.value,
      model: this.model.value,
      duration_s: this.duration.value,
      ...this.varies.asked,
      params: this.params.values(),
      project: page.project,
      tags: parent?.tags || [],
      parent: parent?.id || null,
    };
  }

  async #run() {
    if (this.#busy) return;
    this.#clearErrors();
    if (!this.varies.counted) return;
    this.#busy = this.go.disabled = true;
    player.stop();
    try {
      await this.#grids.create(this.#request());
      this.#dirty = false;
      this.onMade?.();
    } catch (error) {
      this.#refused(error);
    } finally {
      this.#busy = this.go.disabled = false;
    }
  }

  #clearErrors() {
    put(this.problem);
    this.varies.clearErrors();
    for (const one of [this.prompt, this.type, this.model, this.duration]) one.error("");
  }

  #refused(error) {
    const varied = this.varies.refused(error);
    if (varied) return varied.focus();
    const named = { Prompt: this.prompt, Type: this.type, Model: this.model, Duration: this.duration };
    const place = named[error.field] || this.params.find(error.field) || (error.kind === "PromptNotUnderstood" ? this.prompt : null);
    if (!place) return put(this.problem, h("p", { class: "st-field-error" }, error.message));
    place.error(error.field ? error.message.replace(`${error.field}: `, "") : error.message);
    place.focus();
  }

  /** The form shows what made the open grid, unless the user is writing something new. */
  #opened() {
    const grid = this.#grids.current;
    if (!grid || this.#dirty) return;
    this.parent.asset = null;
    this.#fill(grid.request, grid.design);
    this.#dirty = false;
    const parent = grid.request.parents?.[0]?.id;
    if (parent)
      assets.get(parent).then(
        (asset) => this.#adopt(asset, grid),
        () => {},
      );
  }

  #adopt(asset, grid) {
    if (this.#grids.current?.id !== grid.id || this.#dirty) return;
    this.parent.asset = asset;
    this.parent.show(this.prompt.value);
  }

  #fill(recipe, design) {
    this.prompt.value = recipe.prompt || "";
    if (TYPES.includes(recipe.type)) this.type.value = recipe.type;
    this.#wanted = recipe.model;
    this.#typed(recipe.model, false);
    this.duration.value = recipe.duration_s ?? 6;
    this.varies.show(design, recipe.seed);
    this.#modelled(recipe.params || {});
    this.#clearErrors();
  }

  /** Opens an earlier grid; the form shows what made it. */
  async reopen(id) {
    const before = this.#dirty;
    this.#dirty = false;
    player.pause();
    try {
      await this.#grids.open(id);
    } catch (error) {
      this.#dirty = before; // what was being written stays
      throw error;
    }
  }
}

/** What stands in the middle before the first grid. */
export function firstTime(form) {
  return emptyState(
    "No variations in this project yet",
    "Write a prompt, choose how many takes, and hear them side by side. Or send a sound here from Generate or the Library.",
    [button("Write a prompt", { onclick: () => form.focus() })],
  );
}

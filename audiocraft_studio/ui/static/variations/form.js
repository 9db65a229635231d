// The left column: parent, prompt, type, model, duration, takes, seeds; the primary button; earlier grids.

import { assets } from "../core/assets.js";
import { button, emptyState, fmtCount, fmtDuration, fmtEta, h, iconButton, put, typeName } from "../core/dom.js";
import { page } from "../core/page.js";
import { player } from "../core/player.js";
import { toast } from "../core/toast.js";
import { choices, described, fitting, onModels, models, pick } from "../core/models.js";
import { hasPrompt } from "../parts/words.js";
import { choiceField, numberField, selectField, textField, wholeField } from "./fields.js";
import { estimate, watchPace } from "./pace.js";
import { paramFields } from "./params.js";

const TYPES = ["music", "sfx", "ambience", "voice", "ui"];
const MOST_SEED = 2 ** 31 - 1;

export class Form {
  #grids;
  #limits;
  #all = [];
  #parent = null;
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
    grids.addEventListener("cells", () => this.#showCost());
    page.receive("variations", ({ asset }) => asset && this.take(asset));
  }

  focus() {
    this.onFocus?.();
    this.prompt.focus();
  }

  /** Takes an asset as the parent: its recipe fills the form. */
  take(asset) {
    if (!hasPrompt(asset)) return toast("This sound has no prompt to vary", { kind: "warn" });
    this.#parent = asset;
    this.#fill({ ...asset.recipe, type: asset.type, count: this.takes.value || 8, seed: null });
    this.#dirty = true;
    this.#showParent();
    this.prompt.focus();
  }

  #build() {
    const changed = () => this.#edited();
    const { fewest, most, prompt } = this.#limits;
    const marks = TYPES.map((type) => [type, typeName(type), { "data-type": type }, h("i", { class: "st-swatch" })]);
    this.parent = h("section", { class: "var-parent", "aria-label": "Parent", hidden: true });
    this.prompt = textField("Prompt", {
      rows: 3,
      limit: prompt,
      placeholder: "heavy rain on a tin roof, distant thunder",
      onChange: () => {
        this.#showParent();
        changed();
      },
    });
    this.type = choiceField("Type", marks, { onChange: () => this.#edited(() => this.#typed()) });
    this.model = selectField("Model", { onChange: () => this.#edited(() => this.#modelled()) });
    this.about = h("p", { class: "st-hint var-about" });
    this.model.below(this.about);
    this.duration = numberField("Duration", { minimum: 0.5, maximum: 30, step: 0.1, unit: "s", sliderMaximum: 30, onChange: changed });
    this.takes = numberField("Takes", { minimum: fewest, maximum: most, step: 1, onChange: changed });
    this.seeds = choiceField(
      "Seeds",
      [
        ["random", "Random"],
        ["from", "Count up from"],
      ],
      { onChange: changed },
    );
    this.seed = wholeField("First seed", { minimum: 0, maximum: MOST_SEED, onChange: changed });
    this.params = paramFields(changed);
    this.problem = h("div", { "aria-live": "assertive" });
    this.cost = h("p", { class: "st-small st-2" });
    this.go = button("", { kind: "primary", class: "st-btn-large var-go", onclick: () => this.#run() });
    this.type.value = "ambience";
    this.duration.value = 6;
    this.takes.value = 8;
    const fields = [this.prompt, this.type, this.model, this.duration, this.takes, this.seeds, this.seed];
    this.element = h(
      "div",
      { class: "var-form", role: "form", "aria-label": "What to make" },
      h(
        "div",
        { class: "var-form-scroll st-scroll" },
        this.parent,
        h(
          "div",
          { class: "var-fields" },
          fields.map((one) => one.element),
          this.params.element,
        ),
      ),
      h("div", { class: "var-foot" }, this.problem, this.cost, this.go),
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
    const count = this.takes.value || 0;
    const counting = this.seeds.value === "from";
    this.takes.hint(`${this.#limits.fewest} to ${this.#limits.most}`);
    this.seed.element.hidden = !counting;
    const first = this.seed.value;
    this.seed.hint(counting && first !== null ? `${first} to ${first + Math.max(0, count - 1)}` : "");
    this.#showCost();
    put(this.go, `Generate ${fmtCount(count, "variation")}`, h("span", { class: "var-key" }, "Ctrl Enter"));
  }

  #showCost() {
    const count = this.takes.value || 0;
    const seconds = estimate(this.model.value, this.duration.value || 0, count);
    const time = seconds === null ? "" : seconds < 1 ? ", at once" : `, about ${fmtEta(seconds)}`;
    this.cost.textContent = `${fmtCount(count, "take")} of ${fmtDuration(this.duration.value)}${time}`;
  }

  #request() {
    return {
      prompt: this.prompt.value,
      type: this.type.value,
      model: this.model.value,
      duration_s: this.duration.value,
      count: this.takes.value,
      seed: this.seeds.value === "from" ? (this.seed.value ?? 0) : null,
      params: this.params.values(),
      project: page.project,
      tags: this.#parentNow?.tags || [],
      parent: this.#parentNow?.id || null,
    };
  }

  async #run() {
    if (this.#busy) return;
    const { fewest, most } = this.#limits;
    this.#clearErrors();
    if (!(this.takes.value >= fewest && this.takes.value <= most)) return this.takes.error(`Make ${fewest} to ${most} takes.`);
    this.#busy = this.go.disabled = true;
    player.stop();
    try {
      const grid = await this.#grids.create(this.#request());
      watchPace(grid);
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
    for (const one of [this.prompt, this.type, this.model, this.duration, this.takes, this.seed]) one.error("");
  }

  #refused(error) {
    const named = { Prompt: this.prompt, Type: this.type, Model: this.model, Duration: this.duration, Takes: this.takes, Seed: this.seed };
    const place = named[error.field] || this.params.find(error.field) || (error.kind === "PromptNotUnderstood" ? this.prompt : null);
    if (!place) return put(this.problem, h("p", { class: "st-field-error" }, error.message));
    place.error(error.field ? error.message.replace(`${error.field}: `, "") : error.message);
    place.focus();
  }

  /** The form shows what made the open grid, unless the user is writing something new. */
  #opened() {
    const grid = this.#grids.current;
    if (!grid || this.#dirty) return;
    this.#parent = null;
    this.#fill({ ...grid.request, count: grid.cells.length });
    this.#dirty = false;
    const parent = grid.request.parents?.[0]?.id;
    if (parent)
      assets.get(parent).then(
        (asset) => this.#adopt(asset, grid),
        () => {},
      );
    this.#showParent();
  }

  #adopt(asset, grid) {
    if (this.#grids.current?.id !== grid.id) return;
    this.#parent = asset;
    this.#showParent();
  }

  #fill(recipe) {
    this.prompt.value = recipe.prompt || "";
    if (TYPES.includes(recipe.type)) this.type.value = recipe.type;
    this.#wanted = recipe.model;
    this.#typed(recipe.model, false);
    this.duration.value = recipe.duration_s ?? 6;
    this.takes.value = recipe.count || 8;
    const counted = recipe.seed !== null && recipe.seed !== undefined;
    this.seeds.value = counted ? "from" : "random";
    this.seed.value = counted ? recipe.seed : "";
    this.#modelled(recipe.params || {});
    this.#clearErrors();
  }

  /** The parent, as long as its prompt stands in the form: other words make no variation of it. */
  get #parentNow() {
    return this.#parent && this.prompt.value.trim() === this.#parent.recipe.prompt.trim() ? this.#parent : null;
  }

  #showParent() {
    const asset = this.#parentNow;
    this.parent.hidden = !asset;
    if (!asset) return;
    const line = `${asset.model_name} · ${fmtDuration(asset.duration_s)} · seed ${asset.recipe.seed}`;
    const forget = () => {
      this.#parent = null;
      this.#showParent();
    };
    put(
      this.parent,
      h("h3", null, "Parent"),
      h(
        "div",
        { class: "var-parent-box", "data-type": asset.type },
        h("div", { class: "st-col var-grow" }, h("span", { class: "st-ellipsis" }, asset.name), h("span", { class: "st-hint st-ellipsis" }, line)),
        iconButton("play", "Play parent", { class: "st-btn-quiet", onclick: () => player.play(asset) }),
        iconButton("close", "Without parent", { class: "st-btn-quiet", onclick: forget }),
      ),
    );
  }

  /** Opens an earlier grid; the form shows what made it. */
  async reopen(id) {
    this.#dirty = false;
    player.pause();
    await this.#grids.open(id);
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

// The Effects tab: what the sound of a layer goes through, in order. Everything is heard at once.

import { button, fmtCount, h, iconButton, put } from "../core/dom.js";
import { selectField } from "../parts/fields.js";
import { KINDS, MOST_EFFECTS, effectsOf, moved, newEffect, pointsOf, withValues } from "./effects.js";
import { menu } from "./menu.js";
import { WEIGHT, keyOf } from "./movable.js";
import { rangeField } from "./range.js";

const PLACES = [["room", "Room"], ["plate", "Plate"]]; // prettier-ignore

/** {element, update()} */
export function effectsPanel(store) {
  const change = (effects, key = null) => store.editLayer(store.selected, key, { effects });
  const all = () => effectsOf(store.layer);
  const title = h("span", { class: "st-small st-2" });
  const add = button("Add an effect", { icon: "plus", class: "st-btn-small" });
  const list = h("div", { class: "sc-fx-list", role: "list" });
  const nothing = h("p", { class: "st-small st-3" });
  const element = h("div", { class: "sc-clip-body" }, h("div", { class: "st-row" }, title, h("span", { class: "st-space" }), add), nothing, list);
  let built = "";
  let rows = [];

  menu(add, {
    label: "Add an effect",
    items: () => Object.entries(KINDS).map(([kind, { name }]) => ({ text: name, run: () => (change([...all(), newEffect(kind)]), rows.at(-1)?.focus()) })),
  });

  /** Moves an effect; its button keeps the focus, so that it can be pressed again. */
  function carry(at, by) {
    change(moved(all(), at, by));
    rows[at + by]?.focus(by < 0 ? "up" : "down");
  }

  function takeOut(at) {
    change(all().filter((_, i) => i !== at));
    (rows[at] || rows[at - 1])?.focus();
    if (!rows.length) add.focus();
  }

  function build(layer, effects) {
    rows = effects.map((effect, at) =>
      effectRow(store, effect, at, effects.length, {
        turn: (values, gesture) => change(withValues(all(), at, values), gesture),
        carry: (by) => carry(at, by),
        takeOut: () => takeOut(at),
      }),
    );
    put(list, rows.map((row) => row.element)); // prettier-ignore
  }

  return {
    element,
    update() {
      const { layer } = store;
      const effects = layer ? effectsOf(layer) : [];
      title.textContent = effects.length ? `${layer.name || "The layer"} goes through ${fmtCount(effects.length, "effect")}${effects.length > 1 ? ", in this order" : ""}` : "";
      nothing.hidden = effects.length > 0;
      nothing.textContent = layer ? "Filters, reverb and echo for this layer: a wall between, a hall around, a voice far away." : "Pick a layer to see its effects.";
      add.disabled = !layer || effects.length >= MOST_EFFECTS;
      add.title = effects.length >= MOST_EFFECTS ? `A layer has at most ${MOST_EFFECTS}` : "";
      const key = JSON.stringify([layer?.id, effects.map((effect) => effect.kind)]);
      if (key !== built) {
        built = key;
        build(layer, effects);
      }
      rows.forEach((row, at) => row.update(effects[at]));
    },
  };
}

/** One effect: {element, update(effect), focus(what)}. */
function effectRow(store, { kind }, at, count, { turn, carry, takeOut }) {
  const { name, knobs } = KINDS[kind];
  const on = h("input", { type: "checkbox", onchange: () => turn({ bypass: !on.checked }) });
  const place = kind === "reverb" && selectField("Place", { choices: PLACES, onInput: (value) => turn({ place: value }) });
  const fields = Object.entries(knobs).map(([key, knob]) => knobField(store, { kind }, at, key, knob, turn));
  const another = place && iconButton("dice", "Another place alike", { class: "st-btn-quiet sc-fx-act", onclick: () => turn({ seed: crypto.getRandomValues(new Uint32Array(1))[0] >>> 1 }) });
  const acts = {
    up: iconButton("up", `Move ${name} up`, { class: "st-btn-quiet sc-fx-act", disabled: at === 0, onclick: () => carry(-1) }),
    down: iconButton("down", `Move ${name} down`, { class: "st-btn-quiet sc-fx-act", disabled: at === count - 1, onclick: () => carry(1) }),
  };
  const remove = iconButton("close", `Remove ${name}`, { class: "st-btn-quiet sc-fx-act", onclick: takeOut });
  const element = h(
    "div",
    { class: "sc-fx", role: "listitem", "aria-label": `${name}, ${at + 1} of ${count}` },
    h("label", { class: "st-check sc-fx-name", title: "Without the tick the sound passes it by" }, on, name),
    h("div", { class: "sc-fx-knobs" }, place && place.element, fields.map((field) => field.element)),
    h("div", { class: "sc-fx-acts" }, another, acts.up, acts.down, remove),
  );
  return {
    element,
    focus: (what) => (acts[what] && !acts[what].disabled ? acts[what] : on).focus(),
    update(effect) {
      on.checked = !effect.bypass;
      element.classList.toggle("sc-fx-off", Boolean(effect.bypass));
      if (place) place.set(effect.place);
      for (const field of fields) field.update(effect);
    },
  };
}

/** A value of an effect; one that can move has a mark that shows it on the layer's lane. */
function knobField(store, { kind }, at, name, knob, turn) {
  const key = keyOf({ kind }, at, name);
  const mark = knob.moves && h("button", {
    type: "button", class: "sc-key", "aria-pressed": "false", "aria-label": `Show ${knob.label.toLowerCase()} on the lane`,
    onclick: () => store.show(store.selected, store.shown(store.selected).key === key ? WEIGHT : key),
  }); // prettier-ignore
  const made = rangeField(knob.label, { ...knob, mark, onInput: (value, gesture) => turn({ [name]: value }, gesture) });
  return {
    element: made.element,
    update(effect) {
      const points = pointsOf(effect, name).length;
      made.set(effect[name]);
      if (effect.place === "plate" && name === "size_m") made.off("none", "A plate has no size");
      else made.off(points ? fmtCount(points, "point") : "", "The points on the clip set it");
      if (!mark) return;
      mark.setAttribute("aria-pressed", String(store.shown(store.selected).key === key));
      mark.classList.toggle("sc-key-set", points > 0);
      mark.title = "Shows it on the lane of the layer: a double click there, or K at the playhead, adds a point";
    },
  };
}

// The Scatter tab: a layer's sound again and again at times that look like chance, with variations of it.

import { assets } from "../core/assets.js";
import { absence } from "../core/attempt.js";
import { button, fmtCount, h, iconButton, put } from "../core/dom.js";
import { pickButton } from "./add.js";
import { rangeField } from "./range.js";

const FIRST = { per_minute: 12, spread: 0.7, variations: [], pitch_cents: 60, gain_db: 4, pan: 0.4 };
const KNOBS = [
  ["per_minute", "How often", { low: 0.1, high: 120, step: 0.1, digits: 1, unit: "a minute", log: true }],
  ["spread", "Chance", { low: 0, high: 1, step: 0.01 }],
  ["pitch_cents", "Pitch, up to", { low: 0, high: 200, step: 1, digits: 0, unit: "cents" }],
  ["gain_db", "Softer, up to", { low: 0, high: 12, step: 0.1, digits: 1, unit: "dB" }],
  ["pan", "To the sides", { low: 0, high: 1, step: 0.01 }],
];

/** {element, update()}; `times` has the times of the events. */
export function scatterPanel(store, times) {
  const change = (values, key = null) => store.editLayer(store.selected, key, { scatter: { ...store.layer.scatter, ...values } });
  const on = h("input", { type: "checkbox", id: "sc-scatter", onchange: () => store.editLayer(store.selected, null, { scatter: on.checked ? { ...FIRST, seed: drawn() } : null }) });
  const knobs = KNOBS.map(([name, label, options]) => [name, rangeField(label, { ...options, onInput: (value, gesture) => change({ [name]: value }, gesture) })]);
  const count = h("span", { class: "st-small st-3", role: "status" });
  const dice = button("Other times", { icon: "dice", class: "st-btn-small", title: "Draws other times, pitches and places", onclick: () => change({ seed: drawn() }) });
  const list = h("div", { class: "st-row sc-variations" });
  const add = pickButton("Add a variation", (asset) => assets.remember(asset) && change({ variations: [...new Set([...store.layer.scatter.variations, asset.id])] }), { icon: "plus", class: "st-btn-small" });
  const takes = button("Make 3 takes", { class: "st-btn-small", title: "Generates the layer again, with variations", onclick: () => store.generate([store.selected]) });
  const body = h("div", { class: "sc-scatter" }, h("div", { class: "sc-five" }, knobs.map(([, knob]) => knob.element)), h("div", { class: "st-row sc-variation-row" }, h("span", { class: "st-small st-2" }, "Variations"), list, add, takes));
  const nothing = h("p", { class: "st-small st-3" }, "Its sound comes again and again, with chance in time, pitch, level and place: birds, drops, cups on a counter.");
  const element = h("div", { class: "sc-clip-body" }, h("div", { class: "st-row" }, h("label", { class: "st-check", for: "sc-scatter" }, on, "Scatter this layer"), h("span", { class: "st-space" }), count, dice), body, nothing);
  let shown = null;

  return {
    element,
    update() {
      const { layer, scene } = store;
      const scatter = layer?.scatter;
      on.checked = Boolean(scatter);
      on.disabled = !layer;
      body.hidden = dice.hidden = count.hidden = !scatter;
      nothing.hidden = Boolean(scatter);
      if (!scatter) return;
      for (const [name, knob] of knobs) knob.set(scatter[name]);
      count.textContent = layer.asset ? fmtCount(times.of(layer, scene).length, "time") : "no sound yet";
      takes.hidden = !layer.prompt;
      takes.disabled = store.work.making(layer);
      const key = scatter.variations.join();
      if (key === shown) return;
      shown = key;
      put(list, scatter.variations.length ? scatter.variations.map((id) => chip(id, () => change({ variations: store.layer.scatter.variations.filter((one) => one !== id) }))) : h("span", { class: "st-small st-3" }, "none"));
    },
  };
}

function chip(id, remove) {
  const name = h("span", { class: "st-ellipsis" }, assets.known(id)?.name || "…");
  assets.get(id).then((asset) => (name.textContent = asset.name), (error) => (name.textContent = absence(error, "gone from the library"))); // prettier-ignore
  return h("span", { class: "st-chip sc-chip" }, name, iconButton("close", "Take it out", { class: "st-btn-quiet st-chip-x", onclick: remove }));
}

const drawn = () => crypto.getRandomValues(new Uint32Array(1))[0] >>> 1;

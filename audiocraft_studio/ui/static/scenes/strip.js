// The head of a layer: name, mute, solo, weight, pan, level, menu.

import { fmtCount, fmtDb, h, iconButton } from "../core/dom.js";
import { knob } from "./knob.js";
import { menu } from "./menu.js";
import { reorder } from "./reorder.js";
import { meter } from "./meter.js";
import { panText, panWords, readPan, readWeight, stepWeight, weightDb, weightText } from "./levels.js";

const PAN_STEP = 0.05;

/** {element, update(layer), meter}; edits go to the store. */
export function strip(store, id) {
  const name = h("span", { class: "sc-layer-name st-ellipsis" });
  const source = h("span", { class: "sc-layer-source st-ellipsis st-hint" });
  const mute = toggle("M", "mute");
  const solo = toggle("S", "solo");
  const weight = h("span", { class: "sc-weight st-num" });
  const db = h("span", { class: "sc-db st-num st-3" });
  const pan = h("span", { class: "sc-pan-text st-hint" });
  const fader = knob({
    class: "sc-fader", label: "Weight", low: 0, high: 1, read: readWeight, write: (value) => value.toFixed(2), words: weightText,
    step: (value, way) => stepWeight(value, way / 2),
    onMove: (value, gesture) => store.editLayer(id, gesture === "key" ? "weight" : gesture, { weight: rounded(value) }),
  }); // prettier-ignore
  const panner = knob({
    class: "sc-pan", label: "Pan", low: -1, high: 1, home: 0, read: readPan, write: panText, words: panWords,
    step: (value, way) => Math.round((value + way * PAN_STEP) * 100) / 100,
    onMove: (value, gesture) => store.editLayer(id, gesture === "key" ? "pan" : gesture, { pan: nearCenter(value) }),
  }); // prettier-ignore
  const level = meter();
  const more = moreButton(store, id);
  const element = h(
    "div",
    { class: "sc-strip" },
    h("div", { class: "st-row" }, name, source, mute, solo),
    h("div", { class: "st-row" }, fader.element, weight, db),
    h("div", { class: "st-row" }, panner.element, pan, level.element, more),
  );
  reorder(name, store, id);
  weight.addEventListener("dblclick", () => fader.type());
  db.addEventListener("dblclick", () => fader.type());
  pan.addEventListener("dblclick", () => panner.type());

  function toggle(letter, field) {
    return h("button", {
      type: "button", class: `sc-ms sc-${field}`, "aria-pressed": "false", tabindex: -1,
      onclick: () => store.editLayer(id, null, { [field]: !store.layerOf(id)[field] }),
    }, letter); // prettier-ignore
  }

  return {
    element,
    meter: level,
    controls: [mute, solo, fader.element, panner.element, more],
    update(layer) {
      const called = layer.name || "Layer";
      name.textContent = called;
      name.title = `${called}. Drag it up or down`;
      source.textContent = sourceText(layer);
      for (const [control, field, word] of [[mute, "mute", "Mute"], [solo, "solo", "Solo"]]) {
        control.setAttribute("aria-pressed", String(layer[field]));
        control.setAttribute("aria-label", `${word} ${called}`);
      }
      fader.set(layer.weight);
      fader.rename(`Weight of ${called}`);
      const moves = layer.weight_points?.length > 0;
      fader.element.classList.toggle("sc-moves", moves);
      fader.element.title = moves ? "The points on the clip set its weight" : "Double click or Enter to type a value";
      weight.textContent = moves ? "moves" : layer.weight.toFixed(2);
      db.textContent = moves ? fmtCount(layer.weight_points.length, "point") : fmtDb(weightDb(layer.weight));
      panner.set(layer.pan);
      panner.rename(`Pan of ${called}`);
      const wanders = layer.pan_points?.length > 0;
      panner.element.classList.toggle("sc-moves", wanders);
      panner.element.title = wanders ? "The points on the clip set its pan" : "Double click or Enter to type a value";
      pan.textContent = wanders ? "moves" : panText(layer.pan);
      more.setAttribute("aria-label", `More for ${called}`);
    },
  };
}

function moreButton(store, id) {
  const opener = iconButton("more", "More", { class: "st-btn-quiet sc-more", tabindex: -1 });
  menu(opener, {
    label: "Layer",
    align: "start",
    items: () => [
      { text: "Duplicate", run: () => store.duplicateLayer(id) },
      { text: "Move up", hint: "Alt ↑", run: () => store.moveLayer(id, -1) },
      { text: "Move down", hint: "Alt ↓", run: () => store.moveLayer(id, 1) },
      { text: `Take away the points of its ${store.shown(id).label.toLowerCase()}`, off: store.shown(id).points.length ? "" : "it has none", run: () => store.editLayer(id, null, store.shown(id).edit([])) },
      { text: "Remove from the scene", hint: "Delete", run: () => store.removeLayer(id) },
    ],
  });
  return opener;
}

function sourceText(layer) {
  if (!layer.asset) return layer.lost ? "sound missing" : "no sound yet";
  const named = layer.asset_name && layer.asset_name !== layer.name ? layer.asset_name : "";
  if (layer.scatter) return `${layer.scatter.per_minute} a minute`;
  const length = `${layer.asset_duration_s?.toFixed(1) ?? "?"} s${layer.loop ? " loop" : ""}`;
  const effects = layer.effects?.length ? fmtCount(layer.effects.length, "effect") : "";
  return [named, length, effects].filter(Boolean).join(", ");
}

const rounded = (value) => Math.round(value * 10000) / 10000;

/** A pan that was dragged close to the middle is the middle. */
function nearCenter(value) {
  return Math.abs(value) < 0.02 ? 0 : Math.round(value * 100) / 100;
}

// Layers as they begin: new ones, and what a sound of the library brings along.

import { DEFAULTS, passOf, usualLoopFade } from "./levels.js";

export const LOOP = "loop"; // the tag of sounds that the loop maker made

/** A layer with the defaults of its type; `values` over them. */
export function newLayer(type, values) {
  const layer = {
    id: newId(), name: "", asset: null, asset_name: "", asset_duration_s: null, prompt: "", model: "sketch", type,
    pan: 0, mute: false, solo: false, offset_s: 0, fade_out_s: 0, params: {}, weight_points: [], pan_points: [], effects: [], scatter: null,
    ...DEFAULTS[type], ...values,
  }; // prettier-ignore
  return { loop_fade_s: usualLoopFade(type, passOf(layer)), ...layer };
}

/** What a layer that plays `asset` takes from it: the sound, and where it was generated, how. */
export function carried(asset) {
  const { prompt, model } = asset.recipe || {};
  const known = !["Imported", "Scene mix", "Synthetic voice"].includes(asset.engine_name);
  return {
    asset: asset.id,
    asset_name: asset.name,
    asset_duration_s: asset.duration_s,
    ...(known && prompt ? { prompt, model: model || "sketch", duration_s: asset.recipe.duration_s || asset.duration_s } : {}),
  };
}

export function newId() {
  // randomUUID is missing on plain HTTP in a LAN
  return [...crypto.getRandomValues(new Uint8Array(13))].map((x) => x.toString(16).padStart(2, "0")).join("");
}

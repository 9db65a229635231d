// The open scene under the hands: which layer is picked, and every change that can be made to it in memory.

import { toast } from "../core/toast.js";
import { valueAt, withPoint } from "./automation.js";
import { LOOP, carried, newId, newLayer } from "./layers.js";
import { usualLoopFade } from "./levels.js";
import { WEIGHT, movable } from "./movable.js";

/** Events: "edit" (the scene or the picked layer changed). What reaches the server is the Store's (store.js). */
export class Editor extends EventTarget {
  draft = null;
  selected = null; // id of a layer
  wrong = null; // the last error that names a field: {field, message}
  #shown = new Map(); // layer id to the key of what its lane shows, where that is not the weight

  get scene() {
    return this.draft?.scene || null;
  }

  get layer() {
    return this.layerOf(this.selected);
  }

  /** The layers that have a prompt and no sound. */
  get missing() {
    return (this.scene?.layers || []).filter((layer) => !layer.asset && layer.prompt);
  }

  layerOf(id) {
    return this.scene?.layers.find((layer) => layer.id === id) || null;
  }

  select(id) {
    if (id === this.selected) return;
    this.selected = id;
    this.tell("edit");
  }

  /** What the lane of a layer shows and edits: see movable.js. */
  shown(id) {
    return movable(this.layerOf(id), this.#shown.get(id));
  }

  /** Shows another value on the lane of a layer. */
  show(id, key) {
    this.#shown.set(id, key);
    this.tell("edit");
  }

  /** A point of what the lane shows, with the value that is heard at that second. */
  pointAt(id, at_s) {
    const { points, base, log, edit } = this.shown(id);
    const value = points.length ? rounded(valueAt(points, at_s, log)) : base;
    this.editLayer(id, null, edit(withPoint(points, at_s, value)));
  }

  /** Changes the open scene in memory; see Draft.edit for the key. */
  edit(key, change) {
    if (this.draft?.edit(key, change)) this.edited();
  }

  editLayer(id, key, values) {
    this.edit(typeof key === "string" ? `${key}:${id}` : key, (scene) => {
      Object.assign(scene.layers.find((layer) => layer.id === id) || {}, values);
    });
  }

  undo() {
    if (this.draft?.undo()) this.edited();
    else toast("Nothing to undo", { kind: "info", stay: 2500 });
  }

  redo() {
    if (this.draft?.redo()) this.edited();
  }

  discard() {
    this.draft.discard();
    this.edited();
  }

  /** A new layer after the others. `values` over the defaults of its type. Its id. */
  addLayer({ type = "ambience", ...values }) {
    const layer = newLayer(type, values);
    this.edit(null, (scene) => scene.layers.push(layer));
    this.select(layer.id);
    return layer.id;
  }

  /** A layer that plays an asset of the library. */
  addAsset(asset, values = {}) {
    const loop_fade_s = usualLoopFade(asset.type, asset.duration_s, asset.tags.includes(LOOP));
    return this.addLayer({ type: asset.type, name: asset.name, loop_fade_s, ...values, ...carried(asset) });
  }

  replaceAsset(layerId, asset) {
    this.editLayer(layerId, null, carried(asset));
  }

  removeLayer(id) {
    const [scene, at] = [this.scene, this.scene.layers.findIndex((layer) => layer.id === id)];
    if (at < 0) return;
    const layer = scene.layers[at];
    this.takeOut(id);
    const back = () => {
      if (this.scene?.id !== scene.id || this.layerOf(id)) return;
      this.edit(null, (now) => now.layers.splice(Math.min(at, now.layers.length), 0, structuredClone(layer)));
      this.select(id);
    };
    toast(`${layer.name || "Layer"} removed from the scene`, { undo: back });
  }

  /** Removes a layer without a word. */
  takeOut(id) {
    const at = this.scene.layers.findIndex((layer) => layer.id === id);
    if (at < 0) return;
    this.edit(null, (scene) => scene.layers.splice(at, 1));
    this.select((this.scene.layers[at] || this.scene.layers[at - 1])?.id || null);
  }

  duplicateLayer(id) {
    const copy = newId();
    this.edit(null, (scene) => {
      const at = scene.layers.findIndex((layer) => layer.id === id);
      scene.layers.splice(at + 1, 0, { ...structuredClone(scene.layers[at]), id: copy });
    });
    this.select(copy);
  }

  /** Moves a layer up or down by some places. `key` as in `edit`. */
  moveLayer(id, by, key = null) {
    this.edit(key, (scene) => {
      const at = scene.layers.findIndex((layer) => layer.id === id);
      const to = Math.max(0, Math.min(scene.layers.length - 1, at + by));
      scene.layers.splice(to, 0, ...scene.layers.splice(at, 1));
    });
  }

  /** Moves a layer's clip to another second of the scene. */
  moveClip(id, offset_s, key = null) {
    const top = this.scene.duration_s ? this.scene.duration_s - 0.05 : 3600;
    this.editLayer(id, key, { offset_s: Math.max(0, Math.min(top, Math.round(offset_s * 1000) / 1000)) });
  }

  edited() {
    if (this.selected && !this.layer) this.selected = this.scene.layers[0]?.id || null;
    this.wrong = null;
    this.tell("edit");
  }

  tell(type) {
    this.dispatchEvent(new Event(type));
  }
}

const rounded = (value) => Number(value.toPrecision(4));

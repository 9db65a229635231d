// The strips and meters of the scene that sounds.

import { Meter } from "../core/output.js";
import { player } from "../core/player.js";
import { Strip, buildStrips } from "./graph.js";
import { audible } from "./levels.js";

export class Desk {
  strips = new Map();
  #meters = new Map();
  #master = null;
  #tools;

  /** `tools`: as for a Strip. */
  constructor(tools) {
    this.#tools = tools;
  }

  /** Makes the strips of a scene, or lets those that are there follow it. */
  build(scene) {
    const { context } = player;
    if (!this.#master) {
      const gain = new GainNode(context, { channelCount: 2, channelCountMode: "explicit" });
      gain.connect(player.output);
      this.#master = { gain, meter: new Meter(context, gain) };
    }
    if (this.strips.size) return this.follow(scene);
    this.strips = buildStrips(context, scene, this.#master.gain, this.#tools);
    for (const [id, strip] of this.strips) this.#meters.set(id, new Meter(context, strip.pan));
    return undefined;
  }

  /** Strips for new layers, none for layers that are gone, faders and knobs as they stand. */
  follow(scene) {
    if (!this.strips.size) return;
    const heard = new Set(audible(scene).map((layer) => layer.id));
    const there = new Set();
    for (const layer of scene.layers.filter((one) => one.asset)) {
      there.add(layer.id);
      const strip = this.strips.get(layer.id);
      if (strip) strip.set(layer, heard.has(layer.id));
      else {
        const made = new Strip(player.context, layer, heard.has(layer.id), this.#master.gain, this.#tools);
        this.strips.set(layer.id, made);
        this.#meters.set(layer.id, new Meter(player.context, made.pan));
      }
    }
    for (const id of [...this.strips.keys()].filter((one) => !there.has(one))) {
      this.strips.get(id).disconnect();
      this.strips.delete(id);
      this.#meters.delete(id);
    }
  }

  /** See Strip.hold. */
  hold(at) {
    for (const strip of this.strips.values()) strip.hold(at);
  }

  /** Peaks of the last moment, linear: [left, right] of a layer, or of the whole mix. */
  levels(layerId = null) {
    return (layerId ? this.#meters.get(layerId) : this.#master?.meter)?.levels() ?? [0, 0];
  }

  /** Takes all strips away, and with them what still rings in their effects. */
  clear() {
    for (const strip of this.strips.values()) strip.disconnect();
    this.strips.clear();
    this.#meters.clear();
  }
}

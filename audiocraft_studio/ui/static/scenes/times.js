// When scattered layers sound. The server computes it (docs/scenes.md), so that page and render play the same; the
// answers are remembered, so that faders ask for nothing.

import { send } from "../core/api.js";
import { plain } from "./draft.js";
import { soundLength } from "./levels.js";

const CALM_MS = 200; // asked once the hands rest
const REMEMBERED = 200;

export class Times {
  #known = new Map(); // what decides a layer's times, as text, to its events
  #last = new Map(); // layer id to {offset_s, events}: shown until the new ones are here
  #asking = null;
  #timer = 0;
  #changed;

  /** `changed()` is called when times came. */
  constructor(changed) {
    this.#changed = changed;
  }

  /** Takes in those that a scene of the server brings along. */
  take(stored) {
    this.#keep(stored, stored.events || {});
  }

  /** The events of a layer: [{at_s, asset, gain_db, pan, rate}]. */
  of(layer, scene) {
    if (!layer.scatter) return [];
    const known = this.#known.get(key(layer, scene));
    if (known) return known;
    const last = this.#last.get(layer.id);
    return last ? last.events.map((event) => ({ ...event, at_s: event.at_s + layer.offset_s - last.offset_s })) : [];
  }

  /** What changes when the times of a layer do, as text. */
  mark(layer, scene) {
    if (!layer.scatter) return "";
    const id = key(layer, scene);
    return this.#known.has(id) ? id : `${id} before`;
  }

  /** Whether all times of a scene are here. */
  ready(scene) {
    return scene.layers.every((layer) => !layer.scatter || !layer.asset || this.#known.has(key(layer, scene)));
  }

  /** Asks for what is not known, soon. */
  want(scene) {
    clearTimeout(this.#timer);
    if (!this.ready(scene)) this.#timer = setTimeout(() => this.ask(scene).catch(() => {}), CALM_MS);
  }

  /** Resolves when all times of a scene are here. */
  async ask(scene) {
    await this.#asking?.catch(() => {});
    if (this.ready(scene)) return;
    this.#asking = send("POST", "/scenes/events", plain(scene));
    this.#keep(scene, await this.#asking);
    this.#changed();
  }

  #keep(scene, found) {
    for (const layer of scene.layers) {
      if (!layer.scatter || !found[layer.id]) continue;
      this.#known.set(key(layer, scene), found[layer.id]);
      if (this.#known.size > REMEMBERED) this.#known.delete(this.#known.keys().next().value);
      this.#last.set(layer.id, { offset_s: layer.offset_s, events: found[layer.id] });
    }
  }
}

function key(layer, scene) {
  return JSON.stringify([layer.id, layer.asset, layer.offset_s, layer.scatter, soundLength(scene)]);
}

// The decoded sounds of the open scene, for the loudspeakers and for measuring.

import { bytes } from "../core/api.js";
import { player } from "../core/player.js";
import { toast } from "../core/toast.js";
import { decode } from "../core/voices.js";
import { audible, soundsOf } from "./levels.js";

export class Sounds {
  playable = new Map(); // asset id to AudioBuffer at the rate of the loudspeakers
  #offline = new Map(); // asset id and rate to the promise of one

  /** Resolves when everything that can be played is here; what cannot is told. */
  async load(scene) {
    const wanted = new Set(scene.layers.flatMap(soundsOf).filter((asset) => !this.playable.has(asset)));
    await Promise.all(
      [...wanted].map(async (id) => {
        try {
          this.playable.set(id, await decode(player.context, { id }));
        } catch (error) {
          const layer = scene.layers.find((one) => soundsOf(one).includes(id));
          toast(`${layer?.name || "A layer"} cannot be played: ${error.message}`, { kind: "bad" });
        }
      }),
    );
  }

  /** A sound at the rate of an OfflineAudioContext. */
  decoded(context, asset) {
    const key = `${asset}:${context.sampleRate}`;
    const known = this.#offline.get(key);
    if (known) return known;
    const made = bytes(`/assets/${asset}/audio`).then((data) => context.decodeAudioData(data));
    this.#offline.set(key, made);
    made.then(
      () => (made.here = true),
      () => this.#offline.delete(key),
    );
    return made;
  }

  /** Fetches all sounds of a scene for measuring at a rate. */
  async prepare(scene, sampleRate) {
    const context = new OfflineAudioContext(2, 1, sampleRate);
    const all = new Set(scene.layers.flatMap(soundsOf));
    await Promise.allSettled([...all].map((asset) => this.decoded(context, asset)));
  }

  /** Whether every audible sound is here for measuring at a rate. */
  prepared(scene, sampleRate) {
    const here = (asset) => this.#offline.get(`${asset}:${sampleRate}`)?.here;
    return audible(scene).flatMap(soundsOf).every(here);
  }

  clear() {
    this.playable.clear();
    this.#offline.clear();
  }
}

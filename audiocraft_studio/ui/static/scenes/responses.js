// Impulse responses of reverbs. The server computes them (docs/scenes.md), so that page and render convolve with the
// same numbers; the answers are remembered, and the browser keeps them too.

import { bytes } from "../core/api.js";
import { effectsOf } from "./effects.js";

const CALM_MS = 200; // asked once the hands rest
const REMEMBERED = 24;
const ASKED = ["place", "decay_s", "size_m", "treble", "seed"];

export class Responses {
  #known = new Map(); // address to {buffer, coming}
  #rates = new Set();
  #timer = 0;
  #changed;

  /** `changed()` is called when some came. */
  constructor(changed) {
    this.#changed = changed;
  }

  /** The response of a reverb as an AudioBuffer, or null while it is not here. */
  of(effect, sampleRate) {
    return this.#known.get(address(effect, sampleRate))?.buffer || null;
  }

  /** Whether those of all reverbs of a scene are here. */
  ready(scene, sampleRate) {
    return reverbs(scene).every((effect) => this.of(effect, sampleRate));
  }

  /** Resolves when those of all reverbs of a scene are here. From now on they are kept ready at that rate. */
  async ask(scene, sampleRate) {
    this.#rates.add(sampleRate);
    await Promise.all(reverbs(scene).map((effect) => this.#fetch(address(effect, sampleRate), sampleRate)));
  }

  /** Asks for what is not known, soon, at all rates that were needed so far. */
  want(scene) {
    clearTimeout(this.#timer);
    const rates = [...this.#rates].filter((rate) => !this.ready(scene, rate));
    if (!rates.length) return;
    const fetch = () => Promise.all(rates.map((rate) => this.ask(scene, rate))).then(this.#changed, () => {});
    this.#timer = setTimeout(fetch, CALM_MS);
  }

  #fetch(path, sampleRate) {
    const known = this.#known.get(path);
    if (known) return known.coming;
    const made = { buffer: null, coming: bytes(path).then((data) => (made.buffer = stereo(new Float32Array(data), sampleRate))) };
    this.#known.set(path, made);
    made.coming.catch(() => this.#known.delete(path));
    if (this.#known.size > REMEMBERED) this.#known.delete(this.#known.keys().next().value);
    return made.coming;
  }
}

function reverbs(scene) {
  return scene.layers.filter((layer) => layer.asset).flatMap(effectsOf).filter((effect) => effect.kind === "reverb"); // prettier-ignore
}

function address(effect, sampleRate) {
  return `/reverb?${new URLSearchParams([...ASKED.map((name) => [name, effect[name]]), ["sample_rate", sampleRate]])}`;
}

/** The left side, then the right one. */
function stereo(data, sampleRate) {
  const length = data.length / 2;
  const buffer = new AudioBuffer({ length, numberOfChannels: 2, sampleRate });
  for (const side of [0, 1]) buffer.copyToChannel(data.subarray(side * length, (side + 1) * length), side);
  return buffer;
}

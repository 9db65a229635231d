// Where all sound of the page leaves it: one audio context, the volume, which is remembered, the meter.

import { store } from "./store.js";

const VOLUME_KEY = "studio.volume";
const FADE_S = 0.004; // long enough that a jump of the volume doesn't click
const PATIENCE_MS = 400;

export class Output {
  #volume = remembered(); // 0..1, linear gain
  #context = null;
  #master = null;
  #trim = null; // level of the one sound that plays, for level-matched comparison
  #meter = null;

  /** The audio context, made at the first use so that it starts after a gesture. */
  get context() {
    if (!this.#context) this.#build();
    return this.#context;
  }

  /** Whether there is a context already. */
  get ready() {
    return this.#context !== null;
  }

  /** Where sounding things connect. */
  get input() {
    return this.context && this.#master;
  }

  /** Where the voice of the player connects. */
  get trim() {
    return this.context && this.#trim;
  }

  get volume() {
    return this.#volume;
  }

  set volume(value) {
    this.#volume = Math.max(0, Math.min(1, value));
    store.set(VOLUME_KEY, String(this.#volume));
    if (this.#context) this.#master.gain.setTargetAtTime(this.#volume, this.#context.currentTime, FADE_S);
  }

  /** The level of the player's voice in dB. */
  trimTo(gain_db) {
    this.trim.gain.value = 10 ** (gain_db / 20);
  }

  get trim_db() {
    return 20 * Math.log10(this.trim.gain.value);
  }

  /** Resolves to whether sound comes out; gives up after a moment where the browser waits for a gesture. */
  async wake() {
    const { context } = this;
    if (context.state !== "running") await Promise.race([context.resume(), new Promise((done) => setTimeout(done, PATIENCE_MS))]);
    return context.state === "running";
  }

  /** Peaks of the last picture's time, linear 0..1: [left, right]. */
  levels() {
    return this.#meter?.levels() ?? [];
  }

  #build() {
    const context = new AudioContext({ latencyHint: "interactive" });
    this.#context = context;
    this.#master = new GainNode(context, { gain: this.#volume });
    this.#trim = new GainNode(context);
    this.#trim.connect(this.#master);
    // Explicit stereo: a mono sound shows on both meters, as it sounds on both sides.
    this.#master.channelCount = 2;
    this.#master.channelCountMode = "explicit";
    this.#master.connect(context.destination);
    this.#meter = new Meter(context, this.#master);
  }
}

function remembered() {
  const kept = Number.parseFloat(store.get(VOLUME_KEY) ?? "");
  return kept >= 0 && kept <= 1 ? kept : 0.8;
}

/** Peaks of a stereo node: `levels()` gives those of the last moment, linear 0..1, [left, right]. */
export class Meter {
  constructor(context, node) {
    const split = new ChannelSplitterNode(context, { numberOfOutputs: 2 });
    node.connect(split);
    this.sides = [0, 1].map((side) => {
      const analyser = new AnalyserNode(context, { fftSize: 1024, smoothingTimeConstant: 0 });
      split.connect(analyser, side);
      return { analyser, data: new Float32Array(analyser.fftSize) };
    });
  }

  levels() {
    return this.sides.map(({ analyser, data }) => {
      analyser.getFloatTimeDomainData(data);
      return data.reduce((peak, x) => Math.max(peak, Math.abs(x)), 0);
    });
  }
}

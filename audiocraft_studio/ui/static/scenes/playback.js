// Plays the open scene in the browser: one shared clock for all layers, faders heard at once, no request while moving
// them. To the player (core/player.js) it is a source like any other sounding thing.

import { bytes } from "../core/api.js";
import { Meter } from "../core/output.js";
import { player } from "../core/player.js";
import { toast } from "../core/toast.js";
import { decode } from "../core/voices.js";
import { Strip, buildStrips, renderOffline, schedule } from "./graph.js";
import { audible, mixLength, soundsOf } from "./levels.js";
import { Times } from "./times.js";

const SOON_S = 0.03; // what is scheduled this far ahead starts on its sample
const AHEAD_S = 1.5; // repetitions are scheduled this early: timers of a hidden page come once a second
const TICK_MS = 100;

export class Playback {
  type = "ambience";
  scene = null;
  asset = null; // the rendered mix, while it sounds like the scene: the transport shows its waveform
  #strips = new Map();
  #meters = new Map();
  #buffers = new Map();
  #offline = new Map();
  #sources = new Set();
  #passes = [];
  #at = 0; // where it stands while it is silent
  #turn = 0;
  #starting = false;
  #timer = 0;
  #master = null;
  #timing = "";
  #changed;

  /** `changed()` hears when times of scattered layers came. */
  constructor(changed = () => {}) {
    this.#changed = changed;
    this.times = new Times(() => (this.update(this.scene), this.#changed()));
  }

  get name() {
    return this.scene?.name || "Scene";
  }

  get line() {
    return this.scene ? `scene mix · ${this.scene.project}` : "";
  }

  get duration() {
    return this.scene ? mixLength(this.scene) : 0;
  }

  /** Whether it sounds, or will as soon as its sounds are here. */
  playing() {
    return this.#starting || this.#passes.length > 0;
  }

  position() {
    return this.#passes.length ? this.#positionAt(player.context.currentTime) : this.#at;
  }

  /** Opens another scene, or the same one edited. */
  update(scene) {
    const other = scene?.id !== this.scene?.id;
    if (other) {
      if (this.playing()) this.pause();
      this.#at = 0;
      this.#drop();
    }
    this.scene = scene;
    if (!scene) return player.release(this);
    this.times.want(scene);
    this.#follow();
    const timing = timingOf(scene, this.times);
    const moved = timing !== this.#timing;
    this.#timing = timing;
    if (moved && this.#passes.length && !other) this.#reschedule();
    if (player.source === this) player.changed();
    return undefined;
  }

  toggle() {
    if (this.playing()) this.pause();
    else this.play();
  }

  async play(from = this.#at) {
    if (!this.scene || !this.duration) {
      toast("No layer can be heard: generate the missing ones, or unmute one.", { kind: "info" });
      return;
    }
    const turn = ++this.#turn;
    this.#silence();
    this.#starting = true;
    this.#at = from < this.duration - 0.005 ? from : 0;
    player.claim(this);
    try {
      await player.wake();
      await this.#load();
      if (turn !== this.#turn) return;
      this.#build();
      this.#starting = false;
      if (player.context.state === "running") this.#begin(this.#at, this.#soon());
    } finally {
      if (turn === this.#turn) this.#starting = false;
      player.changed();
    }
  }

  pause() {
    this.#at = this.position();
    this.#halt();
  }

  /** Stops. The player calls it when something else sounds (then the place is kept) and to go back to the start. */
  stop() {
    this.#at = player.source === this ? 0 : this.position();
    this.#halt();
  }

  seek(seconds) {
    const at = Math.max(0, Math.min(seconds, Math.max(0, this.duration - 0.01)));
    if (this.#passes.length) this.#restart(at);
    this.#at = at;
  }

  /** Peaks of the last moment, linear: [left, right] of a layer, or of the whole mix. */
  levels(layerId = null) {
    const meter = layerId ? this.#meters.get(layerId) : this.#master?.meter;
    return meter && this.#passes.length ? meter.levels() : [0, 0];
  }

  /** The mix as [left, right] Float32Arrays, rendered by the very graph that plays. */
  async renderOffline(sampleRate = 44100) {
    const { scene } = this;
    await this.times.ask(scene);
    return renderOffline(scene, sampleRate, (context, asset) => this.#decoded(context, asset), (layer) => this.times.of(layer, scene)); // prettier-ignore
  }

  /** Fetches the sounds ahead, so that neither playing nor moving a fader has to ask for them. */
  async prepare(sampleRate) {
    const context = new OfflineAudioContext(2, 1, sampleRate);
    const all = new Set(this.scene.layers.flatMap(soundsOf));
    await Promise.allSettled([...all].map((asset) => this.#decoded(context, asset)));
  }

  /** Whether every audible sound is here for `renderOffline(sampleRate)`. */
  prepared(sampleRate) {
    const here = (asset) => this.#offline.get(`${asset}:${sampleRate}`)?.here;
    return this.times.ready(this.scene) && audible(this.scene).flatMap(soundsOf).every(here);
  }

  #decoded(context, asset) {
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

  async #load() {
    const wanted = new Set(this.scene.layers.flatMap(soundsOf).filter((asset) => !this.#buffers.has(asset)));
    await Promise.all(
      [...wanted].map(async (id) => {
        try {
          this.#buffers.set(id, await decode(player.context, { id }));
        } catch (error) {
          const layer = this.scene.layers.find((one) => soundsOf(one).includes(id));
          toast(`${layer?.name || "A layer"} cannot be played: ${error.message}`, { kind: "bad" });
        }
      }),
    );
  }

  #build() {
    const context = player.context;
    if (!this.#master) {
      const gain = new GainNode(context, { channelCount: 2, channelCountMode: "explicit" });
      gain.connect(player.output);
      this.#master = { gain, meter: new Meter(context, gain) };
    }
    if (!this.#strips.size) {
      this.#strips = buildStrips(context, this.scene, this.#master.gain);
      for (const [id, strip] of this.#strips) this.#meters.set(id, new Meter(context, strip.pan));
    } else this.#follow();
  }

  /** Strips for new layers, none for layers that are gone, faders as they stand. */
  #follow() {
    if (!this.#strips.size) return;
    const heard = new Set(audible(this.scene).map((layer) => layer.id));
    const there = new Set();
    for (const layer of this.scene.layers.filter((one) => one.asset)) {
      there.add(layer.id);
      const strip = this.#strips.get(layer.id);
      if (strip) strip.set(layer, heard.has(layer.id));
      else {
        const made = new Strip(player.context, layer, heard.has(layer.id), this.#master.gain);
        this.#strips.set(layer.id, made);
        this.#meters.set(layer.id, new Meter(player.context, made.pan));
      }
    }
    for (const id of [...this.#strips.keys()].filter((one) => !there.has(one))) {
      this.#strips.get(id).disconnect();
      this.#strips.delete(id);
      this.#meters.delete(id);
    }
  }

  #drop() {
    for (const strip of this.#strips.values()) strip.disconnect();
    this.#strips.clear();
    this.#meters.clear();
    this.#buffers.clear();
    this.#offline.clear();
    this.#timing = "";
  }

  #soon() {
    const { currentTime, sampleRate } = player.context;
    return Math.ceil((currentTime + SOON_S) * sampleRate) / sampleRate;
  }

  #begin(from, at) {
    this.#passes = [];
    this.#pass(from, at);
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#tick();
  }

  #pass(from, at) {
    const sources = schedule(player.context, this.scene, this.#strips, this.#buffers, { from_s: from, at, events: (layer) => this.times.of(layer, this.scene) });
    for (const source of sources) {
      this.#sources.add(source);
      source.addEventListener("ended", () => this.#sources.delete(source));
    }
    this.#passes.push({ at, from, end: at + Math.max(0.02, this.duration - from) });
  }

  #tick() {
    const now = player.context.currentTime;
    const repeats = this.scene.loop || player.loop;
    while (repeats && this.#passes.at(-1).end < now + AHEAD_S) this.#pass(0, this.#passes.at(-1).end);
    while (this.#passes.length > 1 && this.#passes[0].end <= now) this.#passes.shift();
    if (this.#passes[0].end > now) return;
    this.#at = 0;
    this.#halt();
  }

  #positionAt(time) {
    const pass = this.#passes.findLast((one) => one.at <= time) || this.#passes[0];
    return Math.min(this.duration, pass.from + Math.max(0, time - pass.at));
  }

  async #reschedule() {
    const turn = this.#turn;
    await this.#load();
    if (turn !== this.#turn || !this.#passes.length) return;
    if (!this.duration) return this.pause();
    const at = this.#soon();
    const position = this.#positionAt(at);
    this.#restart(position < this.duration ? position : 0, at);
  }

  #restart(from, at = this.#soon()) {
    for (const source of this.#sources) source.stop(at);
    this.#sources = new Set();
    this.#begin(from, at);
  }

  #silence() {
    clearInterval(this.#timer);
    for (const source of this.#sources) source.stop();
    this.#sources = new Set();
    this.#passes = [];
  }

  #halt() {
    this.#turn += 1;
    this.#starting = false;
    this.#silence();
    if (player.source === this) player.changed();
  }
}

/** What only a new start of the sources can follow, as text. */
function timingOf(scene, times) {
  const layers = scene.layers.map((layer) => [
    layer.id, layer.asset, layer.offset_s, layer.fade_in_s, layer.fade_out_s, layer.loop, layer.weight_points, times.mark(layer, scene),
  ]); // prettier-ignore
  return JSON.stringify([mixLength(scene), layers]);
}

// Plays the open scene in the browser: one shared clock for all layers, faders heard at once, no request while moving
// them. To the player (core/player.js) it is a source like any other sounding thing.

import { player } from "../core/player.js";
import { toast } from "../core/toast.js";
import { Desk } from "./desk.js";
import { effectsOf } from "./effects.js";
import { renderOffline, schedule } from "./graph.js";
import { mixLength } from "./levels.js";
import { loopLatency } from "./looplatency.js";
import { Responses } from "./responses.js";
import { Sounds } from "./sounds.js";
import { Times } from "./times.js";

const SOON_S = 0.03; // what is scheduled this far ahead starts on its sample
const AHEAD_S = 1.5; // repetitions are scheduled this early: timers of a hidden page come once a second
const TICK_MS = 100;

export class Playback {
  type = "ambience";
  scene = null;
  asset = null; // the rendered mix, while it sounds like the scene: the transport shows its waveform
  #sounds = new Sounds();
  #tools = { responseOf: (effect, rate) => this.responses.of(effect, rate), loopFrames: () => this.#loopFrames };
  #desk = new Desk(this.#tools);
  #loopFrames = 0;
  #probing = null;
  #sources = new Set();
  #passes = [];
  #at = 0; // where it stands while it is silent
  #turn = 0;
  #starting = false;
  #timer = 0;
  #timing = "";
  #changed;

  /** `changed()` hears when times of scattered layers or responses of reverbs came. */
  constructor(changed = () => {}) {
    this.#changed = changed;
    const came = () => (this.update(this.scene), this.#changed());
    this.times = new Times(came);
    this.responses = new Responses(came);
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
    this.responses.want(scene);
    this.#desk.follow(scene);
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
      this.#desk.build(this.scene);
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
    return this.#passes.length ? this.#desk.levels(layerId) : [0, 0];
  }

  /** The mix as [left, right] Float32Arrays, rendered by the very graph that plays. */
  async renderOffline(sampleRate = 44100) {
    const { scene } = this;
    await Promise.all([this.times.ask(scene), this.responses.ask(scene, sampleRate), this.#probe()]);
    return renderOffline(scene, sampleRate, {
      load: (context, asset) => this.#sounds.decoded(context, asset),
      events: (layer) => this.times.of(layer, scene),
      tools: this.#tools,
    });
  }

  /** Fetches sounds and responses ahead, so that neither playing nor moving a fader has to ask for them. */
  async prepare(sampleRate) {
    await Promise.allSettled([this.#sounds.prepare(this.scene, sampleRate), this.responses.ask(this.scene, sampleRate)]);
  }

  /** Whether everything that is heard is here for `renderOffline(sampleRate)`. */
  prepared(sampleRate) {
    const { scene } = this;
    return this.times.ready(scene) && this.responses.ready(scene, sampleRate) && this.#sounds.prepared(scene, sampleRate);
  }

  /** What sounds need to start: a reverb without its response is dry until that comes. */
  async #load() {
    const responses = this.responses.ask(this.scene, player.context.sampleRate);
    const told = responses.catch((error) => toast(`The reverb cannot be heard: ${error.message}`, { kind: "bad" }));
    await Promise.all([this.#sounds.load(this.scene), told, this.#probe()]);
  }

  /** Finds out, once, how long this browser's feedback loops are. */
  #probe() {
    this.#probing ??= loopLatency().then((found) => (this.#loopFrames = found));
    return this.#probing;
  }

  #drop() {
    this.#desk.clear();
    this.#sounds.clear();
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
    const sources = schedule(player.context, this.scene, this.#desk.strips, this.#sounds.playable, { from_s: from, at, events: (layer) => this.times.of(layer, this.scene) });
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
    this.#desk.hold(at);
    for (const source of this.#sources) source.stop(at);
    this.#sources = new Set();
    this.#begin(from, at);
  }

  #silence() {
    clearInterval(this.#timer);
    for (const source of this.#sources) source.stop();
    this.#sources = new Set();
    this.#passes = [];
    this.#desk.clear();
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
    layer.id, layer.asset, layer.offset_s, layer.fade_in_s, layer.fade_out_s, layer.loop, layer.loop && layer.loop_fade_s,
    layer.weight_points, layer.pan_points, movesOf(layer), times.mark(layer, scene),
  ]); // prettier-ignore
  return JSON.stringify([mixLength(scene), layers]);
}

/** The points of a layer's effects, and where these stand; null where nothing moves. */
function movesOf(layer) {
  const all = effectsOf(layer).map((effect) => [effect.kind, effect.points]);
  return all.some(([, points]) => Object.keys(points || {}).length) ? all : null;
}

// One sound at a time in the whole page. Everything that sounds goes through here, or claims the place.

import { frames } from "./frames.js";
import { Output } from "./output.js";
import { toast } from "./toast.js";
import { decode, voiceFor } from "./voices.js";

const HAND_OVER_S = 0.03; // between two voices of one sound: time enough that both keep to it

/**
 * Events: "change" (another sound, started, stopped, loop, volume) and "time" (once a picture while something sounds,
 * and once after a seek). A source given to `claim` is {name, type, asset, stop(), toggle(), seek(s), position(),
 * duration, playing()}, where `asset` is a stored sound that looks like it, or null; it calls `player.changed()` when its state changes by itself.
 */
class Player extends EventTarget {
  asset = null; // what plays or played last
  source = null; // what claimed the place, if anything did
  list = null; // the assets that step() walks through
  region = null; // {from, to} in seconds: what a loop repeats; null for the whole sound
  level = null; // asset -> gain in dB, for level-matched listening; null for every sound as it is
  #voice = null;
  #position = 0;
  #loop = false;
  #output = new Output();
  #turn = 0; // the newest call of play wins; a slower earlier one gives up
  #follow = frames(() => {
    if (this.playing) this.#tell("time");
    return this.playing;
  });

  /** The audio context, made at the first use so that it starts after a gesture. Shared by the mixer. */
  get context() {
    return this.#output.context;
  }

  /** Where other sounding things connect, so that volume and meter hold for them too. */
  get output() {
    return this.#output.input;
  }

  /** Resolves to whether sound comes out; it does not before the first gesture. */
  wake() {
    return this.#output.wake();
  }

  get playing() {
    return this.source ? this.source.playing() : this.#voice !== null;
  }

  get position() {
    if (this.source) return this.source.position();
    return this.#voice ? this.#voice.position : this.#position;
  }

  get duration() {
    if (this.source) return this.source.duration;
    return this.asset ? this.asset.duration_s : 0;
  }

  /** The gain in dB that the present sound gets from its level, on top of the volume. */
  get gain_db() {
    return this.#output.ready ? this.#output.trim_db : 0;
  }

  /** Asks for the level of the present sound again, for when what it is matched with has changed. */
  relevel() {
    if (!this.asset || !this.#output.ready) return;
    this.#output.trimTo(this.level?.(this.asset) ?? 0);
    this.#tell("change");
  }

  /**
   * Plays an asset (whole record) and stops what sounds. `from` in seconds; `list` for step(), and
   * `level` for level-matched listening: both stay while sounds of the list are played; `region` {from, to} to loop.
   * Resolves to whether it sounds.
   */
  async play(asset, { from = 0, list = null, level = null, region = null } = {}) {
    const turn = ++this.#turn;
    this.#silence();
    this.#dropSource();
    const stays = !list && this.list?.some((one) => one.id === asset.id);
    this.asset = asset;
    this.list = stays ? this.list : list;
    this.level = level || (stays ? this.level : null);
    this.region = region;
    this.#position = from;
    this.#tell("change");
    try {
      await this.#output.wake();
      const voice = await voiceFor(this.context, this.#output.trim, asset);
      if (turn !== this.#turn) return false;
      if (this.context.state !== "running") return false; // no gesture yet: shown, but not sounding
      this.#output.trimTo(this.level?.(asset) ?? 0);
      this.#hear(voice);
      voice.start(from, this.#span());
      this.#voice = voice;
    } catch (error) {
      if (turn !== this.#turn) return false;
      toast(`${asset.name} cannot be played: ${error.message}`, { kind: "bad" });
      return false;
    }
    this.#tell("change");
    this.#follow();
    return true;
  }

  /** Shows an asset in the transport without playing it, unless something plays. */
  show(asset) {
    if (this.playing) return;
    this.#dropSource();
    this.asset = asset;
    this.region = null;
    this.#position = 0;
    this.#tell("change");
  }

  /**
   * A stored sound takes the place of a source that sounded like it so far, at its position and without a gap. The
   * source has positionAt(time) and stop(time), with times of the context.
   */
  async handOver(source, asset, { list = null } = {}) {
    const voice = await voiceFor(this.context, this.#output.trim, asset);
    if (this.source !== source) return;
    const { sounding } = source;
    const playing = source.playing();
    const at = this.context.currentTime + HAND_OVER_S;
    this.#turn += 1;
    this.#position = Math.min(source.positionAt(at), asset.duration_s);
    this.source = null;
    source.stop(at);
    Object.assign(this, { asset, list, level: null, region: null });
    this.#output.trimTo(0);
    if (playing) {
      this.#hear(voice);
      voice.start(this.#position, this.#span(), sounding ? at : 0);
      this.#voice = voice;
    }
    this.#tell("change");
    this.#follow();
  }

  /** Play and pause. */
  toggle() {
    if (this.source) {
      this.source.toggle();
      this.changed();
    } else if (this.#voice) this.pause();
    else if (this.asset) {
      const atEnd = this.#position >= this.asset.duration_s - 0.01;
      this.play(this.asset, { from: atEnd ? (this.region?.from ?? 0) : this.#position, region: this.region, list: this.list, level: this.level });
    }
  }

  pause() {
    if (this.source) {
      if (this.source.playing()) this.toggle();
      return;
    }
    this.#turn += 1;
    if (this.#voice) this.#position = this.#voice.position;
    this.#silence();
    this.#tell("change");
  }

  /** Stops and goes back to the start. */
  stop() {
    this.#turn += 1;
    if (this.source) this.source.stop();
    this.#silence();
    this.#position = 0;
    this.#tell("change");
    this.#tell("time");
  }

  /** To a second of the present sound, playing or not. */
  seek(seconds) {
    const at = Math.max(0, Math.min(seconds, this.duration));
    if (this.source) this.source.seek(at);
    else if (this.#voice) this.#voice.start(at, this.#span());
    this.#position = at;
    this.#tell("time");
  }

  /** Plays the sound that is `by` places further in the list, if there is one. */
  step(by) {
    if (!this.list || !this.asset) return;
    const next = this.list[this.list.findIndex((one) => one.id === this.asset.id) + by];
    if (next) this.play(next, { list: this.list, level: this.level });
  }

  get loop() {
    return this.#loop;
  }

  set loop(on) {
    this.#loop = Boolean(on);
    this.#voice?.setLoop(this.#span());
    this.#tell("change");
  }

  /** Sets what a loop repeats ({from, to} in seconds, or null) and, where it plays, keeps playing. */
  setRegion(region) {
    this.region = region;
    this.#voice?.setLoop(this.#span());
    this.#tell("change");
  }

  get volume() {
    return this.#output.volume;
  }

  /** 0..1, linear gain. */
  set volume(value) {
    this.#output.volume = value;
    this.#tell("change");
  }

  /** Another sounding thing takes the place: what sounds stops, and the transport shows the source. */
  claim(source) {
    if (this.source === source) return this.changed();
    this.#turn += 1;
    this.#silence();
    this.#dropSource();
    this.source = source;
    this.#tell("change");
    this.#follow();
  }

  /** The source gives the place back. */
  release(source) {
    if (this.source !== source) return;
    this.source = null;
    this.#position = 0;
    this.#tell("change");
  }

  /** A source says that it started, stopped or changed. */
  changed() {
    this.#tell("change");
    this.#follow();
  }

  /** Whether this asset is the one in the transport. */
  isCurrent(asset) {
    return !this.source && Boolean(this.asset) && this.asset.id === asset.id;
  }

  /** Fetches and decodes ahead, so that play starts at once. */
  prepare(asset) {
    if (this.#output.ready && asset.duration_s <= 60) decode(this.context, asset).catch(() => {});
  }

  /** Peaks of the last picture's time, linear 0..1: [left, right]. */
  levels() {
    return this.#output.levels();
  }

  #span() {
    if (!this.#loop || !this.asset) return null;
    return this.region || { from: 0, to: this.asset.duration_s };
  }

  #silence() {
    this.#voice?.stop();
    this.#voice = null;
  }

  #dropSource() {
    const source = this.source;
    this.source = null;
    source?.stop();
  }

  #hear(voice) {
    voice.onEnd = () => voice === this.#voice && this.#ended();
    voice.onFail = () => voice === this.#voice && this.#failed();
  }

  #ended() {
    this.#voice = null;
    this.#position = 0;
    this.#tell("change");
    this.#tell("time");
  }

  #failed() {
    this.pause();
    toast(`${this.asset.name} cannot be played: its audio does not come. Is it still in the library?`, { kind: "bad" });
  }

  #tell(type) {
    this.dispatchEvent(new Event(type));
  }
}

export const player = new Player();

// Hearing a sound while it is being made: its finished pieces are asked for as they come, while somebody listens.

import { answer } from "./api.js";
import { assets } from "./assets.js";
import { ended, live } from "./live.js";
import { PieceVoice } from "./piecevoice.js";
import { player } from "./player.js";
import { toast } from "./toast.js";
import { IN_MEMORY_S } from "./voices.js";

const REST_MS = 500; // between two requests at least

/** Seconds of an item that can be heard while it is being made. */
export function secondsHeard(job, item) {
  return job?.heard?.find((one) => one.item === item)?.seconds ?? 0;
}

/** What the player plays of an item that is being made, or null. */
export function listeningTo(job, item) {
  const { source } = player;
  return source instanceof Listening && source.job === job?.id && source.item === item ? source : null;
}

/** Whether the player plays a sound that this job makes. */
export function listensTo(job) {
  return player.source instanceof Listening && player.source.job === job.id;
}

/** Plays an item that is being made, or pauses it and goes on. what: {name, type, list()}; see Listening. */
export function listen(job, item, what) {
  if (listeningTo(job, item)) player.toggle();
  else new Listening(job, item, what).begin();
}

/**
 * A source of the player (see player.js). Once the sound is saved, its asset takes the place at the same position, or
 * at the end where it is too long to be held in memory. `list()`: the assets it then stands among, or null.
 */
class Listening {
  asset = null;
  #voice = null;
  #list;
  #on = true;
  #known; // seconds that the server has
  #got = 0; // seconds that are here
  #samples = 0; // the same in samples a channel
  #over = false; // the item may no longer be made: that is to be asked
  #made = null; // its asset
  #complete = false;
  #asking = null; // AbortController of the request under way
  #asked = -REST_MS;
  #timer = 0;
  #unheard;

  constructor(job, item, { name, type, list = () => null }) {
    this.job = job.id;
    this.item = item;
    this.name = name;
    this.type = type;
    this.#list = list;
    this.#known = secondsHeard(job, item);
    this.#unheard = live.onJob((one) => one.id === this.job && this.#heard(one));
  }

  async begin() {
    player.claim(this);
    await player.wake();
    this.#ask();
  }

  /** Whether it has to wait for more. */
  get waiting() {
    return this.#on && (this.#voice?.waiting ?? true);
  }

  /** Whether samples come out now. */
  get sounding() {
    return this.#on && !this.waiting;
  }

  get line() {
    return this.waiting ? "Waiting for more…" : "Heard while it is made";
  }

  /** Of what is here. */
  get duration() {
    return this.#voice?.seconds ?? 0;
  }

  playing() {
    return this.#on;
  }

  position() {
    return this.#voice?.position ?? 0;
  }

  positionAt(time) {
    return this.#voice?.positionAt(time) ?? 0;
  }

  toggle() {
    this.#on = !this.#on;
    if (this.#on) this.#voice?.start(this.position());
    else this.#voice?.stop();
    this.#ask();
  }

  seek(seconds) {
    if (this.#on) this.#voice?.start(seconds);
    else this.#voice?.rest(seconds);
  }

  /** Falls silent, at once or at a time of the context. */
  stop(at = 0) {
    this.#on = false;
    this.#voice?.stop(at);
    this.#asking?.abort();
    clearTimeout(this.#timer);
  }

  #heard(job) {
    if (player.source !== this) return this.#unheard();
    if (ended(job) && job.state !== "done" && !this.#over) return this.#leave();
    const seconds = secondsHeard(job, this.item);
    this.#over = ended(job) || (this.#known > 0 && seconds === 0);
    this.#known = Math.max(this.#known, seconds);
    return this.#ask();
  }

  /** Asks for what is new, if there is any and somebody listens. */
  #ask() {
    if (this.#asking || this.#complete || player.source !== this) return;
    if (!this.#over && !(this.#on && this.#known > this.#got + 0.001)) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fetch(), Math.max(0, this.#asked + REST_MS - performance.now()));
  }

  async #fetch() {
    this.#asking = new AbortController();
    this.#asked = performance.now();
    try {
      const told = await answer(`/jobs/${this.job}/sound?item=${this.item}&from=${this.#samples}`, { signal: this.#asking.signal });
      await this.#take(told.headers, await told.arrayBuffer());
    } catch (error) {
      if (error.name === "AbortError") return;
      this.#leave();
      toast(`${this.name} cannot be heard: ${error.message}`, { kind: "bad" });
    } finally {
      this.#asking = null;
    }
    this.#ask();
  }

  async #take(headers, data) {
    const number = (name) => Number(headers.get(`Studio-${name}`));
    this.#add(new Float32Array(data), number("Sample-Rate"), number("Channels"));
    this.#over = Boolean(number("Finished"));
    if (!this.#over) return;
    const id = headers.get("Studio-Asset");
    if (!id) return this.#leave(); // cancelled, or it failed
    this.#complete = this.#samples >= number("Total");
    this.#made = await assets.get(id);
    if (this.#complete) this.#voice?.finish();
    if (this.#made.duration_s <= IN_MEMORY_S) await player.handOver(this, this.#made, { list: this.#list() });
  }

  #add(samples, rate, channels) {
    if (!samples.length) return;
    if (!this.#voice) this.#newVoice(rate, channels);
    const n = samples.length / channels;
    this.#voice.add(Array.from({ length: channels }, (_, i) => samples.subarray(i * n, (i + 1) * n)));
    this.#samples += n;
    this.#got = this.#samples / rate;
    player.changed();
  }

  #newVoice(rate, channels) {
    this.#voice = new PieceVoice(player.context, player.output, rate, channels);
    this.#voice.onWait = () => player.changed();
    this.#voice.onEnd = () => this.#leave();
    if (this.#on) this.#voice.start(0);
  }

  /** Gives the place back, to the asset where there is one. */
  #leave() {
    this.stop();
    if (player.source !== this) return;
    player.release(this);
    if (this.#made) player.show(this.#made);
  }
}

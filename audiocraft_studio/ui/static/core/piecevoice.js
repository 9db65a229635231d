// A voice for a sound of which more and more comes: the pieces sound without a gap, and where none is left it waits.

import { Resampler } from "./resample.js";

const LEAD_S = 0.05; // between the wish to play and the first sample, so that nothing is cut off

export class PieceVoice {
  #context;
  #output;
  #resampler;
  #pieces = []; // {buffer, start} in frames of the context
  #frames = 0; // that can be heard
  #whole = false;
  #nodes = new Set();
  #from = 0; // the frame that sounds at #base, in frames of the context's time
  #base = 0;
  #scheduled = 0;
  #running = false;
  onWait = null; // it waits for more, or goes on
  onEnd = null; // all has been heard

  constructor(context, output, sampleRate, channels) {
    this.#context = context;
    this.#output = output;
    this.#resampler = new Resampler(sampleRate, context.sampleRate, channels);
  }

  /** Seconds that are there. */
  get seconds() {
    return this.#frames / this.#context.sampleRate;
  }

  /** Whether it would sound if there were more. */
  get waiting() {
    return this.#running && this.#nodes.size === 0;
  }

  /** The next piece: a Float32Array for each channel. */
  add(channels) {
    this.#keep(this.#resampler.feed(channels));
  }

  /** Nothing follows. */
  finish() {
    if (this.#whole) return;
    this.#whole = true;
    this.#keep(this.#resampler.finish());
    if (this.#running && !this.#nodes.size) this.#over();
  }

  /** Sounds from a second on, or waits there until that has come. */
  start(from) {
    this.stop();
    this.rest(from);
    this.#scheduled = this.#from;
    this.#base = Math.ceil((this.#context.currentTime + LEAD_S) * this.#context.sampleRate);
    this.#running = true;
    this.#schedule();
    if (!this.#nodes.size) this.#over();
  }

  /** Where it starts next, in seconds. */
  rest(seconds) {
    this.#from = Math.min(this.#frames, Math.round(seconds * this.#context.sampleRate));
  }

  /** Falls silent, at a time of the context or at once; stays where it is. */
  stop(at = 0) {
    if (this.#running) this.#from = Math.round(this.positionAt(at || this.#context.currentTime) * this.#context.sampleRate);
    this.#running = false;
    for (const node of this.#nodes) {
      node.onended = null;
      node.stop(at);
    }
    this.#nodes.clear();
  }

  get position() {
    return this.positionAt(this.#context.currentTime);
  }

  /** The second that sounds at a time of the context. */
  positionAt(time) {
    const rate = this.#context.sampleRate;
    if (!this.#running) return this.#from / rate;
    const passed = Math.max(0, time * rate - this.#base);
    return Math.min(this.#scheduled, this.#from + passed) / rate;
  }

  #keep(channels) {
    const n = channels[0].length;
    if (!n) return;
    const buffer = new AudioBuffer({ length: n, numberOfChannels: channels.length, sampleRate: this.#context.sampleRate });
    channels.forEach((samples, i) => buffer.copyToChannel(samples, i));
    this.#pieces.push({ buffer, start: this.#frames });
    this.#frames += n;
    if (this.#running) this.#schedule();
  }

  #schedule() {
    const now = this.#context.currentTime * this.#context.sampleRate;
    const { waiting } = this;
    if (this.#base + this.#scheduled - this.#from < now) {
      // It waited: what comes goes on from where it stopped.
      this.#from = this.#scheduled;
      this.#base = Math.ceil(now + LEAD_S * this.#context.sampleRate);
    }
    for (const piece of this.#pieces) if (piece.start + piece.buffer.length > this.#scheduled) this.#play(piece);
    if (waiting && this.#nodes.size) this.onWait?.();
  }

  #play({ buffer, start }) {
    const node = new AudioBufferSourceNode(this.#context, { buffer });
    const skipped = this.#scheduled - start;
    node.connect(this.#output);
    node.start((this.#base + this.#scheduled - this.#from) / this.#context.sampleRate, skipped / this.#context.sampleRate);
    node.onended = () => {
      node.disconnect();
      this.#nodes.delete(node);
      if (this.#running && !this.#nodes.size) this.#over();
    };
    this.#nodes.add(node);
    this.#scheduled = start + buffer.length;
  }

  #over() {
    if (!this.#whole) return this.onWait?.();
    this.stop();
    return this.onEnd?.();
  }
}

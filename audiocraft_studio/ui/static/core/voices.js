// What makes sound in the player. Short sounds are decoded into memory: they start, seek and loop to the sample. Long
// ones stream through an audio element. Both have the same face: start, stop, position, setLoop, onEnd; what streams can
// fail while it plays and says so by onFail.

import { bytes, url } from "./api.js";

export const IN_MEMORY_S = 180;
const KEPT_BUFFERS = 24;
const buffers = new Map();

/** The decoded sound of an asset, remembered. */
export function decode(context, asset) {
  const known = buffers.get(asset.id);
  if (known) {
    buffers.delete(asset.id);
    buffers.set(asset.id, known);
    return known;
  }
  const made = bytes(`/assets/${asset.id}/audio`).then((data) => context.decodeAudioData(data));
  buffers.set(asset.id, made);
  made.catch(() => buffers.delete(asset.id));
  if (buffers.size > KEPT_BUFFERS) buffers.delete(buffers.keys().next().value);
  return made;
}

/** The right kind of voice for an asset, ready to start. */
export async function voiceFor(context, output, asset) {
  if (asset.duration_s > IN_MEMORY_S) return new StreamVoice(context, output, asset);
  return new BufferVoice(context, output, await decode(context, asset));
}

export class BufferVoice {
  #context;
  #output;
  #buffer;
  #source = null;
  #startedAt = 0;
  #from = 0;
  #loop = null;
  onEnd = null;

  constructor(context, output, buffer) {
    this.#context = context;
    this.#output = output;
    this.#buffer = buffer;
  }

  get duration() {
    return this.#buffer.duration;
  }

  /** loop: null or {from, to} in seconds. at: when it begins, as the context's time; 0 for at once. */
  start(from, loop, at = 0) {
    this.stop();
    const source = new AudioBufferSourceNode(this.#context, { buffer: this.#buffer });
    this.#from = Math.max(0, Math.min(from, this.duration));
    this.#startedAt = at || this.#context.currentTime;
    source.connect(this.#output);
    source.onended = () => source === this.#source && this.onEnd && this.onEnd();
    this.#source = source;
    this.#apply(loop);
    source.start(at, this.#from);
  }

  /** Changes the loop while it sounds, without a gap. */
  setLoop(loop) {
    if (!this.#source) return;
    this.#from = this.position;
    this.#startedAt = this.#context.currentTime;
    this.#apply(loop);
  }

  #apply(loop) {
    this.#loop = loop;
    this.#source.loop = Boolean(loop);
    if (!loop) return;
    this.#source.loopStart = loop.from;
    this.#source.loopEnd = loop.to;
  }

  get position() {
    const at = this.#from + Math.max(0, this.#context.currentTime - this.#startedAt);
    const loop = this.#loop;
    if (!loop || at < loop.to || this.#from >= loop.to) return Math.min(at, this.duration);
    return loop.from + ((at - loop.from) % (loop.to - loop.from));
  }

  stop() {
    const source = this.#source;
    this.#source = null;
    if (!source) return;
    source.onended = null;
    source.stop();
    source.disconnect();
  }
}

class StreamVoice {
  #element;
  #node;
  #loop = null;
  onEnd = null;
  onFail = null; // its file does not come

  constructor(context, output, asset) {
    this.#element = new Audio(url(`/assets/${asset.id}/audio`));
    this.#node = context.createMediaElementSource(this.#element);
    this.#node.connect(output);
    this.#element.onended = () => this.onEnd && this.onEnd();
    this.#element.onerror = () => this.onFail?.();
    this.#element.ontimeupdate = () => {
      if (this.#loop && this.#element.currentTime >= this.#loop.to) this.#element.currentTime = this.#loop.from;
    };
    this.duration = asset.duration_s;
  }

  start(from, loop) {
    this.setLoop(loop);
    this.#element.currentTime = from;
    this.#element.play().catch((error) => error.name !== "AbortError" && this.onFail?.()); // aborted: it was stopped
  }

  setLoop(loop) {
    this.#loop = loop;
    this.#element.loop = Boolean(loop) && loop.to >= this.duration;
  }

  get position() {
    return this.#element.currentTime;
  }

  stop() {
    this.#element.pause();
    this.#node.disconnect();
    this.#element.onended = this.#element.onerror = null;
  }
}

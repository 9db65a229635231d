// The audio graph of a scene, for the loudspeakers and for an OfflineAudioContext alike, so that what is heard is what
// is measured. It does what audiocraft_studio/dsp/mix.py does: linear weights and fades, loops tiled from the layer's
// offset and cut at the end of the mix, equal-power stereo pan, mono on both sides at full weight.

import { audible, frames, mixLength } from "./levels.js";

const SMOOTH_S = 0.006; // a moved fader arrives without zipper noise, and still at once
const STEREO = { channelCount: 2, channelCountMode: "explicit" };

/** A layer's way to the mix: weight (0 where it is not heard), then pan, then `output`. */
export class Strip {
  #context;

  constructor(context, layer, heard, output) {
    this.#context = context;
    this.gain = new GainNode(context, { gain: heard ? layer.weight : 0, ...STEREO });
    this.pan = new StereoPannerNode(context, { pan: layer.pan, ...STEREO });
    this.gain.connect(this.pan).connect(output);
  }

  /** Follows the faders while it sounds. */
  set(layer, heard) {
    const now = this.#context.currentTime;
    this.gain.gain.setTargetAtTime(heard ? layer.weight : 0, now, SMOOTH_S);
    this.pan.pan.setTargetAtTime(layer.pan, now, SMOOTH_S);
  }

  disconnect() {
    this.gain.disconnect();
    this.pan.disconnect();
  }
}

/** A strip for each layer that has a sound: Map of layer id to Strip. */
export function buildStrips(context, scene, output) {
  const heard = new Set(audible(scene).map((layer) => layer.id));
  return new Map(
    scene.layers.filter((layer) => layer.asset).map((layer) => [layer.id, new Strip(context, layer, heard.has(layer.id), output)]),
  );
}

/**
 * Schedules the scene once, from second `from_s` of it, at second `at` of the context. `buffers`: Map of asset id to
 * AudioBuffer at the context's rate. Returns the sources that will sound. All times fall on whole samples.
 */
export function schedule(context, scene, strips, buffers, { from_s = 0, at = 0 } = {}) {
  const total = frames(mixLength(scene), context.sampleRate);
  const from = frames(from_s, context.sampleRate);
  const sources = [];
  for (const layer of scene.layers) {
    const strip = strips.get(layer.id);
    const buffer = buffers.get(layer.asset);
    const source = strip && buffer && place(context, layer, buffer, strip.gain, { total, from, at });
    if (source) sources.push(source);
  }
  return sources;
}

function place(context, layer, buffer, output, { total, from, at }) {
  const rate = context.sampleRate;
  const start = frames(layer.offset_s, rate);
  const room = total - start;
  const loop = layer.loop && buffer.length < room;
  const n = Math.min(loop ? room : buffer.length, room);
  const skip = Math.max(0, from - start);
  if (skip >= n) return null;
  const when = at + Math.max(0, start - from) / rate;
  const time = (frame) => when + (frame - skip) / rate; // of a sample of the layer, counted from its own start
  const source = new AudioBufferSourceNode(context, { buffer, loop });
  const [rise, fall] = [layer.fade_in_s, layer.fade_out_s].map((s) => Math.min(n, frames(s, rate)));
  const fades = [rise && fadeIn(context, rise, skip, time), fall && fadeOut(context, n, fall, skip, time)].filter(Boolean);
  let last = source;
  for (const node of fades) last = last.connect(node);
  last.connect(output);
  source.start(when, (skip % buffer.length) / rate);
  source.stop(time(n));
  source.onended = () => [source, ...fades].forEach((node) => node.disconnect());
  return source;
}

function fadeIn(context, rise, skip, time) {
  if (skip >= rise) return null;
  const node = new GainNode(context, STEREO);
  node.gain.setValueAtTime(skip / rise, time(skip));
  node.gain.linearRampToValueAtTime(1, time(rise));
  return node;
}

function fadeOut(context, n, fall, skip, time) {
  const node = new GainNode(context, STEREO);
  const begins = Math.max(n - fall, skip);
  node.gain.setValueAtTime((n - begins) / fall, time(begins));
  node.gain.linearRampToValueAtTime(0, time(n));
  return node;
}

/** The mix as two Float32Arrays, left and right, at `sampleRate`. `load(context, layer)` gives the decoded sound. */
export async function renderOffline(scene, sampleRate, load) {
  const length = frames(mixLength(scene), sampleRate);
  if (!length) return [new Float32Array(0), new Float32Array(0)];
  const context = new OfflineAudioContext(2, length, sampleRate);
  const heard = audible(scene);
  const buffers = new Map(await Promise.all(heard.map(async (layer) => [layer.asset, await load(context, layer)])));
  schedule(context, scene, buildStrips(context, scene, context.destination), buffers);
  const made = await context.startRendering();
  return [made.getChannelData(0), made.getChannelData(1)];
}

// The audio graph of a scene, for the loudspeakers and for an OfflineAudioContext alike, so that what is heard is what
// is measured. It does what audiocraft_studio/dsp/mix.py does: linear weights and fades, loops tiled from the layer's
// offset and cut at the end of the mix, equal-power stereo pan, mono on both sides at full weight, scattered sounds at
// the server's times, weights that move in straight lines.

import { weightAt } from "./automation.js";
import { audible, frames, mixLength, soundsOf } from "./levels.js";

const SMOOTH_S = 0.006; // a moved fader arrives without zipper noise, and still at once
const STEREO = { channelCount: 2, channelCountMode: "explicit" };

/** A layer's way to the mix: weight (0 where it is not heard), then pan, then `output`. */
export class Strip {
  #context;
  #stands; // level and pan that it was told last

  constructor(context, layer, heard, output) {
    this.#context = context;
    this.#stands = [level(layer, heard), layer.pan];
    this.gain = new GainNode(context, { gain: level(layer, heard), ...STEREO });
    this.pan = new StereoPannerNode(context, { pan: layer.pan, ...STEREO });
    this.gain.connect(this.pan).connect(output);
  }

  /** Follows the faders while it sounds. */
  set(layer, heard) {
    const now = this.#context.currentTime;
    const next = [level(layer, heard), layer.pan];
    [this.gain.gain, this.pan.pan].forEach((one, i) => next[i] !== this.#stands[i] && one.setTargetAtTime(next[i], now, SMOOTH_S));
    this.#stands = next;
  }

  disconnect() {
    this.gain.disconnect();
    this.pan.disconnect();
  }
}

/** Weight points replace the weight; they lie in the way of the sound (see Placed). */
function level(layer, heard) {
  if (!heard) return 0;
  return layer.weight_points?.length ? 1 : layer.weight;
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
 * AudioBuffer at the context's rate; `events(layer)`: when a scattered layer sounds. Returns the sources that will
 * sound. All times fall on whole samples.
 */
export function schedule(context, scene, strips, buffers, { from_s = 0, at = 0, events = () => [] } = {}) {
  const total = frames(mixLength(scene), context.sampleRate);
  const from = frames(from_s, context.sampleRate);
  return scene.layers.flatMap((layer) => {
    const strip = strips.get(layer.id);
    const buffer = buffers.get(layer.asset);
    if (!strip || !buffer) return [];
    const start = frames(layer.offset_s, context.sampleRate);
    const room = total - start;
    const n = layer.scatter || (layer.loop && buffer.length < room) ? room : Math.min(buffer.length, room);
    const skip = Math.max(0, from - start);
    if (skip >= n) return [];
    const way = { context, start, n, skip, when: at + Math.max(0, start - from) / context.sampleRate };
    return layer.scatter ? scatter(way, layer, buffers, strip.gain, events(layer)) : once(way, layer, buffer, strip.gain);
  });
}

/** When sample `frame` of the layer, counted from its own start, sounds. */
const timeOf = ({ context, when, skip }, frame) => when + (frame - skip) / context.sampleRate;

/** The layer's sound, once or repeated. */
function once(way, layer, buffer, output) {
  const { context, n, skip, when } = way;
  const source = new AudioBufferSourceNode(context, { buffer, loop: layer.loop && buffer.length < n });
  const { first, nodes } = shaped(way, layer, output);
  source.connect(first);
  source.start(when, (skip % buffer.length) / context.sampleRate);
  source.stop(timeOf(way, n));
  source.onended = () => [source, ...nodes].forEach((node) => node.disconnect());
  return [source];
}

/** The layer's sounds at their times, each with its own level, place and speed. */
function scatter(way, layer, buffers, output, events) {
  const { context, start, n, skip } = way;
  const rate = context.sampleRate;
  const { first, nodes } = shaped(way, layer, output);
  const sources = [];
  let sounding = 0;
  for (const event of events) {
    const buffer = buffers.get(event.asset);
    const frame = frames(event.at_s, rate) - start;
    if (!buffer || frame < 0 || frame >= n || frame + buffer.length / event.rate <= skip) continue;
    const source = new AudioBufferSourceNode(context, { buffer, playbackRate: event.rate });
    const gain = new GainNode(context, { gain: 10 ** (event.gain_db / 20), ...STEREO });
    const pan = new StereoPannerNode(context, { pan: event.pan, ...STEREO });
    source.connect(gain).connect(pan).connect(first);
    source.start(timeOf(way, Math.max(frame, skip)), (Math.max(0, skip - frame) * event.rate) / rate);
    source.stop(timeOf(way, n));
    sounding += 1;
    source.onended = () => {
      sounding -= 1;
      [source, gain, pan, ...(sounding ? [] : nodes)].forEach((node) => node.disconnect());
    };
    sources.push(source);
  }
  return sources;
}

/** Fades and moving weight on the way to `output`: {first, nodes}. */
function shaped(way, layer, output) {
  const { context, n, skip } = way;
  const [rise, fall] = [layer.fade_in_s, layer.fade_out_s].map((s) => Math.min(n, frames(s, context.sampleRate)));
  const nodes = [];
  if (rise && skip < rise) nodes.push(fadeIn(way, rise));
  if (fall) nodes.push(fadeOut(way, fall));
  if (layer.weight_points?.length) nodes.push(moving(way, layer.weight_points));
  if (!nodes.length && layer.scatter) nodes.push(new GainNode(context, STEREO));
  [...nodes, output].reduce((last, node) => last.connect(node));
  return { first: nodes[0] || output, nodes };
}

function fadeIn(way, rise) {
  const node = new GainNode(way.context, STEREO);
  node.gain.setValueAtTime(way.skip / rise, timeOf(way, way.skip));
  node.gain.linearRampToValueAtTime(1, timeOf(way, rise));
  return node;
}

function fadeOut(way, fall) {
  const node = new GainNode(way.context, STEREO);
  const begins = Math.max(way.n - fall, way.skip);
  node.gain.setValueAtTime((way.n - begins) / fall, timeOf(way, begins));
  node.gain.linearRampToValueAtTime(0, timeOf(way, way.n));
  return node;
}

function moving(way, points) {
  const { context, start, skip } = way;
  const node = new GainNode(context, STEREO);
  const placed = points.map(([s, weight]) => [frames(s, context.sampleRate) - start, weight]);
  node.gain.setValueAtTime(weightAt(placed, skip), timeOf(way, skip));
  for (const [frame, weight] of placed) if (frame > skip) node.gain.linearRampToValueAtTime(weight, timeOf(way, frame));
  return node;
}

/**
 * The mix as two Float32Arrays, left and right, at `sampleRate`. `load(context, asset)` gives the decoded sound of an
 * asset id, `events(layer)` the times of a scattered layer.
 */
export async function renderOffline(scene, sampleRate, load, events) {
  const length = frames(mixLength(scene), sampleRate);
  if (!length) return [new Float32Array(0), new Float32Array(0)];
  const context = new OfflineAudioContext(2, length, sampleRate);
  const wanted = new Set(audible(scene).flatMap(soundsOf));
  const buffers = new Map(await Promise.all([...wanted].map(async (asset) => [asset, await load(context, asset)])));
  schedule(context, scene, buildStrips(context, scene, context.destination), buffers, { events });
  const made = await context.startRendering();
  return [made.getChannelData(0), made.getChannelData(1)];
}

// The audio graph of a scene, for the loudspeakers and for an OfflineAudioContext alike, so that what is heard is what
// is measured. It does what audiocraft_studio/dsp/mix.py does: linear weights and fades, loops tiled from the layer's
// offset with a crossfade and cut at the end of the mix, effects in their order, equal-power stereo pan, mono on both
// sides at full weight, scattered sounds at the server's times, values that move along their points.

import { ride } from "./automation.js";
import { Dial } from "./dial.js";
import { EffectNode, STEREO } from "./effectnodes.js";
import { effectsOf } from "./effects.js";
import { audible, frames, loopFade, mixLength, soundsOf } from "./levels.js";

/** A layer's way to the mix: its effects, weight (0 where it is not heard), pan, then `output`. */
export class Strip {
  #context;
  #tools;
  #effects = [];
  #weight;
  #place;

  /**
   * tools: {responseOf(effect, rate), loopFrames()}: the response of a reverb as an AudioBuffer, or null while it is
   * not here; and see looplatency.js.
   */
  constructor(context, layer, heard, output, tools) {
    this.#context = context;
    this.#tools = tools;
    this.input = new GainNode(context, STEREO);
    this.gain = new GainNode(context, { gain: level(layer, heard), ...STEREO });
    this.pan = new StereoPannerNode(context, { pan: layer.pan, ...STEREO });
    this.gain.connect(this.pan).connect(output);
    this.#weight = new Dial(context, this.gain.gain, level(layer, heard));
    this.#place = new Dial(context, this.pan.pan, layer.pan, { points: layer.pan_points });
    this.#chain(effectsOf(layer));
  }

  /** Follows faders and knobs while it sounds. */
  set(layer, heard) {
    this.#weight.set(level(layer, heard));
    this.#place.set(layer.pan, layer.pan_points);
    const effects = effectsOf(layer);
    if (String(effects.map(({ kind }) => kind)) !== String(this.#effects.map(({ kind }) => kind))) this.#chain(effects);
    else this.#effects.forEach((node, i) => node.set(effects[i]));
  }

  /** Lets everything that has points follow them: {at, from, total}, second of the context and frames of the scene. */
  ride(pass) {
    for (const dial of this.#dials()) dial.ride(pass);
  }

  /** From second `at` of the context on nothing follows the points of a pass that was told before. */
  hold(at) {
    for (const dial of this.#dials()) dial.hold(at);
  }

  disconnect() {
    for (const node of [this.input, ...this.#effects, this.gain, this.pan]) node.disconnect();
  }

  #dials() {
    return [this.#place, ...this.#effects.flatMap((node) => node.dials)];
  }

  #chain(effects) {
    for (const node of [this.input, ...this.#effects]) node.disconnect();
    this.#effects = effects.map((effect) => new EffectNode(this.#context, effect, this.#tools));
    const end = this.#effects.reduce((last, node) => (last.connect(node.input), node.output), this.input);
    end.connect(this.gain);
  }
}

/** Weight points replace the weight; they lie in the way of the sound (see `moving`). */
function level(layer, heard) {
  if (!heard) return 0;
  return layer.weight_points?.length ? 1 : layer.weight;
}

/** A strip for each layer that has a sound: Map of layer id to Strip. */
export function buildStrips(context, scene, output, tools) {
  const heard = new Set(audible(scene).map((layer) => layer.id));
  return new Map(
    scene.layers.filter((layer) => layer.asset).map((layer) => [layer.id, new Strip(context, layer, heard.has(layer.id), output, tools)]),
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
    strip?.ride({ at, from, total });
    if (!strip || !buffer) return [];
    const start = frames(layer.offset_s, context.sampleRate);
    const room = total - start;
    const again = layer.loop && buffer.length - loopFade(layer, buffer.length, context.sampleRate) < room;
    const n = layer.scatter || again ? room : Math.min(buffer.length, room);
    const skip = Math.max(0, from - start);
    if (skip >= n) return [];
    const way = { context, start, n, skip, again, when: at + Math.max(0, start - from) / context.sampleRate };
    return layer.scatter ? scatter(way, layer, buffers, strip.input, events(layer)) : once(way, layer, buffer, strip.input);
  });
}

/** When sample `frame` of the layer, counted from its own start, sounds. */
const timeOf = ({ context, when, skip }, frame) => when + (frame - skip) / context.sampleRate;

/** The layer's sound, once or repeated. */
function once(way, layer, buffer, output) {
  const { context, n, skip, when, again } = way;
  const rate = context.sampleRate;
  const fade = again ? loopFade(layer, buffer.length, rate) : 0;
  const source = new AudioBufferSourceNode(context, { buffer: joined(buffer, fade), loop: again, loopStart: fade / rate, loopEnd: buffer.duration });
  const { first, nodes } = shaped(way, layer, output);
  source.connect(first);
  source.start(when, (skip < buffer.length ? skip : fade + ((skip - fade) % (buffer.length - fade))) / rate);
  source.stop(timeOf(way, n));
  source.onended = () => [source, ...nodes].forEach((node) => node.disconnect());
  return [source];
}

/** A sound whose last `fade` samples go over into its first at equal power: it goes on after those for ever. */
function joined(buffer, fade) {
  if (!fade) return buffer;
  const { length, numberOfChannels, sampleRate } = buffer;
  const made = new AudioBuffer({ length, numberOfChannels, sampleRate });
  for (let channel = 0; channel < numberOfChannels; channel++) {
    const data = buffer.getChannelData(channel).slice();
    for (let i = 0; i < fade; i++) {
      const angle = (Math.PI / 2) * (i / fade);
      data[length - fade + i] = data[length - fade + i] * Math.cos(angle) + data[i] * Math.sin(angle);
    }
    made.copyToChannel(data, channel);
  }
  return made;
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
  const { context, start, n, skip } = way;
  const node = new GainNode(context, STEREO);
  const placed = points.map(([s, weight]) => [frames(s, context.sampleRate) - start, weight]);
  ride(node.gain, placed, { at: timeOf(way, skip), from: skip, total: n, sampleRate: context.sampleRate });
  return node;
}

/**
 * The mix as two Float32Arrays, left and right, at `sampleRate`. `load(context, asset)` gives the decoded sound of an
 * asset id, `events(layer)` the times of a scattered layer; `tools` as for a Strip.
 */
export async function renderOffline(scene, sampleRate, { load, events, tools }) {
  const length = frames(mixLength(scene), sampleRate);
  if (!length) return [new Float32Array(0), new Float32Array(0)];
  const context = new OfflineAudioContext(2, length, sampleRate);
  const wanted = new Set(audible(scene).flatMap(soundsOf));
  const buffers = new Map(await Promise.all([...wanted].map(async (asset) => [asset, await load(context, asset)])));
  schedule(context, scene, buildStrips(context, scene, context.destination, tools), buffers, { events });
  const made = await context.startRendering();
  return [made.getChannelData(0), made.getChannelData(1)];
}

// Effects as nodes of the audio graph. They do what audiocraft_studio/dsp does with the same values: filters of the Web
// Audio API's formulas, echoes in a feedback loop of whole samples, reverb by convolution with the server's response.

import { Dial } from "./dial.js";
import { KINDS, pointsOf } from "./effects.js";
import { frames } from "./levels.js";

export const STEREO = { channelCount: 2, channelCountMode: "explicit" };
const LONGEST_S = 2;
const FILTERS = { high_pass: "highpass", low_pass: "lowpass", low_shelf: "lowshelf", high_shelf: "highshelf", bell: "peaking" };
const same = (value) => value;
const UNITS = { reverb, echo };

/** An effect of a layer between `input` and `output`. `tools`: see Strip. */
export class EffectNode {
  #unit;
  #wires; // dials of the way through it and the way around it

  constructor(context, effect, tools) {
    this.kind = effect.kind;
    this.input = new GainNode(context, STEREO);
    this.output = new GainNode(context, STEREO);
    this.#unit = (UNITS[effect.kind] || filter)(context, effect, tools);
    const wires = [1, 0].map((around) => new GainNode(context, { gain: way(effect, around), ...STEREO }));
    this.input.connect(this.#unit.input);
    this.#unit.output.connect(wires[1]).connect(this.output);
    this.input.connect(wires[0]).connect(this.output);
    this.#wires = wires.map((wire, i) => new Dial(context, wire.gain, way(effect, 1 - i)));
  }

  /** Follows the knobs. */
  set(effect) {
    this.#wires.forEach((wire, i) => wire.set(way(effect, 1 - i)));
    for (const [name, dial, of = same] of this.#unit.dials) dial.set(of(effect[name]), pointsOf(effect, name));
    this.#unit.follow?.(effect);
  }

  get dials() {
    return this.#unit.dials.map(([, dial]) => dial);
  }

  disconnect() {
    this.input.disconnect();
    this.output.disconnect();
    this.#unit.output.disconnect();
  }
}

/** The gain of the way around (1) or through (0) an effect. */
const way = (effect, around) => (Boolean(effect.bypass) === Boolean(around) ? 1 : 0);

function filter(context, effect) {
  const steep = ["high_pass", "low_pass"].includes(effect.kind) ? (q) => 20 * Math.log10(q) : (q) => q; // the API's passes take dB
  const node = new BiquadFilterNode(context, {
    type: FILTERS[effect.kind], frequency: effect.frequency_hz, gain: effect.gain_db ?? 0, Q: steep(effect.q ?? 1), ...STEREO,
  }); // prettier-ignore
  const params = { frequency_hz: node.frequency, gain_db: node.gain, q: node.Q };
  const dials = Object.keys(KINDS[effect.kind].knobs).map((name) => {
    const of = name === "q" ? steep : same;
    return [name, dialOf(context, params[name], effect, name, of), of];
  });
  return { input: node, output: node, dials };
}

/** The first echo has a delay of its own, so that the loop may be shorter by what the browser adds to it. */
function echo(context, effect, { loopFrames }) {
  const { sampleRate } = context;
  const whole = (time_s) => frames(time_s, sampleRate) / sampleRate;
  const inLoop = (time_s) => (frames(time_s, sampleRate) - loopFrames()) / sampleRate;
  const input = new GainNode(context, STEREO);
  const output = new GainNode(context, STEREO);
  const [first, loop] = [whole, inLoop].map((of) => new DelayNode(context, { delayTime: of(effect.time_s), maxDelayTime: LONGEST_S, ...STEREO }));
  const echoes = new GainNode(context, STEREO);
  const again = new GainNode(context, { gain: effect.feedback, ...STEREO });
  const wet = new GainNode(context, { gain: effect.wet, ...STEREO });
  input.connect(output);
  input.connect(first).connect(echoes).connect(wet).connect(output);
  echoes.connect(loop).connect(again).connect(echoes);
  return {
    input,
    output,
    dials: [
      ["time_s", dialOf(context, first.delayTime, effect, "time_s", whole), whole],
      ["time_s", dialOf(context, loop.delayTime, effect, "time_s", inLoop), inLoop],
      ["feedback", dialOf(context, again.gain, effect, "feedback")],
      ["wet", dialOf(context, wet.gain, effect, "wet")],
    ],
  };
}

function reverb(context, effect, { responseOf }) {
  const input = new GainNode(context, STEREO);
  const output = new GainNode(context, STEREO);
  const dry = new GainNode(context, { gain: effect.dry, ...STEREO });
  const wet = new GainNode(context, { gain: effect.wet, ...STEREO });
  let place = null;
  const follow = (now) => {
    const buffer = responseOf(now, context.sampleRate);
    if (!buffer || buffer === place?.buffer) return;
    place?.disconnect();
    if (place) input.disconnect(place);
    place = new ConvolverNode(context, { buffer, disableNormalization: true, ...STEREO });
    input.connect(place).connect(wet);
  };
  input.connect(dry).connect(output);
  wet.connect(output);
  follow(effect);
  return {
    input,
    output,
    follow,
    dials: [["wet", dialOf(context, wet.gain, effect, "wet")], ["dry", dialOf(context, dry.gain, effect, "dry")]],
  };
}

function dialOf(context, param, effect, name, of = same) {
  return new Dial(context, param, of(effect[name]), { points: pointsOf(effect, name), log: KINDS[effect.kind].knobs[name].log });
}

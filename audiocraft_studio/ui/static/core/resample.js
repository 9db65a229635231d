// A sound that comes in pieces, brought to another sample rate as if it had come in one.

const HALF_WIDTH = 16; // samples of the lower rate on each side of the one that is worked out

/**
 * Interpolates with a sinc under a Hann window (J. O. Smith, "Digital Audio Resampling Home Page"). Sample n of what
 * comes out lies at n · from / to of what goes in, whatever the pieces are.
 */
export class Resampler {
  #held; // what of each channel is still needed, from sample #first on
  #first;
  #got = 0; // samples a channel
  #given = 0;
  #up;
  #down;
  #reach;
  #phases = new Map(); // weights, by how far between two samples the wanted one lies

  constructor(from, to, channels) {
    const shared = gcd(from, to);
    this.#up = to / shared;
    this.#down = from / shared;
    this.#reach = from === to ? 0 : Math.ceil(HALF_WIDTH * Math.max(1, from / to));
    this.#held = Array.from({ length: channels }, () => new Float32Array(this.#reach));
    this.#first = -this.#reach;
  }

  /** channels: Float32Array each, of one length. What can be worked out by now, in the same form. */
  feed(channels) {
    this.#held = this.#held.map((held, i) => joined(held, channels[i]));
    this.#got += channels[0].length;
    return this.#out(Math.ceil(((this.#got - this.#reach) * this.#up) / this.#down));
  }

  /** What is left when nothing follows. */
  finish() {
    this.#held = this.#held.map((held) => joined(held, new Float32Array(this.#reach)));
    return this.#out(Math.ceil((this.#got * this.#up) / this.#down));
  }

  #out(end) {
    const n = Math.max(0, end - this.#given);
    const made = this.#held.map((held) => this.#worked(held, n));
    this.#given += n;
    const needed = Math.floor((this.#given * this.#down) / this.#up) - this.#reach;
    const spare = Math.max(0, needed - this.#first);
    this.#held = this.#held.map((held) => held.slice(spare));
    this.#first += spare;
    return made;
  }

  /** The next n samples of a channel. */
  #worked(held, n) {
    const made = new Float32Array(n);
    const before = Math.max(0, this.#reach - 1) + this.#first;
    for (let i = 0; i < n; i++) {
      const at = (this.#given + i) * this.#down;
      const start = Math.floor(at / this.#up) - before;
      const weights = this.#weights(at % this.#up);
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k] * held[start + k];
      made[i] = sum;
    }
    return made;
  }

  #weights(phase) {
    if (!this.#reach) return [1];
    const known = this.#phases.get(phase);
    if (known) return known;
    const cutoff = Math.min(1, this.#up / this.#down); // below half of the lower rate
    const weights = Float64Array.from({ length: 2 * this.#reach }, (_, k) => {
      const x = k - this.#reach + 1 - phase / this.#up;
      return Math.abs(x) >= this.#reach ? 0 : cutoff * sinc(cutoff * x) * Math.cos((Math.PI * x) / (2 * this.#reach)) ** 2;
    });
    const sum = weights.reduce((total, weight) => total + weight, 0);
    this.#phases.set(phase, weights.map((weight) => weight / sum));
    return this.#phases.get(phase);
  }
}

function sinc(x) {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function joined(a, b) {
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function gcd(a, b) {
  return b ? gcd(b, a % b) : a;
}

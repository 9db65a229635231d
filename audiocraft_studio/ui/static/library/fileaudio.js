// A file that is not in the library, seen and heard as it lies on the visitor's disk. Nothing is sent anywhere.

import { button, h, icon, put } from "../core/dom.js";
import { player } from "../core/player.js";
import { toast } from "../core/toast.js";
import { wave } from "../core/wave.js";

const LARGEST_BYTES = 100_000_000; // decoded whole; a larger one is not drawn

/**
 * {element, play, close()}: its waveform, which plays where it is clicked, and a button. Both are hidden where the
 * browser cannot read the file.
 */
export function fileAudio(file) {
  const canvas = h("canvas", { class: "lib-inspect-wave", "aria-hidden": "true" });
  const element = h("div", { class: "st-bed", hidden: true }, canvas);
  const source = new FileSource(file);
  const toggle = () => (player.source === source ? player.toggle() : source.seekAndPlay(0));
  const play = button("Play", { icon: "play", kind: "quiet", hidden: true, onclick: toggle });
  let data = null;
  const paint = () => {
    const at = player.source === source ? source.position() / (source.duration || 1) : null;
    if (data) wave(canvas, { data: data(canvas.clientWidth), played: at });
  };
  canvas.addEventListener("click", (event) => source.seekAndPlay((event.offsetX / canvas.clientWidth) * source.duration));
  const say = () => {
    const on = player.source === source && source.playing();
    if (play.textContent !== (on ? "Pause" : "Play")) put(play, icon(on ? "pause" : "play"), on ? "Pause" : "Play");
    paint();
  };
  player.addEventListener("time", paint);
  player.addEventListener("change", say);
  const seen = new ResizeObserver(paint);
  seen.observe(canvas);
  decode(file).then((buffer) => {
    if (!buffer) return;
    source.duration = buffer.duration;
    data = (columns) => columnsOf(buffer, columns);
    element.hidden = play.hidden = false;
    paint();
  });
  return {
    element,
    play,
    close() {
      seen.disconnect();
      player.removeEventListener("time", paint);
      player.removeEventListener("change", say);
      player.release(source);
      source.close();
    },
  };
}

async function decode(file) {
  if (file.size > LARGEST_BYTES) return null;
  try {
    return await player.context.decodeAudioData(await file.arrayBuffer());
  } catch {
    return null; // the browser reads fewer formats than the studio
  }
}

/** The picture of a decoded sound, all channels in one: {n, min, max, rms}. */
function columnsOf(buffer, n) {
  const [min, max, rms] = [new Float32Array(n), new Float32Array(n), new Float32Array(n)];
  const step = buffer.length / n;
  const channels = Array.from({ length: buffer.numberOfChannels }, (_, i) => buffer.getChannelData(i));
  for (let column = 0; column < n; column++) {
    const [from, to] = [Math.floor(column * step), Math.max(Math.floor(column * step) + 1, Math.floor((column + 1) * step))];
    let energy = 0;
    for (const samples of channels) {
      for (let i = from; i < to && i < samples.length; i++) {
        const value = samples[i];
        if (value < min[column]) min[column] = value;
        if (value > max[column]) max[column] = value;
        energy += value * value;
      }
    }
    rms[column] = Math.sqrt(energy / ((to - from) * channels.length));
  }
  return { n, min, max, rms };
}

/** What the player plays in the place of an asset (see core/player.js). */
class FileSource {
  type = "";
  asset = null;
  duration = 0;
  #audio;
  #node = null;

  constructor(file) {
    this.name = file.name;
    this.#audio = new Audio(URL.createObjectURL(file));
    this.#audio.onended = () => player.changed();
  }

  position() {
    return this.#audio.currentTime;
  }

  playing() {
    return !this.#audio.paused;
  }

  stop() {
    this.#audio.pause();
  }

  seek(seconds) {
    this.#audio.currentTime = seconds;
  }

  toggle() {
    if (this.playing()) this.#audio.pause();
    else this.#play();
  }

  async seekAndPlay(seconds) {
    player.claim(this);
    this.seek(seconds);
    await this.#play();
  }

  close() {
    this.stop();
    this.#node?.disconnect();
    URL.revokeObjectURL(this.#audio.src);
  }

  async #play() {
    if (!this.#node) {
      this.#node = player.context.createMediaElementSource(this.#audio);
      this.#node.connect(player.output);
    }
    await player.wake();
    await this.#audio.play().catch((error) => {
      if (error.name !== "AbortError") toast(`${this.name} cannot be played. Is the file still there?`, { kind: "bad" });
    });
    player.changed();
  }
}

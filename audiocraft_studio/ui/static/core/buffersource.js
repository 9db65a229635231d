// A decoded sound that no asset stands for, in the place of an asset.

import { player } from "./player.js";
import { BufferVoice } from "./voices.js";

/** What the player plays (see player.js): player.claim(source), then source.toggle(). `key` says what it is of. */
export class BufferSource {
  asset = null;
  #voice;
  #at = 0;
  #on = false;

  constructor(key, name, type, buffer) {
    this.key = key;
    this.name = name;
    this.type = type;
    this.duration = buffer.duration;
    this.#voice = new BufferVoice(player.context, player.output, buffer);
    this.#voice.onEnd = () => {
      [this.#on, this.#at] = [false, 0];
      player.changed();
    };
  }

  position() {
    return this.#on ? this.#voice.position : this.#at;
  }

  playing() {
    return this.#on;
  }

  stop() {
    this.#at = 0;
    this.#on = false;
    this.#voice.stop();
  }

  seek(seconds) {
    this.#at = seconds;
    if (this.#on) this.#start();
  }

  toggle() {
    if (this.#on) {
      this.#at = this.#voice.position;
      this.#on = false;
      this.#voice.stop();
    } else this.#start();
    player.changed();
  }

  #start() {
    this.#on = true;
    this.#voice.start(this.#at, player.loop ? { from: 0, to: this.duration } : null);
  }
}

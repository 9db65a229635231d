// The tune in some notes, to be heard before a model follows it. It is no asset: it claims the player's place.

import { url } from "./api.js";
import { player } from "./player.js";
import { toast } from "./toast.js";

let current = null;

/** Plays the tune of notes {ref, name, duration_s} as docs/http-api.md has them; once more stops it. */
export function playTune(notes) {
  const again = current?.ref === notes.ref && current.playing();
  current?.stop();
  if (again) return player.release(current);
  current = new Tune(notes);
  player.claim(current);
  return current.toggle();
}

class Tune {
  type = "music";
  asset = null;
  #element;
  #node = null;

  constructor({ ref, name, duration_s }) {
    this.ref = ref;
    this.name = `the tune of ${name}`;
    this.duration = duration_s;
    this.#element = new Audio(url(`/notes/tune?${new URLSearchParams({ ref })}`));
    this.#element.onended = () => player.changed();
    this.#element.onerror = () => toast("The tune cannot be played. Is its MIDI file still there?", { kind: "bad" });
  }

  stop() {
    this.#element.pause();
    this.#element.currentTime = 0;
  }

  async toggle() {
    if (this.playing()) this.#element.pause();
    else {
      this.#node ??= player.context.createMediaElementSource(this.#element);
      this.#node.connect(player.output);
      await player.wake();
      await this.#element.play().catch(() => {});
    }
    player.changed();
  }

  seek(seconds) {
    this.#element.currentTime = seconds;
  }

  position() {
    return this.#element.currentTime;
  }

  playing() {
    return !this.#element.paused && !this.#element.ended;
  }
}

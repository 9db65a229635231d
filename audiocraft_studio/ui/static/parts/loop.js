// Making a loop of a sound: its length, its crossfade, how the join looks and sounds, before anything is kept.

import { bytes, send } from "../core/api.js";
import { assets } from "../core/assets.js";
import { BufferSource } from "../core/buffersource.js";
import { dialog } from "../core/dialog.js";
import { button, fmtDuration, h, icon, note, put } from "../core/dom.js";
import { page } from "../core/page.js";
import { player } from "../core/player.js";
import { toast } from "../core/toast.js";
import { wave } from "../core/wave.js";
import { numberField } from "./fields.js";
import { seamRows, seamVerdict } from "./seam.js";
import { facts } from "./words.js";

const SHORTEST_S = 0.02;
const LONGEST_S = 600;
const CROSSFADE = { low: 0.01, high: 30, usual: 1 };
const LOUDEST_SHOWN = 8; // quiet joins are drawn larger, up to so many times

/** A button that opens the loop maker, disabled with a reason where a sound cannot be looped. */
export function loopButton(asset) {
  const able = asset.duration_s > SHORTEST_S && asset.duration_s <= LONGEST_S;
  return button("Make a loop", {
    icon: "loop",
    "data-keep": "loop",
    disabled: !able,
    title: able ? "A stretch of it that goes on for ever without a seam" : "Loops are made of sounds of 0.02 s to 10 minutes",
    onclick: () => new LoopMaker(asset),
  });
}

class LoopMaker {
  #asset;
  #asked = { duration_s: null, crossfade_s: CROSSFADE.usual };
  #changes = 0; // of what is asked
  #looking = false;
  #told = null; // the newest preview
  #source = null; // what is heard
  #closed = new AbortController();

  constructor(asset) {
    this.#asset = asset;
    this.#build();
    this.box = dialog(`Loop of ${asset.name}`, this.body);
    this.box.element.addEventListener("close", () => this.#close());
    player.addEventListener("change", () => this.#follow(), { signal: this.#closed.signal });
    this.length.input.focus();
    this.#look();
  }

  #build() {
    const most = Math.floor(100 * this.#asset.duration_s) / 100;
    this.length = numberField("Length", {
      low: SHORTEST_S, high: Math.max(SHORTEST_S, most), digits: 3, hint: `of ${fmtDuration(this.#asset.duration_s)}`,
      onCommit: (duration_s) => this.#ask({ duration_s }),
    });
    this.crossfade = numberField("Longest crossfade", { ...CROSSFADE, onCommit: (crossfade_s) => this.#ask({ crossfade_s }) });
    this.crossfade.set(CROSSFADE.usual);
    this.canvas = h("canvas", { "aria-hidden": "true" });
    this.said = h("div", { class: "st-loop-said", role: "status" });
    this.wrong = h("p", { class: "st-field-error", role: "alert", hidden: true });
    this.hear = button("Hear three times", { icon: "play", onclick: () => this.#attempt(() => this.#hear()) });
    this.keep = button("Keep", { kind: "primary", icon: "check", onclick: () => this.#attempt(() => this.#keep()) });
    this.body = h(
      "div",
      { class: "st-loop" },
      h("div", { class: "st-loop-fields" }, this.length.element, this.crossfade.element),
      h("div", { class: "st-bed st-loop-bed" }, this.canvas, h("span", { class: "st-hint" }, "end"), h("span", { class: "st-hint" }, "start")),
      this.said,
      this.wrong,
      h("div", { class: "st-row st-loop-acts" }, this.hear, this.keep),
    );
  }

  #ask(change) {
    Object.assign(this.#asked, change);
    this.#changes += 1;
    this.#hush();
    this.#look();
  }

  /** Looks for the loop that is asked for; one request at a time, the last wish counts. */
  async #look() {
    if (this.#looking) return;
    this.#looking = true;
    let seen = -1;
    while (seen !== this.#changes && !this.#closed.signal.aborted) {
      seen = this.#changes;
      put(this.said, h("p", { class: "st-hint" }, "Looking for the best place …"));
      await this.#attempt(async () => this.#show(await send("POST", this.#path("/preview"), this.#asked)));
    }
    this.#looking = false;
  }

  #show(told) {
    this.#told = told;
    if (this.#asked.duration_s === null) this.length.set(told.duration_s, !this.length.input.value);
    const { kind, head, text } = seamVerdict(told);
    const place = `From ${fmtDuration(told.start_s)} of the sound, with a crossfade of ${told.crossfade_s.toFixed(2)} s`;
    put(this.said, note(kind, head, text), facts([["Place", place], ...(told.faint ? [] : seamRows(told.seam))]));
    this.#follow();
    const [min, max, rms] = told.join;
    const most = Math.max(...max, ...min.map(Math.abs));
    const faded = Math.min(0.5, told.crossfade_s / told.join_s / 2);
    wave(this.canvas, {
      data: { n: max.length, min, max, rms }, grid: [0.5], selection: { from: 0.5, to: 0.5 + faded },
      scale: Math.min(LOUDEST_SHOWN, 0.9 / (most || 1)),
    });
  }

  async #hear() {
    const key = JSON.stringify([this.#asset.id, this.#asked]);
    if (this.#source && player.source === this.#source && this.#source.key === key) return this.#source.toggle();
    player.pause();
    const asked = { method: "POST", body: JSON.stringify(this.#asked), headers: { "Content-Type": "application/json" } };
    const [data] = await Promise.all([bytes(this.#path("/sound"), asked), player.wake()]);
    const buffer = await player.context.decodeAudioData(data);
    if (this.#closed.signal.aborted || key !== JSON.stringify([this.#asset.id, this.#asked])) return undefined;
    this.#source = new BufferSource(key, `${this.#asset.name}, loop`, this.#asset.type, buffer);
    player.claim(this.#source);
    return this.#source.toggle();
  }

  async #keep() {
    this.keep.disabled = true;
    try {
      const made = assets.remember(await send("POST", this.#path(), this.#asked));
      this.box.close();
      toast(`Kept as “${made.name}”`, { action: { text: "Show it", run: () => page.send("library", { asset: made }) } });
    } finally {
      this.keep.disabled = false;
    }
  }

  /** What goes wrong stands at its field, or below. */
  async #attempt(task) {
    this.wrong.hidden = true;
    try {
      await task();
    } catch (error) {
      const at = { Length: this.length, Crossfade: this.crossfade }[error.field];
      put(this.said);
      if (at) return at.error(error.message.replace(`${error.field}: `, ""));
      put(this.wrong, icon("warn"), error.message);
      this.wrong.hidden = false;
    }
    return undefined;
  }

  #follow() {
    const sounds = Boolean(this.#source) && player.source === this.#source && player.playing;
    const text = this.#told && !this.#told.whole ? "Hear the join" : "Hear three times";
    put(this.hear, icon(sounds ? "pause" : "play"), sounds ? "Pause" : text);
  }

  #hush() {
    const source = this.#source;
    this.#source = null;
    if (!source || player.source !== source) return;
    player.stop();
    player.release(source);
  }

  #close() {
    this.#closed.abort();
    this.#hush();
  }

  #path(rest = "") {
    return `/assets/${this.#asset.id}/loop${rest}`;
  }
}

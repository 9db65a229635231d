// Level-matched listening: every sound of the grid is played as loud as the others. The files stay as they are.

import { fmtLufs, fmtNumber } from "../core/dom.js";
import { player } from "../core/player.js";
import { store } from "../core/store.js";

const KEY = "studio.variations.level";
const TARGET_LUFS = -23; // EBU R 128
const CEILING_DBTP = -1;

/** The loudness in LUFS that all of `sounds` can be played at without a peak above the ceiling. */
export function commonTarget(sounds) {
  const measured = sounds.filter((asset) => Number.isFinite(asset.loudness_lufs));
  const highest = measured.map((asset) => asset.loudness_lufs + CEILING_DBTP - peakOf(asset));
  return Math.min(TARGET_LUFS, ...highest);
}

function peakOf({ quality }) {
  return quality.true_peak_db ?? quality.peak_db ?? 0;
}

/** Events: "change" (switched on or off). `sounds()` are the assets that are matched with each other. */
export class LevelMatch extends EventTarget {
  #sounds;
  #on = store.get(KEY) !== "off";
  /** The gain in dB that an asset is played with; given to the player as `level`. */
  gainOf = (asset) => (this.#on && Number.isFinite(asset.loudness_lufs) ? this.target - asset.loudness_lufs : 0);

  constructor(sounds) {
    super();
    this.#sounds = sounds;
  }

  get on() {
    return this.#on;
  }

  set on(on) {
    this.#on = Boolean(on);
    store.set(KEY, this.#on ? "on" : "off");
    this.again();
    this.dispatchEvent(new Event("change"));
  }

  /** In LUFS. */
  get target() {
    return commonTarget(this.#sounds());
  }

  /** What sounds may be matched with more sounds than when it began. */
  again() {
    const { asset } = player;
    if (player.level === this.gainOf && asset && Math.abs(player.gain_db - this.gainOf(asset)) > 0.01) player.relevel();
  }

  /** How an asset is heard, in words. */
  said(asset) {
    if (!this.#on) return "Plays as loud as its file is.";
    if (!Number.isFinite(asset.loudness_lufs)) return "Too quiet to match; plays as loud as its file is.";
    return `Plays ${signed(this.gainOf(asset))} dB, matched to ${fmtLufs(this.target)}. The file stays as it is.`;
  }
}

/** "+2.4" or "−2.4". */
export function signed(db) {
  return db >= 0.05 ? `+${fmtNumber(db)}` : fmtNumber(db);
}

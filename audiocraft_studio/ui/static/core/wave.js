// The one waveform painter. Peak body at 78 %, RMS core at full strength, a zero line; what was played in the accent.

import { fmtDuration } from "./format.js";
import { knownPeaks, peaks } from "./peaks.js";
import { player } from "./player.js";

const BODY = 0.78;
const REPAINT_MS = 120;

/** A token's value as the canvas needs it: colour("--st-accent"). */
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Sizes a canvas to its place at device resolution. {g, width, height} in CSS pixels, or null while it is hidden. */
export function fit(canvas) {
  const ratio = globalThis.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  if (!width || !height) return null;
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
  const g = canvas.getContext("2d");
  g.setTransform(ratio, 0, 0, ratio, 0, 0);
  g.clearRect(0, 0, width, height);
  return { g, width, height };
}

/**
 * Paints once, from peaks that are known or as soon as they come. Resolves when the picture is whole, or to false where
 * the peaks cannot be had.
 *
 * asset: the record, or null for an empty bed. data: peaks of a sound that is not stored, instead of an asset.
 * columns: defaults to one a CSS pixel. played: 0..1 or null (no playhead). selection: {from, to} as fractions 0..1. scale: a factor on the height (1 shows full scale). color: a
 * token name to paint in (a type colour in the mixer). grid: number of vertical divisions, or fractions 0..1.
 * comments: fractions 0..1.
 * gain: linear, for a clip whose weight shows.
 */
export async function wave(canvas, options) {
  const box = fit(canvas);
  if (!box) return true;
  const { asset = null } = options;
  const columns = options.columns || Math.round(box.width);
  let data = asset ? knownPeaks(asset, columns) : options.data || null;
  paint(box, data, options);
  if (!asset || data) return true;
  const wanted = (canvas.waveWanted = `${asset.id}:${columns}`);
  data = await peaks(asset, columns).catch(() => null); // of a sound that is gone meanwhile there is none
  if (canvas.waveWanted !== wanted) return true;
  const again = data && fit(canvas);
  if (again) paint(again, data, options);
  return Boolean(data);
}

function paint({ g, width, height }, data, { played = null, selection = null, scale = 1, gain = 1, ...rest }) {
  const middle = height / 2;
  const reach = (height / 2 - 1) * scale * gain;
  if (rest.grid) {
    g.fillStyle = colour("--st-wave-grid");
    for (const at of gridLines(rest.grid)) g.fillRect(Math.round(at * width), 0, 1, height);
  }
  if (selection) {
    g.fillStyle = colour("--st-wave-selection");
    g.fillRect(selection.from * width, 0, (selection.to - selection.from) * width, height);
  }
  g.fillStyle = colour("--st-wave-zero");
  g.fillRect(0, Math.round(middle), width, 1);
  const head = played === null ? -1 : played * width;
  if (data) paintColumns(g, data, { width, middle, reach, height, head, color: rest.color });
  if (selection) {
    g.fillStyle = colour("--st-wave-selection-edge");
    for (const edge of [selection.from, selection.to]) g.fillRect(Math.round(edge * width) - (edge >= 1 ? 1 : 0), 0, 1, height);
  }
  for (const at of rest.comments || []) marker(g, at * width, height);
  if (played !== null) {
    g.fillStyle = colour("--st-wave-playhead");
    g.fillRect(Math.min(width - 1, Math.round(head)), 0, 1, height);
  }
}

function gridLines(grid) {
  return Array.isArray(grid) ? grid : Array.from({ length: grid - 1 }, (_, k) => (k + 1) / grid);
}

function paintColumns(g, data, { width, middle, reach, height, head, color }) {
  const body = colour(color || "--st-wave-unplayed");
  const core = colour(color || "--st-wave-unplayed-rms");
  const playedBody = colour("--st-wave-played");
  const playedCore = colour("--st-wave-played-rms");
  const step = width / data.n;
  const top = (v) => Math.max(0, middle - v * reach);
  const bottom = (v) => Math.min(height, middle - v * reach);
  const wide = Math.max(1, Math.ceil(step));
  for (const pass of ["body", "core"]) {
    g.globalAlpha = pass === "body" ? BODY : 1;
    for (let i = 0; i < data.n; i++) {
      const x = i * step;
      const before = x < head;
      const [hi, lo] = pass === "body" ? [data.max[i], data.min[i]] : [data.rms[i], -data.rms[i]];
      if (pass === "body") g.fillStyle = before ? playedBody : body;
      else g.fillStyle = before ? playedCore : core;
      const y = top(hi);
      g.fillRect(x, y, wide, Math.max(1, bottom(lo) - y));
    }
  }
  g.globalAlpha = 1;
}

function marker(g, x, height) {
  g.fillStyle = colour("--st-comment");
  g.fillRect(Math.round(x), 0, 1, height);
  g.beginPath();
  g.moveTo(x - 4, 0);
  g.lineTo(x + 5, 0);
  g.lineTo(x + 0.5, 6);
  g.fill();
}

/**
 * Keeps a canvas following the player, the theme and its own size. A click seeks (and starts the asset if another one
 * sounds), unless `seek: false`. Options as for `wave`, and: list and level (given to the player; list may be a function), onPlay(asset), and `whatever`: it follows
 * whatever the player has, also a source that has this asset as its picture.
 * Returns {asset, update(options), setAsset(asset), paint(), destroy()}.
 */
export function bindWave(canvas, asset, options = {}) {
  return new BoundWave(canvas, asset, options);
}

class BoundWave {
  #canvas;
  #options;
  #stop = new AbortController();
  #resized;
  #seen = "";
  #timer = 0;

  constructor(canvas, asset, options) {
    this.#canvas = canvas;
    this.#options = options;
    canvas.setAttribute("aria-hidden", "true");
    const { signal } = this.#stop;
    player.addEventListener("time", () => this.#followed(), { signal });
    player.addEventListener("change", () => this.#followed(), { signal });
    document.addEventListener("studio:theme", () => this.paint(), { signal });
    if (options.seek !== false) canvas.addEventListener("click", (event) => this.#clicked(event), { signal });
    this.#resized = new ResizeObserver(() => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.paint(), canvas.width ? REPAINT_MS : 0);
    });
    this.#resized.observe(canvas);
    this.setAsset(asset);
  }

  setAsset(asset) {
    this.asset = asset;
    this.#canvas.title = this.#title();
    this.paint();
  }

  update(options) {
    Object.assign(this.#options, options);
    this.paint();
  }

  paint() {
    this.#seen = this.#played() ?? "none";
    const painting = wave(this.#canvas, { ...this.#options, asset: this.asset, played: this.#played() });
    painting.then((whole) => {
      const title = whole ? this.#title() : "The waveform cannot be fetched now";
      if (this.#canvas.title !== title) this.#canvas.title = title;
    });
  }

  #title() {
    return this.asset && this.#options.title !== false ? `${this.asset.name}, ${fmtDuration(this.asset.duration_s)}` : "";
  }

  destroy() {
    this.#stop.abort();
    this.#resized.disconnect();
    clearTimeout(this.#timer);
  }

  #played() {
    if (!this.asset || !this.#current) return null;
    if (!player.playing && player.position === 0) return null;
    return player.position / (player.duration || 1);
  }

  get #current() {
    return this.#options.whatever || player.isCurrent(this.asset);
  }

  #followed() {
    // A bound canvas that left the page lets go by itself.
    if (!this.#canvas.isConnected && this.#canvas.width) return this.destroy();
    if ((this.#played() ?? "none") !== this.#seen) this.paint();
  }

  #clicked(event) {
    if (!this.asset) return;
    const at = (event.offsetX / this.#canvas.clientWidth) * this.asset.duration_s;
    if (player.source && this.#current) player.seek(at);
    else if (this.#current && (player.playing || player.position > 0)) player.seek(at);
    else {
      const { list = null, level = null } = this.#options;
      player.play(this.asset, { from: at, list: typeof list === "function" ? list() : list, level });
    }
    this.#options.onPlay?.(this.asset);
  }
}

// The transport: what sounds now, wherever it was started.

import { bindWave } from "../core/wave.js";
import { fmtTime, h, icon, iconButton, keyHints, put } from "../core/dom.js";
import { frames } from "../core/frames.js";
import { describeKeys } from "../core/keys.js";
import { player } from "../core/player.js";

const FALL_PER_PICTURE = 0.86; // how fast the meter falls back

export function mount(element) {
  const parts = build();
  element.append(parts.bar);
  const bound = bindWave(parts.canvas, shownAsset(), { title: false, whatever: true });
  player.addEventListener("change", () => {
    if (bound.asset?.id !== shownAsset()?.id) bound.setAsset(shownAsset());
    const region = !player.source && player.region;
    const whole = player.duration || 1;
    bound.update({ selection: region ? { from: region.from / whole, to: region.to / whole } : null });
    show(parts);
  });
  player.addEventListener("time", () => showTime(parts));
  watchMeter(parts);
  describeKeys("Transport", [["← →", "back and on by 1 s"], ["Home", "to the start"], ["L", "loop on and off"], ["[ ]", "previous and next of the list"]]);
  show(parts);
}

function shownAsset() {
  return player.source ? player.source.asset || null : player.asset;
}

function build() {
  const play = h("button", { type: "button", class: "st-play", onclick: () => player.toggle() });
  const swatch = h("span", { class: "st-swatch" });
  const name = h("span", { class: "st-ellipsis st-transport-name" });
  const line = h("span", { class: "st-ellipsis st-hint" });
  const now = h("span", { class: "st-time" }, fmtTime(0));
  const end = h("span", { class: "st-time st-hint" }, fmtTime(0));
  const canvas = h("canvas", { class: "st-transport-wave" });
  const seek = h(
    "div",
    { class: "st-transport-bed", role: "slider", tabindex: 0, "aria-label": "Position", "aria-valuemin": 0, onkeydown: moved, onclick: clicked },
    canvas,
  );
  const loop = iconButton("loop", "Loop (L)", { onclick: () => (player.loop = !player.loop) });
  const meter = h("div", { class: "st-meter", "aria-hidden": "true" }, h("i"), h("i"));
  const speaker = iconButton("volume", "Mute", { class: "st-btn-quiet", onclick: mute });
  const volume = h("input", {
    type: "range",
    class: "st-range",
    min: 0,
    max: 1,
    step: 0.01,
    value: player.volume,
    "aria-label": "Volume",
    oninput: () => (player.volume = Number(volume.value)),
  });
  const bar = h(
    "section",
    { class: "st-transport", "aria-label": "Transport", onkeydown: lettered },
    play,
    h("div", { class: "st-transport-what" }, h("div", { class: "st-row" }, swatch, name), line),
    now,
    seek,
    end,
    loop,
    meter,
    speaker,
    volume,
    keyHints([["Space", "play"], ["L", "loop"]]),
  );
  return { bar, play, swatch, name, line, now, end, canvas, seek, loop, meter, speaker, volume };
}

function show(parts) {
  const { source, asset, playing } = player;
  const there = Boolean(source || asset);
  put(parts.play, icon(playing ? "pause" : "play"));
  parts.play.setAttribute("aria-label", playing ? "Pause" : "Play");
  parts.play.disabled = !there;
  parts.play.title = there ? "" : "Nothing to play yet. Generate a sound or pick one.";
  parts.name.textContent = source ? source.name : asset ? asset.name : "Nothing plays";
  parts.line.textContent = source ? source.line || "" : asset ? [asset.model_name, asset.project].filter(Boolean).join(" · ") : "";
  parts.swatch.dataset.type = source ? source.type || "" : asset?.type || "";
  parts.swatch.hidden = !there;
  parts.end.textContent = fmtTime(player.duration);
  parts.loop.setAttribute("aria-pressed", String(player.loop));
  parts.speaker.replaceChildren(icon(player.volume > 0 ? "volume" : "muted"));
  parts.speaker.setAttribute("aria-label", player.volume > 0 ? "Mute" : "Unmute");
  parts.volume.value = player.volume;
  parts.volume.style.setProperty("--share", `${100 * player.volume}%`);
  parts.volume.setAttribute("aria-valuetext", `${Math.round(100 * player.volume)} %`);
  parts.bar.classList.toggle("st-transport-plain", there && !shownAsset());
  showTime(parts);
}

function showTime(parts) {
  const at = player.position;
  parts.now.textContent = fmtTime(at);
  parts.seek.setAttribute("aria-valuemax", player.duration.toFixed(2));
  parts.seek.setAttribute("aria-valuenow", at.toFixed(2));
  parts.seek.setAttribute("aria-valuetext", `${fmtTime(at)} of ${fmtTime(player.duration)}`);
  if (player.source) parts.seek.style.setProperty("--share", `${(100 * at) / (player.duration || 1)}%`);
}

/** Where a source has no picture of itself, its line takes the clicks. */
function clicked(event) {
  if (shownAsset() || !player.source) return;
  const { left, width } = event.currentTarget.getBoundingClientRect();
  player.seek(((event.clientX - left) / width) * player.duration);
}

function moved(event) {
  const to = { ArrowLeft: player.position - 1, ArrowRight: player.position + 1, Home: 0, End: player.duration - 0.5 }[event.key];
  if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  player.seek(to);
}

/** Letters that hold while the focus is in the transport. */
function lettered(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "l" || event.key === "L") player.loop = !player.loop;
  else if (event.key === "[") player.step(-1);
  else if (event.key === "]") player.step(1);
  else return;
  event.preventDefault();
}

let before = 0.8;

function mute() {
  if (player.volume > 0) before = player.volume;
  player.volume = player.volume > 0 ? 0 : before;
}

function watchMeter({ meter }) {
  const shown = [0, 0];
  const bars = [...meter.children];
  const move = frames(() => {
    const levels = player.playing ? player.levels() : [0, 0];
    bars.forEach((bar, i) => {
      shown[i] = Math.max(levels[i] ?? 0, shown[i] * FALL_PER_PICTURE);
      // −60 dB to 0 dB over the whole width
      const share = shown[i] > 0.001 ? 1 + (20 * Math.log10(shown[i])) / 60 : 0;
      bar.style.setProperty("--level", `${100 * Math.max(0, Math.min(1, share))}%`);
    });
    return player.playing || shown.some((x) => x > 0.001);
  });
  player.addEventListener("change", () => player.playing && move());
}

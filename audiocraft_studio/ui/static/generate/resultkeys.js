// Letters that hold while the focus is in the picture.

import { assets } from "../core/assets.js";
import { isTyping } from "../core/dom.js";
import { describeKeys } from "../core/keys.js";
import { player } from "../core/player.js";

describeKeys("Result", [
  ["← →", "position by 1 %"],
  ["[ ]", "start and end of the selection here"],
  ["L", "loop"],
  ["C", "comment here"],
  ["1–5", "rate, 0 clears"],
  ["F", "favourite"],
  ["A X", "approve, reject"],
  ["Esc", "clear the selection"],
]);

export function resultKeys(element, bed, chosen, asset, signal) {
  element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const done = onBed(event, bed, chosen, asset()) || onAny(event, chosen, asset());
    if (!done) return;
    event.preventDefault();
    event.stopPropagation();
  }, { signal });
}

function onBed(event, bed, chosen, asset) {
  if (event.target !== bed) return false;
  const here = player.isCurrent(asset) ? player.position : 0;
  const step = asset.duration_s / 100;
  const to = { ArrowLeft: here - step, ArrowRight: here + step, Home: 0, End: asset.duration_s - step }[event.key];
  if (to === undefined) return false;
  if (!player.isCurrent(asset)) player.show(asset);
  if (player.isCurrent(asset)) player.seek(to);
  return true;
}

function onAny(event, chosen, asset) {
  const { review } = asset;
  const here = player.isCurrent(asset) ? player.position : 0;
  const region = chosen.value || { from: 0, to: asset.duration_s };
  const toggle = (status) => assets.status(asset.id, review.status === status ? "take" : status);
  const run = {
    c: () => chosen.comment(),
    l: () => chosen.toggleLoop(),
    f: () => assets.favourite(asset.id, !review.favourite),
    a: () => toggle("approved"),
    x: () => toggle("rejected"),
    "[": () => chosen.set({ from: here, to: Math.max(region.to, here) }),
    "]": () => chosen.set({ from: Math.min(region.from, here), to: here }),
  }[event.key.toLowerCase()];
  if (run) {
    run();
    return true;
  }
  if (/^[0-5]$/.test(event.key)) {
    assets.rate(asset.id, Number(event.key));
    return true;
  }
  if (event.key === "Escape" && chosen.value) {
    chosen.clear();
    return true;
  }
  return false;
}

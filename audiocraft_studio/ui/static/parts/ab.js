// Hearing renders of one sound in turn, each from where the other one is.

import { button, h, put } from "../core/dom.js";
import { player } from "../core/player.js";

const LAST_S = 0.05;

/** Plays `asset`; where another one of `group` is in the transport, from its position. Options as of player.play. */
export function hearInTurn(asset, group, options = {}) {
  const now = group.find((one) => player.isCurrent(one));
  const at = now ? Math.min(player.position, Math.max(0, asset.duration_s - LAST_S)) : 0;
  return player.play(asset, { ...options, from: at });
}

/** A switch between two renders: {element, swap(), show(choices)}, choices [["Earlier", asset], ["New", asset]]. */
export function abSwitch() {
  const element = h("div", { class: "st-segments st-ab", role: "group", "aria-label": "Hear in turn, at the same position" });
  let choices = [];
  let buttons = [];
  const hear = (i) => hearInTurn(choices[i][1], choices.map(([, asset]) => asset));
  const follow = () =>
    buttons.forEach((one, i) => one.setAttribute("aria-pressed", String(player.isCurrent(choices[i][1]) && player.playing)));
  const swap = () => choices.length > 1 && hear(player.isCurrent(choices[0][1]) ? 1 : 0);
  element.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "t" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    swap();
  });
  player.addEventListener("change", follow);
  return {
    element,
    swap,
    show(wanted) {
      const same = wanted.length === choices.length && wanted.every(([text, asset], i) => text === choices[i][0] && asset.id === choices[i][1].id);
      choices = wanted;
      element.hidden = choices.length < 2;
      if (same) return follow();
      buttons = choices.map(([text, asset], i) =>
        button(text, { class: "st-btn-small", title: `Plays “${asset.name}” from the same position (T swaps)`, onclick: () => hear(i) }),
      );
      put(element, buttons);
      return follow();
    },
  };
}

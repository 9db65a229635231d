// Hints at the right end of a stock fold's line.

import { h } from "../core/dom.js";

/** Writes `text` at the right end of the fold with this id; waits for the fold where it is not drawn yet. */
export function foldHint(id, text) {
  const line = document.querySelector(`#${id} button.label-wrap, #${id} > button`);
  if (!line) {
    requestAnimationFrame(() => foldHint(id, text));
    return;
  }
  let place = line.querySelector(".gen-fold-hint");
  if (!place) {
    place = h("span", { class: "gen-fold-hint st-ellipsis" });
    line.append(place);
  }
  place.textContent = text;
  place.title = text;
}

/** Opens a fold that is closed. */
export function openFold(id) {
  const line = document.querySelector(`#${id} button.label-wrap, #${id} > button`);
  if (line && !line.classList.contains("open")) line.click();
}

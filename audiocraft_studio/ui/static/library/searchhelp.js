// What can be written in the search box: ten lines, each an example that a click puts in.

import { h, put } from "../core/dom.js";

/** [example, what it finds] */
export const LINES = [
  ["rain roof", "both words, in name, prompt, tags or description"],
  ['"tin roof"', "these words side by side"],
  ["rain OR wind", "one of the two; OR binds tighter than the space"],
  ["-(distant OR muffled)", "without either"],
  ["type:sfx", "music, sfx, ambience, voice or ui"],
  ["tag:metal -tag:draft", "with one tag, without another"],
  ["rating:>=4 status:approved", "judged; numbers also as 3-5 or <2"],
  ["duration:<2 loudness:>-20", "seconds, LUFS; bandwidth:>8k, clipped:no"],
  ["created:>=2026-11", "since a month; also a day, a year, or from..to"],
  ["ucs:RAIN by:ann collection:Trailer", "CatID, maker, collection; model:, engine:, seed:, project:"],
];

/** Draws the lines; `onPick(example)` hears of a click. */
export function searchHelp(panel, onPick) {
  const line = ([example, text]) =>
    h(
      "button",
      { type: "button", class: "st-menu-item lib-help-line", onclick: () => onPick(example) },
      h("code", { class: "lib-token" }, example),
      h("span", { class: "st-2" }, text),
    );
  put(panel, h("div", { class: "st-panel-head" }, h("h2", null, "Search")), h("div", { class: "st-menu" }, LINES.map(line)));
}

// What keys do on a cell, but for those that move.

import { describeKeys } from "../core/keys.js";

/** The pairs that stand below the grid. */
export const HINTS = [
  ["← ↑ ↓ →", "move"],
  ["Space", "play"],
  ["1–5", "rate"],
  ["F", "favourite"],
  ["X", "reject"],
  ["C", "choose"],
  ["B", "compare"],
  ["Enter", "promote"],
];

/**
 * onKey(event, cell) for the grid: true where it took the key. acts: an Acts; also: {compare, promote, send, finer,
 * choose, level}, each called with the cell.
 */
export function gridKeys(acts, also) {
  describeKeys("Variations", [
    ["← ↑ ↓ →", "move; what plays moves along, at the same position"],
    ["Home End", "to the ends of the row; with Ctrl, of the grid"],
    ["PageUp PageDown", "another page"],
    ["Space", "play the cell"],
    ["1–5 0", "rate, clear"],
    ["F", "favourite"],
    ["X", "reject and back"],
    ["Enter", "promote: approve, longer, better, more like it"],
    ["C", "choose the cell, to compare or send it (or click with Ctrl)"],
    ["B", "compare blind: the chosen cells, or all"],
    ["M", "more around this cell"],
    ["S", "send to a scene, the plan, a collection, files"],
    ["R", "regenerate and compare"],
    ["V", "match levels, or not"],
  ]);
  const known = {
    " ": (cell) => acts.play(cell),
    f: (cell) => acts.favourite(cell),
    x: (cell) => acts.reject(cell),
    r: (cell) => acts.regenerate(cell),
    c: also.choose,
    b: also.compare,
    m: also.finer,
    s: also.send,
    v: also.level,
    Enter: (cell) => (["failed", "cancelled"].includes(cell.state) ? acts.retry(cell) : also.promote(cell)),
  };
  return (event, cell) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const rating = /^[0-5]$/.test(key);
    if (!known[key] && !rating) return false;
    if (event.repeat) return true;
    if (rating) acts.rate(cell, Number(key));
    else known[key](cell);
    return true;
  };
}

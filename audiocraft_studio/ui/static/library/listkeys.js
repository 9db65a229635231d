// The keys of the list.

import { describeKeys } from "../core/keys.js";

/** Keys that tell of something to do: [key, event of the list, what it tells]. */
const ACTS = new Map([
  ["Enter", ["open"]],
  ["c", ["comment"]],
  ["f", ["favourite"]],
  ["s", ["similar"]],
  ["Delete", ["trash"]],
  ...["0", "1", "2", "3", "4", "5"].map((n) => [n, ["rate", Number(n)]]),
]);

/** Lists them in the help. */
export function describe() {
  describeKeys("Library", [
    ["↑ ↓", "move and hear"],
    ["Home End", "to the first, the last"],
    ["Shift ↑ ↓", "select more"],
    ["Ctrl A", "select all that were found"],
    ["Space", "play the row"],
    ["1–5 0", "rate, clear"],
    ["F", "favourite"],
    ["S", "what sounds like it"],
    ["C", "comment at the position"],
    ["Enter", "open the detail"],
    ["Del", "move to the trash"],
    ["Esc", "no selection; out of what sounds alike"],
    ["Ctrl Z", "undo"],
    ["Ctrl Shift Z", "redo"],
    ["/", "search"],
  ]);
}

/** Does what a key asks of the list, and keeps the key from anyone else. */
export function press(event, list) {
  if (event.altKey || !(event.ctrlKey || event.metaKey ? withCtrl(event, list) : plain(event, list))) return;
  event.preventDefault();
}

function withCtrl(event, list) {
  const key = event.key.toLowerCase();
  if (key === "a") list.selection.all();
  else if (key === " " && list.asset) list.selection.toggle(list.asset.id);
  else return false;
  return true;
}

function plain(event, list) {
  const to = {
    ArrowDown: list.active + 1,
    ArrowUp: list.active - 1,
    PageDown: list.active + list.pageRows,
    PageUp: list.active - list.pageRows,
    Home: 0,
    End: list.last,
  }[event.key];
  if (to !== undefined) list.moveTo(to, { extend: event.shiftKey });
  else if (event.key === " ") event.repeat || list.play();
  else if (event.key === "Escape") return list.escape();
  else {
    const act = ACTS.get(event.key.length === 1 ? event.key.toLowerCase() : event.key);
    if (!act || event.repeat) return Boolean(act);
    list.tell(...act);
  }
  return true;
}

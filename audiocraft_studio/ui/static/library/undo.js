// What Ctrl Z takes back: the last change of many assets at once.

import { assets } from "../core/assets.js";
import { fmtCount } from "../core/dom.js";
import { player } from "../core/player.js";
import { toast } from "../core/toast.js";

const AT_ONCE = 4;
const KEPT = 20;
const done = [];

/** Remembers how to take something back. */
export function remember(undo) {
  done.push(undo);
  if (done.length > KEPT) done.shift();
}

/** Takes the last thing back. */
export async function undoLast() {
  const undo = done.pop();
  if (!undo) return toast("Nothing to undo", { kind: "info" });
  await undo();
  toast("Taken back");
}

/** Runs `work(one)` over all, a few at a time. The number that went well. */
export async function each(list, work) {
  const waiting = [...list];
  let well = 0;
  const run = async () => {
    while (waiting.length) if (await work(waiting.shift())) well += 1;
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, list.length) }, run));
  return well;
}

/** Changes many assets and offers to undo: change(asset) is the patch, back(asset) the one that takes it back. */
export async function changeAll(list, change, back, said) {
  const well = await each(list, (asset) => assets.patch(asset.id, change(asset)));
  if (!well) return;
  const undo = () => each(list, (asset) => assets.patch(asset.id, back(asset)));
  remember(undo);
  toast(`${fmtCount(well, "asset")} ${said}`, {
    undo: () => {
      done.splice(done.indexOf(undo), 1);
      return undo();
    },
  });
}

/** Moves assets to the trash; Ctrl Z brings them back. */
export async function trashAll(ids) {
  if (player.asset && ids.includes(player.asset.id) && !player.source) player.stop();
  const went = await assets.trash(ids);
  if (went) remember(() => assets.restore(ids));
  return went;
}

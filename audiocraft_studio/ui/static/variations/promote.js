// What becomes of a good cell: approved, longer, by a better model, or more like it.

import { send } from "../core/api.js";
import { attempt } from "../core/attempt.js";
import { fmtDuration } from "../core/dom.js";
import { live } from "../core/live.js";
import { page } from "../core/page.js";
import { toast } from "../core/toast.js";
import { openMenu } from "./menu.js";

/** Opens the menu at the place of the cell. */
export function promote(cell, { anchor, acts, grids }) {
  if (!cell?.asset) return;
  const made = (how) => () => attempt(() => run(how, cell, acts, grids));
  const { duration_s } = cell.asset;
  const approved = cell.asset.review.status === "approved";
  openMenu(anchor, `Promote ${cell.label}`, [
    { text: approved ? "Back to a take" : "Approve", icon: "check", hint: "Stands in the library as it is", run: () => acts.approve(cell) },
    { text: "Make it longer", icon: "extend", hint: `${fmtDuration(2 * duration_s)} instead of ${fmtDuration(duration_s)}`, run: made("longer") },
    { text: "By the next larger model", icon: "chip", hint: "The same recipe, where one is installed", run: made("better") },
    { text: "More like this", icon: "dice", hint: "Eight new seeds of its recipe, as a new grid", run: made("alike") },
  ]);
}

async function run(how, cell, acts, grids) {
  const answer = await send("POST", acts.path(cell, "promote"), { how });
  if (answer.cells) return grids.add(answer);
  toast(`${cell.label} is being made ${how === "longer" ? "longer" : "by a larger model"}`, { kind: "info" });
  const job = await live.end(answer);
  const [id] = job.assets;
  if (!id) return toast(job.error || job.failures?.[0]?.reason || "It was not made.", { kind: "bad" });
  const open = { text: "Show it", run: () => page.send("library", { asset: { id } }) };
  return toast(job.message || `What was made of ${cell.label} is in the library`, { action: open });
}

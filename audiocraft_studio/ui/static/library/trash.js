// The questions that are asked before sounds go: to the trash, where something else rests on them, and for good.

import { send } from "../core/api.js";
import { attempt } from "../core/attempt.js";
import { dialog } from "../core/dialog.js";
import { button, fmtBytes, fmtCount, h } from "../core/dom.js";
import { live } from "../core/live.js";
import { page } from "../core/page.js";
import { toast } from "../core/toast.js";

const SAMPLE_BYTES = 4;
const MOST_WEIGHED = 1000;

/** Whether assets may go to the trash; asks where others were made from them or scenes use them. Throws ApiError. */
export async function sureToTrash(which) {
  const { count, assets, scenes } = await send("POST", "/dependants", which);
  if (!count && !scenes.length) return true;
  const more = count - assets.length;
  const them = which.ids?.length === 1 ? "it" : "them";
  return sure("Move to the trash?", "Move to trash", [
    count > 0 && section(`${fmtCount(count, "sound was", "sounds were")} made from ${them}`, assets, more),
    scenes.length > 0 && section(`${fmtCount(scenes.length, "scene uses", "scenes use")} ${them}`, scenes),
    h("p", { class: "st-2" }, "Nothing breaks now: audio stays until the trash is emptied."),
  ]);
}

/** Asks, then deletes for good what is in the trash of the shown place. */
export async function emptyTrash(results) {
  const project = results.everywhere ? "" : page.project;
  const found = await attempt(() => results.count("trashed:yes", { limit: MOST_WEIGHED }));
  if (!found) return;
  const bytes = found.assets.reduce((sum, one) => sum + one.duration_s * one.sample_rate * one.channels * SAMPLE_BYTES, 0);
  const size = found.total > found.assets.length ? "" : `, about ${fmtBytes(bytes)}`;
  const ok = await sure("Empty the trash?", `Delete ${fmtCount(found.total, "sound")}`, [
    h("p", null, `${fmtCount(found.total, "sound")}${size}, in ${project || "all projects"}. Their audio and everything known of them is deleted.`),
    h("p", { class: "st-2" }, "This cannot be undone."),
  ]);
  if (!ok) return;
  const job = await attempt(async () => live.end(await send("POST", "/trash/empty", { project })));
  const { removed = 0, freed_bytes: freed = 0 } = job?.result || {};
  if (job?.state === "failed") toast(job.error, { kind: "bad" });
  if (removed) toast(`${fmtCount(removed, "sound")} deleted, ${fmtBytes(freed)} free again`);
}

function section(head, list, more = 0) {
  return [
    h("h3", null, head),
    h(
      "ul",
      { class: "lib-named" },
      list.map((one) => h("li", { class: "st-ellipsis" }, one.name)),
      more > 0 && h("li", { class: "st-3" }, `and ${more.toLocaleString("en-US")} more`),
    ),
  ];
}

/** A question that is answered by a button, or with no by closing it. */
function sure(title, yes, content) {
  return new Promise((answer) => {
    let said = false;
    const go = button(yes, { kind: "bad", icon: "trash", onclick: () => close(true) });
    const keep = button("Keep", { onclick: () => close(false) });
    const { element } = dialog(title, h("div", { class: "lib-ask" }, content, h("div", { class: "st-row lib-ask-acts" }, keep, go)));
    const close = (ok) => {
      said = ok;
      element.close();
    };
    element.addEventListener("close", () => answer(said));
    keep.focus();
  });
}

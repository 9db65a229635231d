// Earlier states of the scene: each save keeps what it replaced.

import { get, send } from "../core/api.js";
import { fmtCount, iconButton } from "../core/dom.js";
import { toast } from "../core/toast.js";
import { menu } from "./menu.js";
import { clock } from "./when.js";

/** The button with the menu of versions. */
export function versionsButton(store) {
  const opener = iconButton("reuse", "Versions", { class: "st-btn-quiet" });
  menu(opener, {
    label: "Versions",
    class: "sc-versions",
    items: async () => {
      const found = await store.try(() => get(`/scenes/${store.draft.base.id}/versions`));
      if (!found) return [{ text: "Versions cannot be fetched now", off: "try again", run: () => {} }];
      if (!found.length) return [{ text: "No earlier versions", hint: "each save keeps one", off: "each save keeps one", run: () => {} }];
      return found.map((one) => ({
        text: clock(one.saved_at, { seconds: true }),
        hint: [one.by, fmtCount(one.layers, "layer"), one.name !== store.scene.name && one.name].filter(Boolean).join(", "),
        run: () => restore(store, one),
      }));
    },
  });
  return opener;
}

async function restore(store, { n, saved_at }) {
  const mine = store.draft.dirty;
  const restored = await store.try(() => send("POST", `/scenes/${store.draft.base.id}/versions/${n}/restore`));
  if (!restored) return;
  store.take(restored);
  toast(`The scene is as it was at ${clock(saved_at, { seconds: true })}. What it was before is a version too.`, mine ? { undo: () => store.undo() } : {});
}

// Taking a scene elsewhere: its mix, its stems, its document, what it is in words, a REAPER project.

import { url } from "../core/api.js";
import { button } from "../core/dom.js";
import { player } from "../core/player.js";
import { page } from "../core/page.js";
import { menu } from "./menu.js";

/** The button with the menu of exports. */
export function exportButton(store) {
  const opener = button("Export", { icon: "download" });
  menu(opener, {
    label: "Export",
    class: "sc-exports",
    items: () => {
      const heard = store.scene.layers.some((layer) => layer.asset);
      const saved = (part) => ({ run: () => fetchSaved(store, part) });
      return [
        { text: "Mix", hint: "WAV", off: store.current ? "" : heard ? "render it first" : "no sound yet", ...(store.mix ? { href: player.downloadUrl(store.mix) } : {}) },
        { text: "Stems", hint: "in the library, tag “stem”", off: page.can("library") && heard ? "" : "no sound yet", run: () => store.renderMix({ stems: true }) },
        { text: "Document", hint: "JSON, can be imported again", ...saved("document") },
        { text: "Manifest", hint: "Markdown: layers, sources, licences", ...saved("manifest") },
        { text: "REAPER project", hint: "zip with its sounds", off: heard ? "" : "no sound yet", ...saved("reaper") },
      ];
    },
  });
  return opener;
}

/** What is exported is what is seen: unsaved edits are saved first. */
async function fetchSaved(store, part) {
  if (!(await store.save())) return;
  const link = document.createElement("a");
  link.href = url(`/scenes/${store.scene.id}/${part}`);
  link.download = "";
  link.click();
}

// Taking a scene elsewhere: its mix, its stems, its document, what it is in words, a REAPER project.

import { downloadUrl, send, url } from "../core/api.js";
import { button } from "../core/dom.js";
import { ended, live } from "../core/live.js";
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
        { text: "Mix", hint: "WAV", off: store.current ? "" : heard ? "render it first" : "no sound yet", ...(store.mix ? { href: downloadUrl(store.mix) } : {}) },
        { text: "Stems", hint: "in the library, tag “stem”", off: page.can("library") && heard ? "" : "no sound yet", run: () => store.renderMix({ stems: true }) },
        { text: "Stems (zip)", hint: "with the mix and a manifest", off: store.work.busy("render") ? "being rendered" : heard ? "" : "no sound yet", run: () => fetchStems(store) },
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
  download(`/scenes/${store.scene.id}/${part}`);
}

/** The stems of the last render, where they are what the scene sounds like; else they are rendered first. */
async function fetchStems(store) {
  if (!(await store.save())) return;
  const { id } = store.scene;
  const made = (job) => ended(job) && job.context?.scene === id && job.assets.length > 1 && job.assets[0] === store.mix?.id;
  const there = store.current ? live.jobs().find(made) : null;
  const job = there || (await store.try(async () => live.end(await send("POST", `/scenes/${id}/render`, { stems: true }))));
  if (job?.state === "done") download(`/scenes/${id}/stems?job=${job.id}`);
}

function download(path) {
  const link = document.createElement("a");
  link.href = url(path);
  link.download = "";
  link.click();
}

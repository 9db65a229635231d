// A file dropped anywhere on the page is looked into; several, or a folder, go to the import.

import { h, icon } from "../core/dom.js";
import { page } from "../core/page.js";
import { isMidi, keepMidi, saying } from "../parts/notes.js";
import { dropped, holdsFolder } from "./files.js";

/** Listens on the document; called once by studio.js. What the page takes at a place of its own stays with that place. */
export function watchDrops() {
  const text = h("span", null, "Drop a file to see what it is, several to import them");
  const sign = h("div", { class: "st-drop", hidden: true }, h("div", null, icon("upload"), text));
  const over = (event) => {
    if (!holdsFiles(event)) return;
    sign.hidden = event.defaultPrevented;
    event.preventDefault();
    if (!sign.isConnected) (document.querySelector("dialog[open]") || document.body).append(sign);
  };
  const away = () => {
    sign.hidden = true;
    sign.remove();
  };
  document.addEventListener("dragover", over);
  document.addEventListener("dragleave", (event) => !event.relatedTarget && away());
  document.addEventListener("drop", (event) => {
    away();
    if (!holdsFiles(event) || event.defaultPrevented) return;
    event.preventDefault();
    saying(() => take(event.dataTransfer));
  });
}

function holdsFiles(event) {
  return [...(event.dataTransfer?.types || [])].includes("Files");
}

async function take(transfer) {
  const folder = holdsFolder(transfer);
  const files = await dropped(transfer);
  const busy = document.querySelector("dialog[open] .lib-import-body");
  if (files.length === 1 && isMidi(files[0].file)) {
    const notes = await saying(() => keepMidi(files[0].file));
    if (notes) page.send("notes", { ref: notes.ref }, { tab: "generate" });
  } else if (files.length === 1 && !folder && !busy) {
    const { inspect } = await import("./inspect.js");
    inspect(files[0].file);
  } else if (files.length) {
    const { importing } = await import("./import.js");
    importing.open(files);
  }
}

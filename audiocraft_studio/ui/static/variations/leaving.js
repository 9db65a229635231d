// Where cells go on to: a scene, the plan, a collection, files.

import { bytes, get, send } from "../core/api.js";
import { assets } from "../core/assets.js";
import { attempt } from "../core/attempt.js";
import { dialog } from "../core/dialog.js";
import { button, fmtCount, h } from "../core/dom.js";
import { page } from "../core/page.js";
import { toast } from "../core/toast.js";
import { openMenu } from "./menu.js";

/** Opens the menu for these cells; `picks` are those that were favoured or approved. */
export function sendOn(anchor, grid, cells, picks) {
  const sounds = cells.map((cell) => cell.asset);
  const named = cells.length === 1 ? cells[0].label : fmtCount(cells.length, "cell");
  const several = sounds.length > 1;
  const none = sounds.length ? "" : "Choose a cell with a sound first";
  const to = (target, tab) => () => page.send(target, { asset: sounds[0], all: sounds }, { tab });
  const there = (target, name) => none || (page.can(target) ? "" : `${name} is not part of this page`);
  openMenu(anchor, `Send ${named}`, [
    { text: "To the scene", icon: "mixer", hint: several ? "A layer for each" : "As a layer", run: to("mixer", "scenes"), why: there("mixer", "Scenes") },
    { text: "To the plan", icon: "list", hint: "Its recipe as a definition", run: to("plan"), why: there("plan", "The plan") || (several && "One at a time") },
    { text: "To a collection", icon: "folder", run: () => askCollection(sounds), why: none },
    { text: `Export ${named}`, icon: "download", hint: "WAV files and a table", run: () => attempt(() => exportCells(grid, cells)), why: none },
    {
      text: `Export ${fmtCount(picks.length, "pick")}`,
      icon: "download",
      hint: "Favourites and approved takes",
      run: () => attempt(() => exportCells(grid, picks)),
      why: picks.length ? "" : "Nothing is a favourite or approved yet",
    },
  ]);
}

async function askCollection(sounds) {
  const known = (await attempt(() => get(`/collections?project=${encodeURIComponent(page.project)}`))) || [];
  const list = h("datalist", { id: "var-collections" }, known.map(({ name }) => h("option", { value: name })));
  const placeholder = "New collection, or one that is there";
  const input = h("input", { class: "st-input", "aria-label": "Collection", list: list.id, autocomplete: "off", placeholder });
  const form = h("form", { class: "st-col var-ask" }, input, list, h("div", { class: "st-row" }, button("Add", { kind: "primary", type: "submit" })));
  const asked = dialog(`Add ${fmtCount(sounds.length, "sound")} to a collection`, form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = input.value.trim();
    if (!name) return input.focus();
    asked.close();
    return attempt(() => collect(sounds, name));
  });
  input.focus();
}

async function collect(sounds, name) {
  const { undo, changed, ids } = await send("POST", "/bulk", { ids: sounds.map((asset) => asset.id), change: { add_collections: [name] } });
  assets.changed(ids);
  if (!changed) return toast(`In ${name} already`, { kind: "info" });
  const back = async () => assets.changed((await send("POST", `/bulk/${undo}/undo`)).ids);
  return toast(`${fmtCount(changed, "sound")} in ${name}`, { undo: back });
}

async function exportCells(grid, cells) {
  const body = JSON.stringify({ cells: cells.map((cell) => cell.index) });
  const data = await bytes(`/grids/${grid.id}/export`, { method: "POST", headers: { "Content-Type": "application/json" }, body });
  const href = URL.createObjectURL(new Blob([data], { type: "application/zip" }));
  h("a", { href, download: `${fileName(grid.title)}.zip` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 0);
}

function fileName(title) {
  return title.replace(/[^\p{L}\p{N}]+/gu, " ").trim().replaceAll(" ", "_").slice(0, 60) || "grid";
}

// Bringing in audio files: chosen or dropped, one type for all of them, an answer for each.

import { send } from "../core/api.js";
import { dialog } from "../core/dialog.js";
import { button, fmtBytes, fmtCount, h, icon, put, typeName } from "../core/dom.js";
import { live } from "../core/live.js";
import { page } from "../core/page.js";
import { toast } from "../core/toast.js";

const TYPES = ["sfx", "ambience", "music", "voice", "ui"];
const HINTS = [
  ["ambience", /amb|atmo|room|loop|rain|wind/i],
  ["music", /music|theme|song|bpm/i],
  ["voice", /vo_|voice|line|dialog/i],
  ["ui", /\bui|click|menu/i],
];

/** A button that opens the file dialog. */
export function importButton() {
  const input = h("input", {
    type: "file",
    multiple: true,
    accept: "audio/*,.wav,.flac,.ogg,.mp3,.aif,.aiff",
    hidden: true,
    "aria-label": "Audio files",
  });
  input.addEventListener("change", () => {
    if (input.files.length) ask([...input.files]);
    input.value = "";
  });
  return [
    button("Import", {
      icon: "plus",
      class: "lib-import",
      title: "Bring in audio files; dropping them here does the same",
      onclick: () => input.click(),
    }),
    input,
  ];
}

/** Files dropped on `element` are imported; it shows where they may be dropped. */
export function acceptDrops(element) {
  let depth = 0;
  const sign = h("div", { class: "lib-drop", hidden: true }, h("div", null, icon("upload"), "Drop audio files to import them"));
  element.append(sign);
  const holdsFiles = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
  const over = (step) => (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    depth = Math.max(0, depth + step);
    sign.hidden = depth === 0;
  };
  element.addEventListener("dragenter", over(1));
  element.addEventListener("dragover", over(0));
  element.addEventListener("dragleave", over(-1));
  element.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    depth = 0;
    sign.hidden = true;
    if (event.dataTransfer.files.length) ask([...event.dataTransfer.files]);
  });
}

/** Asks for the type, then sends the files one after the other. */
function ask(files) {
  const guess = HINTS.find(([, hint]) => hint.test(files[0].name))?.[0] || "sfx";
  const type = h(
    "select",
    { class: "st-input", id: "lib-import-type" },
    TYPES.map((one) => h("option", { value: one, selected: one === guess }, typeName(one))),
  );
  const rows = files.map((file) => row(file));
  const go = button(`Import ${fmtCount(files.length, "file")}`, { kind: "primary" });
  const said = h(
    "p",
    { class: "st-small st-2", role: "status" },
    `They go to ${page.project}. Anything that is audio can be read: WAV, FLAC, OGG, MP3, AIFF.`,
  );
  const box = dialog(
    "Import audio",
    h(
      "div",
      { class: "lib-import-body" },
      h("label", { class: "st-label", for: "lib-import-type" }, "Type of the sounds"),
      type,
      h(
        "ul",
        { class: "lib-import-list" },
        rows.map((one) => one.element),
      ),
      said,
      h("div", { class: "st-row" }, go),
    ),
  );
  let left = rows;
  go.addEventListener("click", async () => {
    go.disabled = type.disabled = true;
    const failed = [];
    for (const one of left) if (!(await one.send(type.value))) failed.push(one);
    const well = files.length - failed.length;
    if (!failed.length) {
      box.close();
      return toast(`${fmtCount(well, "file")} imported`);
    }
    left = failed;
    go.disabled = false;
    put(go, `Retry ${failed.length}`);
    said.textContent = `${well} of ${files.length} imported. ${failed.length === 1 ? "One file was" : `${failed.length} files were`} not; the reasons stand beside them.`;
  });
  go.focus();
}

function row(file) {
  const state = h("span", { class: "lib-import-state" });
  const element = h(
    "li",
    null,
    h("span", { class: "st-ellipsis lib-import-name" }, file.name),
    h("span", { class: "st-hint" }, fmtBytes(file.size)),
    state,
  );
  return {
    element,
    async send(type) {
      put(state, h("span", { class: "st-3" }, "reading"));
      try {
        const where = new URLSearchParams({ name: file.name, project: page.project, type });
        live.noteAsset(await send("POST", `/upload?${where}`, file));
        put(state, h("span", { class: "st-ok st-row" }, icon("check"), "imported"));
        return true;
      } catch (error) {
        put(state, h("span", { class: "st-bad" }, error.message));
        return false;
      }
    },
  };
}

// What guides besides the prompt: a melody, notes, or a sound to go on from. Chosen from the library, or a file. Audio
// becomes an asset, notes are kept.

import { send } from "../core/api.js";
import { assets } from "../core/assets.js";
import { absence } from "../core/attempt.js";
import { button, fmtDuration, h, icon, iconButton, put } from "../core/dom.js";
import { popover } from "../core/dialog.js";
import { page } from "../core/page.js";
import { player } from "../core/player.js";
import { toast } from "../core/toast.js";
import { bindWave } from "../core/wave.js";
import { playTune } from "../core/tune.js";
import { MIDI_FILES, isMidi, keepMidi, notesOf, notesText, saying } from "../parts/notes.js";
import { picker } from "../parts/picker.js";
import { desk } from "./desk.js";

const AUDIO_FILES = "audio/*,.wav,.flac,.ogg,.mp3,.aif,.aiff";
const TUNE = "tune:"; // before what stands for notes: only the tune in them (services/guides.py)

const ROLES = [
  {
    key: "melody",
    able: "takes_melody",
    name: "Melody",
    text: "Its pitches lead the music. Of a MIDI file, its tune.",
    none: "takes no melody",
    files: `${AUDIO_FILES},${MIDI_FILES}`,
  },
  {
    key: "notes",
    able: "takes_notes",
    name: "Notes",
    text: "Plays a MIDI file, or music by Sketch. The prompt says in which style: chiptune, jazz, piano …",
    none: "plays no notes",
    files: MIDI_FILES,
    query: "model:sketch type:music",
  },
  {
    key: "continue_from",
    able: "takes_continuation",
    name: "Continue from",
    text: "The result begins with it; the duration counts both.",
    none: "cannot go on from a sound",
    files: AUDIO_FILES,
  },
];

export function mount(element, { props, watch }) {
  const show = () => {
    const value = props.value;
    put(element, ROLES.map((role) => drawRole(role, value, (id) => choose(role, id))));
  };
  const choose = (role, id) => {
    props.value = { ...props.value, [role.key]: id };
    show();
  };
  watch("value", show);
  show();
}

function drawRole(role, value, choose) {
  const able = value[role.able];
  const id = value[role.key];
  const body = h("div", { class: "gen-guide-body" });
  if (id && isNotes(role, id)) drawNotes(body, id, able, value.model, role, choose);
  else if (id) drawChosen(body, id, able, value.model, role, choose);
  else if (able) put(body, chooser(role, choose));
  else put(body, h("p", { class: "st-hint" }, `${value.model} ${role.none}. Pick a model that can.`));
  return h(
    "div",
    { class: "gen-guide" },
    h("div", { class: "st-label" }, h("span", null, role.name), h("span", { class: "st-hint" }, able ? role.text : "")),
    body,
  );
}

async function drawChosen(body, id, able, model, role, choose) {
  const asset = await assets.get(id).catch((error) => ({ error }));
  if (asset.error) {
    put(body, h("p", { class: "st-field-error" }, icon("warn"), `This sound ${absence(asset.error, "is gone")}.`), remove(() => choose(null)));
    return;
  }
  const canvas = h("canvas", { class: "gen-guide-wave" });
  put(
    body,
    h(
      "div",
      { class: "st-row gen-guide-chosen", dataset: { type: asset.type } },
      iconButton("play", `Play ${asset.name}`, { class: "st-btn-quiet", onclick: () => player.play(asset) }),
      h("div", { class: "st-col st-grow" }, h("span", { class: "st-ellipsis" }, asset.name), h("div", { class: "st-bed" }, canvas)),
      h("span", { class: "st-hint" }, fmtDuration(asset.duration_s)),
      remove(() => choose(null)),
    ),
    !able && h("p", { class: "st-field-error" }, icon("warn"), `${model} ${role.none}. Pick another model, or remove the sound.`),
  );
  bindWave(canvas, asset);
}

/** Notes that are played, or whose tune leads. */
async function drawNotes(body, id, able, model, role, choose) {
  const ref = id.replace(TUNE, "");
  const notes = await notesOf(ref).catch((error) => ({ error }));
  const away = remove(() => choose(null));
  if (notes.error) return put(body, h("p", { class: "st-field-error" }, icon("warn"), notes.error.message), away);
  const lead = button("Lead MusicGen with this melody", { icon: "wave", onclick: () => desk.recall("melody", { id: ref }) });
  const name = role.key === "notes" ? notes.name : `The tune of ${notes.name}`;
  return put(
    body,
    h(
      "div",
      { class: "st-row gen-guide-chosen", dataset: { type: "music" } },
      iconButton("play", `Play the tune of ${notes.name}`, { class: "st-btn-quiet", onclick: () => playTune(notes) }),
      h("div", { class: "st-col st-grow" }, h("span", { class: "st-ellipsis", title: name }, name), h("span", { class: "st-hint" }, notesText(notes))),
      away,
    ),
    role.key === "notes" && lead,
    !able && h("p", { class: "st-field-error" }, icon("warn"), `${model} ${role.none}. Pick another model, or remove it.`),
  );
}

function isNotes(role, id) {
  return role.key === "notes" || id.startsWith(TUNE);
}

function remove(onclick) {
  return iconButton("close", "Remove", { class: "st-btn-quiet", onclick });
}

function chooser(role, choose) {
  const pick = button("Choose a sound", { icon: "search" });
  popover(pick, { label: `${role.name}: choose a sound`, class: "gen-picker", fill: (panel, close) => fillPicker(panel, close, role, choose) });
  const file = h("input", { type: "file", accept: role.files, hidden: true, "aria-label": `${role.name}: a file` });
  file.addEventListener("change", () => file.files[0] && upload(file.files[0], role, choose));
  const box = h("div", { class: "st-row gen-drop" }, pick, button("Upload a file", { icon: "upload", onclick: () => file.click() }), file);
  box.addEventListener("dragover", (event) => {
    event.preventDefault();
    box.classList.add("gen-over");
  });
  box.addEventListener("dragleave", () => box.classList.remove("gen-over"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("gen-over");
    const dropped = event.dataTransfer.files[0];
    if (dropped) upload(dropped, role, choose);
  });
  return box;
}

async function upload(file, role, choose) {
  if (role.key === "notes" || (role.key === "melody" && isMidi(file))) return uploadNotes(file, role, choose);
  try {
    const where = new URLSearchParams({ name: file.name.replace(/\.[^.]+$/, ""), project: page.project, type: "music" });
    const asset = await send("POST", `/upload?${where}`, file);
    assets.remember(asset);
    choose(asset.id);
  } catch (error) {
    toast(error.message, { kind: "bad" });
  }
  return null;
}

/** Notes that are to be played come back from the server with the duration that fits them. */
async function uploadNotes(file, role, choose) {
  const notes = await saying(() => keepMidi(file));
  if (notes && role.key === "notes") desk.recall("notes", { id: notes.ref });
  else if (notes) choose(`${TUNE}${notes.ref}`);
}

async function takeNotes(asset) {
  if (await saying(() => notesOf(asset.id))) desk.recall("notes", asset);
}

function fillPicker(panel, close, role, choose) {
  const take = role.key === "notes" ? takeNotes : (asset) => choose(asset.id);
  const found = picker({ project: page.project, onPick: (asset) => (take(asset), close()), placeholder: role.query && `Search: ${role.query}` });
  panel.append(found.element);
  found.focus();
}

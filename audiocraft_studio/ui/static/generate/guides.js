// Audio that guides: a melody, or a sound to go on from. Chosen from the library, or a file that becomes an asset.

import { send } from "../core/api.js";
import { assets } from "../core/assets.js";
import { button, fmtDuration, h, icon, iconButton, put } from "../core/dom.js";
import { popover } from "../core/dialog.js";
import { page } from "../core/page.js";
import { player } from "../core/player.js";
import { toast } from "../core/toast.js";
import { bindWave } from "../core/wave.js";
import { picker } from "../parts/picker.js";

const ROLES = [
  { key: "melody", able: "takes_melody", name: "Melody", text: "Its pitches lead the music.", none: "takes no melody" },
  {
    key: "continue_from",
    able: "takes_continuation",
    name: "Continue from",
    text: "The result begins with it; the duration counts both.",
    none: "cannot go on from a sound",
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
  if (id) drawChosen(body, id, able, value.model, role, choose);
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
  const asset = await assets.get(id).catch(() => null);
  if (!asset) {
    put(body, h("p", { class: "st-field-error" }, icon("warn"), "This sound is gone."), remove(() => choose(null)));
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

function remove(onclick) {
  return iconButton("close", "Remove", { class: "st-btn-quiet", onclick });
}

function chooser(role, choose) {
  const pick = button("Choose a sound", { icon: "search" });
  popover(pick, { label: `${role.name}: choose a sound`, class: "gen-picker", fill: (panel, close) => fillPicker(panel, close, choose) });
  const file = h("input", { type: "file", accept: "audio/*,.wav,.flac,.ogg,.mp3,.aif,.aiff", hidden: true });
  file.addEventListener("change", () => file.files[0] && upload(file.files[0], choose));
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
    if (dropped) upload(dropped, choose);
  });
  return box;
}

async function upload(file, choose) {
  try {
    const where = new URLSearchParams({ name: file.name.replace(/\.[^.]+$/, ""), project: page.project, type: "music" });
    const asset = await send("POST", `/upload?${where}`, file);
    assets.remember(asset);
    choose(asset.id);
  } catch (error) {
    toast(error.message, { kind: "bad" });
  }
}

function fillPicker(panel, close, choose) {
  const found = picker({ project: page.project, onPick: (asset) => (choose(asset.id), close()) });
  panel.append(found.element);
  found.focus();
}

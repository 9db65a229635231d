// Left: the scenes of the project, and the facts of the open one.

import { button, emptyState, h, icon, iconButton, note, put, roving } from "../core/dom.js";
import { areaField, numberField, textField } from "../parts/fields.js";
import { player } from "../core/player.js";
import { importDocument } from "./bring.js";
import { hasDraft } from "./draft.js";
import { buildEnvironment } from "./environments.js";
import { tree } from "./layout.js";

/** {element, update(), rename(id)} */
export function sceneList(store) {
  const list = h("div", { class: "sc-list", role: "listbox", "aria-label": "Scenes" });
  const add = iconButton("plus", "New scene", { class: "st-btn-quiet", onclick: create });
  const bring = iconButton("upload", "Import a scene document", { class: "st-btn-quiet", onclick: () => importDocument(store) });
  const details = facts(store);
  const element = h(
    "div",
    { class: "sc-side" },
    h("div", { class: "sc-side-head" }, h("h3", { class: "st-title" }, "Scenes"), h("span", { class: "st-space" }), bring, add),
    h("div", { class: "sc-list-scroll st-scroll" }, list),
    h("div", { class: "sc-env-open" }, button("New from an environment", { onclick: () => buildEnvironment(store) })),
    details.element,
  );
  const moves = roving(list, () => [...list.querySelectorAll("[role=option]")], { vertical: true });
  let drawn = "";

  async function create() {
    const made = await store.create();
    if (made) rename(made.id);
  }

  function update() {
    const { scenes, unread } = store;
    details.update();
    const key = JSON.stringify([unread?.message, scenes?.map((one) => [one.id, one.name, (one.id === store.scene?.id ? store.scene : one).parent, count(one), unsaved(one)]), store.scene?.id, store.scene?.name]);
    if (key === drawn || list.querySelector("input")) return;
    drawn = key;
    const focused = list.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    if (!scenes && unread) return put(list, note("warn", "The scenes cannot be read", unread.message, [button("Try again", { onclick: () => store.load() })]));
    if (!scenes) return put(list, [1, 2, 3].map(() => h("div", { class: "st-skeleton sc-skeleton" })));
    if (!scenes.length) return put(list, emptyState("No scenes yet", "A scene mixes sounds of the library into a place.", [button("New scene", { icon: "plus", onclick: create })]));
    put(list, tree(scenes.map((one) => (one.id === store.scene?.id ? { ...one, parent: store.scene.parent } : one))).map(item));
    moves.refresh();
    return list.querySelector(`[data-id="${focused}"]`)?.focus();
  }

  const unsaved = (scene) => (scene.id === store.scene?.id ? store.draft.dirty : hasDraft(scene.id));
  const count = (scene) => (scene.id === store.scene?.id ? store.scene : scene).layers.length;

  function item({ scene, depth }) {
    const open = scene.id === store.scene?.id;
    return h(
      "div",
      {
        class: "sc-item",
        role: "option",
        tabindex: open ? 0 : -1,
        "aria-selected": String(open),
        style: { "--depth": depth },
        dataset: { id: scene.id },
        title: "F2 or double click renames, Delete deletes",
        onclick: () => store.open(scene.id),
        ondblclick: () => rename(scene.id),
        onkeydown: (event) => keys(event, scene),
      },
      icon("wave"),
      h("span", { class: "st-ellipsis" }, scene.name),
      unsaved(scene) && h("span", { class: "st-warn sc-unsaved", title: "Unsaved changes" }, "•", h("span", { class: "st-sr" }, "unsaved changes")),
      h("span", { class: "st-space" }),
      h("span", { class: "st-hint" }, count(scene)),
    );
  }

  function keys(event, scene) {
    if (event.target.matches("input")) return;
    if (event.key === "Enter") store.open(scene.id);
    else if (event.key === " ") {
      if (scene.id === store.scene?.id) player.toggle();
      else store.open(scene.id);
    } else if (event.key === "F2") rename(scene.id);
    else if (event.key === "Delete") store.remove(scene.id);
    else return;
    event.preventDefault();
  }

  function rename(id) {
    const row = list.querySelector(`[data-id="${id}"]`);
    const scene = store.scenes.find((one) => one.id === id);
    if (!row || row.querySelector("input")) return;
    const input = h("input", { class: "st-input", type: "text", maxlength: 80, value: scene.name, "aria-label": "Name of the scene" });
    let over = false;
    const end = async (keep) => {
      if (over) return;
      over = true;
      const name = input.value.trim();
      const had = document.activeElement === input;
      input.remove();
      drawn = "";
      update();
      if (had) list.querySelector(`[data-id="${id}"]`)?.focus();
      if (keep && name && name !== scene.name) await store.rename(id, name);
    };
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter") end(true);
      if (event.key === "Escape") end(false);
    });
    input.addEventListener("blur", () => end(true));
    input.addEventListener("click", (event) => event.stopPropagation());
    input.addEventListener("dblclick", (event) => event.stopPropagation());
    put(row, icon("wave"), input);
    input.focus();
    input.select();
  }

  return { element, update, rename, create };
}

function facts(store) {
  const edit = (key, value) => store.edit(`scene ${key}`, (scene) => (scene[key] = value));
  const length = numberField("Length", {
    low: 0, high: 3600, digits: 1, step: 1, empty: 0, placeholder: "as its layers", onCommit: (value) => edit("duration_s", value),
  }); // prettier-ignore
  const loop = h("input", { type: "checkbox", id: "sc-scene-loop", onchange: () => edit("loop", loop.checked) });
  const tags = textField("Tags", { placeholder: "storm, night", onInput: (text) => edit("tags", split(text)) });
  const about = areaField("Description", { rows: 3, onInput: (text) => edit("description", text) });
  const remove = button("Delete scene", { icon: "trash", kind: "quiet", class: "st-btn-small", onclick: () => store.remove(store.scene.id) });
  const element = h(
    "section",
    { class: "sc-facts", "aria-label": "Scene" },
    h("h3", null, "Scene"),
    h("div", { class: "sc-fact-row" }, length.element, h("label", { class: "st-check st-small sc-check", for: "sc-scene-loop" }, loop, "loops")),
    tags.element,
    about.element,
    remove,
  );
  return {
    element,
    update() {
      const { scene, wrong } = store;
      element.hidden = !scene;
      if (!scene) return;
      length.set(scene.duration_s);
      loop.checked = scene.loop;
      if (document.activeElement !== tags.input) tags.input.value = scene.tags.join(", ");
      if (document.activeElement !== about.input) about.input.value = scene.description;
      tags.error(wrong?.field === "Tags" ? wrong.message : "");
      about.error(wrong?.field === "Description" ? wrong.message : "");
    },
  };
}

const split = (text) => text.split(",").map((tag) => tag.trim()).filter(Boolean); // prettier-ignore

// Above the mixer: the name of the scene, whether it is saved and rendered, and what can be done to the whole of it.

import { button, fmtEta, h, put, icon } from "../core/dom.js";
import { ended } from "../core/live.js";

/** {element, update()}; `layerButton` is the button that opens the way to a new layer. */
export function head(store, layerButton) {
  const title = h("h3", { class: "st-title st-ellipsis sc-title" });
  const state = h("span", { class: "st-small st-3 st-ellipsis sc-state", role: "status" });
  const save = button("Save", { onclick: () => store.save(), title: "Ctrl S" });
  const missing = button("", { onclick: () => store.generate() });
  const render = button("Render mix", { kind: "primary", onclick: () => store.renderMix() });
  const work = h("span", { class: "st-row sc-work", hidden: true });
  const element = h("div", { class: "sc-head" }, title, state, h("span", { class: "st-space" }), work, save, layerButton, missing, render);
  const note = h("div", { class: "sc-note", hidden: true });
  let drawn = "";

  return {
    element,
    note,
    update() {
      const { scene, draft } = store;
      element.classList.toggle("sc-none", !scene);
      title.textContent = scene ? scene.name : "No scene";
      state.textContent = scene ? stateText(store) : "";
      state.title = state.textContent;
      for (const one of [save, layerButton, missing, render]) one.hidden = !scene;
      if (!scene) return;
      save.disabled = !draft.dirty;
      save.title = draft.dirty ? "Ctrl S" : "Everything is saved";
      const open = store.missing.filter((layer) => !busy(store.jobs.get(layer.id)));
      missing.hidden = !open.length;
      missing.textContent = `Generate ${open.length} missing`;
      const rendering = busy(store.render);
      const heard = scene.layers.some((layer) => layer.asset);
      render.disabled = rendering || !heard;
      render.title = heard ? "Ctrl Enter" : "No layer has a sound yet: generate the missing ones first";
      work.hidden = !rendering;
      if (rendering !== (drawn === "work")) {
        drawn = rendering ? "work" : "";
        put(work, rendering && [h("span", { class: "st-progress sc-ghost-progress" }, h("i")), h("span", { class: "st-hint" }), button("Cancel", { kind: "quiet", onclick: () => store.cancel(store.render) })]);
      }
      if (rendering) {
        work.querySelector("i").style.width = `${100 * store.render.progress}%`;
        work.querySelector(".st-hint").textContent = store.render.eta_s ? `${fmtEta(store.render.eta_s)} left` : "rendering";
      }
      showRestored(note, store);
    },
  };
}

function showRestored(note, store) {
  const at = store.draft.restored;
  note.hidden = !(at && store.draft.dirty);
  if (note.hidden) return;
  const key = `${store.scene.id}:${at}`;
  if (note.dataset.key === key) return;
  note.dataset.key = key;
  put(
    note,
    h("span", { class: "st-info st-row" }, icon("info")),
    h("span", { role: "status" }, `Unsaved changes from ${clock(at)} were restored.`),
    h("span", { class: "st-space" }),
    button("Save them", { class: "st-btn-small", onclick: () => store.save() }),
    button("Discard", { kind: "quiet", class: "st-btn-small", onclick: () => store.discard() }),
  );
}

const busy = (job) => Boolean(job) && !ended(job);

/** "changed, not rendered since 11:42 · not saved" */
function stateText(store) {
  const saved = store.draft.dirty ? "not saved" : "saved";
  if (!store.mix) return `${saved}, not rendered yet`;
  const at = clock(store.mix.created_at);
  return store.current ? `rendered ${at}, ${saved}` : `changed, not rendered since ${at}, ${saved}`;
}

/** 11:42 for today, with the day before that. */
export function clock(when) {
  const date = new Date(when);
  const time = date.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (date.toDateString() === new Date().toDateString()) return time;
  return `${date.toLocaleDateString("en-GB", { day: "numeric", month: "short" })}, ${time}`;
}

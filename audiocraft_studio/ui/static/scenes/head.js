// Above the mixer: the name of the scene, whether it is saved and rendered, and what can be done to the whole of it.

import { button, fmtEta, h, put, icon } from "../core/dom.js";
import { exportButton } from "./exports.js";
import { versionsButton } from "./versions.js";
import { clock } from "./when.js";

/** {element, update()}; `layerButton` is the button that opens the way to a new layer. */
export function head(store, layerButton) {
  const title = h("h3", { class: "st-title st-ellipsis sc-title" });
  const state = h("span", { class: "st-small st-3 st-ellipsis sc-state", role: "status" });
  const save = button("Save", { onclick: () => store.save(), title: "Ctrl S" });
  const missing = button("", { onclick: () => store.generate() });
  const versions = versionsButton(store);
  const exports = exportButton(store);
  const stems = button("Render with stems", { onclick: () => store.renderMix({ stems: true }), title: "The mix, and a sound for each layer that is heard" });
  const render = button("Render mix", { kind: "primary", onclick: () => store.renderMix() });
  const work = h("span", { class: "st-row sc-work", hidden: true });
  const element = h("div", { class: "sc-head" }, title, state, h("span", { class: "st-space" }), work, versions, save, layerButton, missing, exports, stems, render);
  const note = h("div", { class: "sc-note", hidden: true });

  return {
    element,
    note,
    update() {
      const { scene, draft } = store;
      element.classList.toggle("sc-none", !scene);
      title.textContent = scene ? scene.name : "No scene";
      state.textContent = scene ? stateText(store) : "";
      state.title = state.textContent;
      for (const one of [save, layerButton, missing, versions, exports, stems, render]) one.hidden = !scene;
      if (!scene) return;
      save.disabled = !draft.dirty;
      save.title = draft.dirty ? "Ctrl S" : "Everything is saved";
      const open = store.missing.filter((layer) => !store.work.making(layer));
      missing.hidden = !open.length;
      missing.textContent = `Generate ${open.length} missing`;
      const heard = scene.layers.some((layer) => layer.asset);
      stems.disabled = render.disabled = Boolean(store.work.busy("render")) || !heard;
      render.title = heard ? "Ctrl Enter" : "No layer has a sound yet: generate the missing ones first";
      showWork(work, store);
      showRestored(note, store);
    },
  };
}

const DOING = { render: "rendering", layers: "generating", transition: "joining" };

/** The job that is under way for the scene, with a way to stop it. */
function showWork(element, store) {
  const job = Object.keys(DOING).map((kind) => store.work.busy(kind)).find(Boolean); // prettier-ignore
  element.hidden = !job;
  if (!job) return put(element);
  if (element.dataset.job !== job.id || !element.firstChild) {
    element.dataset.job = job.id;
    const hint = h("span", { class: "st-hint", role: "status" });
    put(element, h("span", { class: "st-progress sc-ghost-progress" }, h("i")), hint, button("Cancel", { kind: "quiet", onclick: () => store.cancel(job) }));
  }
  element.querySelector("i").style.width = `${100 * job.progress}%`;
  const count = job.kind === "layers" && job.total > 1 ? `${job.done} of ${job.total}` : "";
  const left = job.eta_s ? `${fmtEta(job.eta_s)} left` : job.state === "queued" ? "waiting" : count ? "" : DOING[job.kind];
  element.querySelector(".st-hint").textContent = [count, left].filter(Boolean).join(", ");
  return undefined;
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

/** "changed, not rendered since 11:42 · not saved" */
function stateText(store) {
  const saved = store.draft.dirty ? "not saved" : "saved";
  if (!store.mix) return `${saved}, not rendered yet`;
  const at = clock(store.mix.created_at);
  return store.current ? `rendered ${at}, ${saved}` : `changed, not rendered since ${at}, ${saved}`;
}

// The Scenes tab.

import { button, emptyState, h, iconButton, isTyping } from "../core/dom.js";
import { player } from "../core/player.js";
import { page } from "../core/page.js";
import { toast } from "../core/toast.js";
import { addButton } from "./add.js";
import { clipPanel } from "./clip.js";
import { effectsPanel } from "./effectspanel.js";
import { head } from "./head.js";
import { soundsOf } from "./levels.js";
import { sceneList } from "./list.js";
import { mixer } from "./mixer.js";
import { narrationPanel } from "./narration.js";
import { panel } from "./panel.js";
import { Playback } from "./playback.js";
import { scatterPanel } from "./scatter.js";
import { Store } from "./store.js";
import { transitionsPanel } from "./transitions.js";

const RATE = 44100; // of the mix's measured loudness

export function mount(element) {
  const store = new Store();
  const playback = new Playback(() => update());
  const add = addButton(store, (id) => (update(), desk.focusLayer(id)));
  const top = head(store, add);
  const list = sceneList(store);
  const under = panel([
    ["Clip", clipPanel(store)],
    ["Effects", effectsPanel(store)],
    ["Scatter", scatterPanel(store, playback.times)],
    ["Narration", narrationPanel(store, playback)],
    ["Transitions", transitionsPanel(store)],
  ]);
  const place = h("div");
  const none = h("div", { hidden: true }, emptyState("No scene is open", "A scene mixes sounds into a place: rain on the roof, the sea below, a storm that is still far.", [button("New scene", { icon: "plus", onclick: () => list.create() })]));
  const left = h("aside", { class: "sc-left", "aria-label": "Scenes of the project" }, list.element);
  const drawer = iconButton("list", "Scenes", { class: "sc-drawer", "aria-expanded": "false", onclick: () => drawer.setAttribute("aria-expanded", String(left.classList.toggle("sc-open"))) });
  top.element.prepend(drawer);
  element.append(
    h("div", { class: "sc-tab st-tab" }, h("h2", { class: "st-sr" }, "Scenes"), left, h("section", { class: "sc-work-pane", "aria-label": "Mixer" }, top.element, top.note, place, under.element, none)),
  );
  const desk = mixer(place, store, playback, { addLayer: () => add.click() });
  let fetched = "";
  let taken = null; // the stored scene whose times are known

  function update() {
    if (store.draft && taken !== store.draft.base) playback.times.take((taken = store.draft.base));
    playback.asset = store.current ? store.mix : null;
    playback.update(store.scene);
    list.update();
    top.update();
    place.hidden = under.element.hidden = !store.scene;
    none.hidden = Boolean(store.scene) || !store.scenes;
    desk.update();
    under.update();
    fetchAhead();
  }

  /** The sounds of the scene are here before a hand touches a fader. */
  async function fetchAhead() {
    const key = (store.scene?.layers || []).flatMap(soundsOf).join();
    if (key === fetched || !store.scene) return;
    fetched = key;
    await playback.prepare(RATE);
    if (key === fetched) desk.update();
  }

  for (const event of ["list", "scene", "edit", "work"]) store.addEventListener(event, update);
  /** Nothing was left standing in the transport: Space plays the scene. */
  const arrive = () => page.tab === "scenes" && !player.position && desk.use();
  store.addEventListener("scene", arrive);
  document.addEventListener("keydown", (event) => keys(event, store));
  page.onTab((tab) => {
    if (tab !== "scenes") {
      if (!playback.playing()) player.release(playback); // what nobody hears is not in the way elsewhere
      return store.draft?.keep();
    }
    if (store.unread) store.load();
    fetched = ""; // what could not be fetched before may come now
    update();
    return arrive();
  });
  page.receive("mixer", ({ asset, all = [asset] }) => receive(store, all));
  globalThis.studio.mixer = {
    store,
    playback,
    renderOffline: (sampleRate) => playback.renderOffline(sampleRate),
    levels: (layer) => playback.levels(layer),
  };
  update();
  store.load();
}

function keys(event, store) {
  if (page.tab !== "scenes" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === "s") {
    event.preventDefault();
    document.activeElement?.dispatchEvent(new Event("change", { bubbles: true })); // a number that is still being typed
    store.save();
  } else if (!isTyping(event.target) && (key === "z" || key === "y")) {
    event.preventDefault();
    if (key === "y" || event.shiftKey) store.redo();
    else store.undo();
  }
}

/** A sound sent from another tab becomes a layer of the open scene, or of a new one. */
async function receive(store, all) {
  if (!store.scenes) await store.load();
  if (!store.scenes) return; // it was told why
  if (!store.scene && !(await store.create())) return;
  const ids = all.map((asset) => store.addAsset(asset));
  const said = all.length === 1 ? `${all[0].name} is a layer` : `${all.length} sounds are layers`;
  toast(`${said} of ${store.scene.name} now`, { undo: () => ids.forEach((id) => store.takeOut(id)) });
}

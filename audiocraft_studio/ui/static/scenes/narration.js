// The Narration tab: a voice over the scene, recorded or read by a speech program, and what makes room for it.

import { send } from "../core/api.js";
import { button, fmtDuration, h } from "../core/dom.js";
import { toast } from "../core/toast.js";
import { numberField } from "../parts/fields.js";
import { pickButton } from "./add.js";
import { spokenText } from "./speech.js";

/** {element, update()}; `playback` knows where the scene stands. */
export function narrationPanel(store, playback) {
  const wanted = { at_s: 0, duck_db: 9, attack_s: 0.2, release_s: 0.8 };
  const field = (key, label, options) => numberField(label, { ...options, onCommit: (value) => (wanted[key] = value) });
  const fields = {
    at_s: field("at_s", "Begins at", { high: 3600, digits: 2 }),
    duck_db: field("duck_db", "The rest goes down by", { high: 40, digits: 1, step: 1, unit: "dB" }),
    attack_s: field("attack_s", "Down within", { low: 0.01, high: 10 }),
    release_s: field("release_s", "Up again within", { low: 0.01, high: 20 }),
  };
  const ways = { "A recording": recording(update), "Speak this text": spokenText(update) };
  let way = "A recording";
  const choices = Object.keys(ways).map((name) => h("button", { type: "button", class: "st-btn", role: "radio", onclick: () => choose(name) }, name));
  const here = button("From the playhead", { kind: "quiet", class: "st-btn-small", onclick: () => fields.at_s.set((wanted.at_s = Math.round(playback.position() * 100) / 100), true) });
  const lay = button("Lay it in", { onclick: work });
  const element = h(
    "div",
    { class: "sc-clip-body" },
    h("div", { class: "st-row" }, h("div", { class: "st-segments", role: "radiogroup", "aria-label": "Where the voice comes from" }, choices), h("span", { class: "st-space" }), here, lay),
    Object.values(ways).map((one) => one.element),
    h("div", { class: "sc-five" }, Object.values(fields).map((one) => one.element)),
    h("p", { class: "st-small st-3" }, "The voice becomes a layer. Music and ambience get weight points that go down where it speaks."),
  );
  for (const [key, one] of Object.entries(fields)) one.set(wanted[key]);

  function choose(name) {
    way = name;
    ways[way].open?.();
    update();
  }

  async function work() {
    if (!(await store.save())) return;
    lay.disabled = true;
    const asset = await store.try(() => ways[way].voice());
    const made = asset && (await store.try(() => send("POST", `/scenes/${store.scene.id}/narration`, { ...wanted, asset: asset.id })));
    update();
    if (!made) return;
    store.take(made);
    store.select(made.layers.at(-1).id);
    toast(`“${asset.name}” speaks at ${fmtDuration(wanted.at_s)}.`, { undo: () => store.undo() });
  }

  function update() {
    choices.forEach((one) => one.setAttribute("aria-checked", String(one.textContent === way)));
    for (const [name, one] of Object.entries(ways)) one.element.hidden = name !== way;
    lay.disabled = !store.scene || !ways[way].ready();
  }

  return { element, update };
}

/** A voice of the library. */
function recording(changed) {
  let asset = null;
  const name = h("span", { class: "st-small st-ellipsis" }, "no voice yet");
  const pick = pickButton("Pick a voice", (picked) => {
    asset = picked;
    name.textContent = `${asset.name}, ${fmtDuration(asset.duration_s)}`;
    changed();
  });
  return { element: h("div", { class: "st-row" }, pick, name), ready: () => Boolean(asset), voice: async () => asset };
}

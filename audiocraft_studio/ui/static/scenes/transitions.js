// The Transitions tab: which scenes this one goes over into, how, and how that sounds. And the picture of all scenes.

import { send } from "../core/api.js";
import { assets } from "../core/assets.js";
import { arrange, button, h, iconButton } from "../core/dom.js";
import { live } from "../core/live.js";
import { player } from "../core/player.js";
import { toast } from "../core/toast.js";
import { numberField, selectField } from "../parts/fields.js";
import { sceneGraph } from "./picture.js";

const CURVES = [["equal_power", "Equal power"], ["linear", "Linear"]]; // prettier-ignore
const AROUND_S = 3; // what a preview has of either scene besides the transition

/** {element, update()} */
export function transitionsPanel(store) {
  const parent = selectField("Belongs to", { onInput: (id) => store.edit("parent", (scene) => (scene.parent = id || null)) });
  const list = h("div", { class: "sc-transitions" });
  const add = button("Transition", { icon: "plus", class: "st-btn-small", onclick: () => change((all) => all.push({ to: fresh(all).id, seconds: 4, curve: "equal_power" })) });
  const picture = sceneGraph(store);
  const element = h("div", { class: "sc-clip-body sc-trans-body" }, h("div", { class: "sc-trans-form" }, parent.element, list, add), picture.element);
  const rows = [];

  const others = () => (store.scenes || []).filter((one) => one.id !== store.scene.id);
  const fresh = (all) => others().find((one) => !all.some(({ to }) => to === one.id)) || others()[0];
  const change = (how, key = null) => store.edit(key, (scene) => how((scene.transitions ||= [])));

  function row(at) {
    const to = selectField("To", { onInput: (id) => change((all) => (all[at].to = id)) });
    const seconds = numberField("Takes", { low: 0, high: 60, digits: 1, step: 0.5, onCommit: (value) => change((all) => (all[at].seconds = value), `transition ${at}`) });
    const curve = selectField("Curve", { choices: CURVES, onInput: (value) => change((all) => (all[at].curve = value)) });
    const hear = button("Preview", { icon: "play", onclick: () => preview(store, store.scene.transitions[at], hear) });
    const remove = iconButton("close", "Take this transition away", { class: "st-btn-quiet", onclick: () => change((all) => all.splice(at, 1)) });
    return { element: h("div", { class: "sc-transition" }, to.element, seconds.element, curve.element, hear, remove), to, seconds, curve, hear };
  }

  return {
    element,
    update() {
      const { scene } = store;
      if (!scene) return;
      parent.choose([["", "No other scene"], ...others().filter((one) => !isBelow(one, scene, store.scenes)).map((one) => [one.id, one.name])]); // prettier-ignore
      parent.set(scene.parent || "");
      const all = scene.transitions || [];
      add.disabled = !others().length;
      add.title = others().length ? "" : "There is no other scene to go to yet";
      while (rows.length < all.length) rows.push(row(rows.length));
      arrange(list, rows.slice(0, all.length).map((one) => one.element)); // prettier-ignore
      all.forEach((one, i) => {
        rows[i].to.choose(others().map((other) => [other.id, other.name]));
        rows[i].to.set(one.to);
        rows[i].seconds.set(one.seconds);
        rows[i].curve.set(one.curve);
        rows[i].hear.disabled = Boolean(store.work.busy("transition"));
      });
      picture.update();
    },
  };
}

/** Whether a scene belongs to `top`, at whatever depth. */
function isBelow(scene, top, all) {
  const parent = all.find((one) => one.id === scene.parent);
  return Boolean(parent) && (parent.id === top.id || isBelow(parent, top, all));
}

/** Joins the two scenes on the server and plays what came out. */
async function preview(store, { to, seconds, curve }, opener) {
  if (!(await store.save())) return;
  opener.disabled = true;
  await store.try(async () => {
    const around = { tail_s: AROUND_S, head_s: AROUND_S };
    const job = await live.end(await send("POST", "/transitions", { from: store.scene.id, to, seconds, curve, ...around }));
    if (job.state === "done") {
      const made = await assets.get(job.assets[0]);
      if (made.notes.length) toast(`${made.notes.join(". ")}.`, { kind: "warn" });
      await player.play(made);
    } else if (job.state === "failed") toast(`The transition was not made. ${job.error || job.failures[0]?.reason || ""}`, { kind: "bad" });
  });
  opener.disabled = false;
}

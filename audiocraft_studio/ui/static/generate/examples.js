// Prompt examples: a click lets one hear (Sketch makes it on the spot, once), Enter takes it into the form.

import { send } from "../core/api.js";
import { assets } from "../core/assets.js";
import { h, icon, put, roving } from "../core/dom.js";
import { describeKeys } from "../core/keys.js";
import { ended, live } from "../core/live.js";
import { player } from "../core/player.js";
import { EXAMPLES } from "../core/projects.js";
import { toast } from "../core/toast.js";
import { foldHint } from "./folds.js";
import { store } from "../core/store.js";

const CATEGORY_KEY = "studio.generate.category";

export function mount(element, { props }) {
  const groups = props.examples;
  const tabs = h("div", { class: "gen-categories", role: "tablist", "aria-label": "Categories" });
  const list = h("div", { class: "gen-examples", role: "tabpanel" });
  const show = (chosen) => {
    store.set(CATEGORY_KEY, chosen);
    for (const tab of tabs.children) tab.setAttribute("aria-selected", String(tab.textContent === chosen));
    list.setAttribute("aria-label", chosen);
    put(list, groups.find((one) => one.category === chosen).examples.map(row));
    moves.refresh();
  };
  for (const group of groups) {
    tabs.append(h("button", { type: "button", role: "tab", class: "st-chip", onclick: () => show(group.category) }, group.category));
  }
  roving(tabs, () => [...tabs.children], { onMove: (tab) => show(tab.textContent) });
  const moves = roving(list, () => [...list.children], { columns: () => 2 });
  element.append(tabs, list);
  const kept = store.get(CATEGORY_KEY);
  show(groups.some((one) => one.category === kept) ? kept : groups[0].category);
  foldHint("gen-examples", "click to hear, Enter to use");
  describeKeys("Prompt examples", [["← →", "move"], ["Enter", "use the prompt"], ["Space", "hear it"]]);
}

function row(example) {
  const made = h(
    "button",
    { type: "button", class: "gen-example", title: example.prompt, onclick: () => hear(example, made) },
    h("span", { class: "gen-example-icon" }, icon("play")),
    h("span", { class: "st-ellipsis" }, example.name),
  );
  made.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      document.dispatchEvent(new CustomEvent("studio:use", { detail: example }));
    }
  });
  made.addEventListener("dblclick", () => document.dispatchEvent(new CustomEvent("studio:use", { detail: example })));
  return made;
}

async function hear(example, made) {
  const known = player.asset?.recipe?.prompt === example.prompt && player.asset.project === EXAMPLES;
  if (known && player.playing) return player.pause();
  made.setAttribute("aria-busy", "true");
  try {
    const asset = await sound(example);
    await player.play(asset);
  } catch (error) {
    toast(error.message, { kind: "bad" });
  } finally {
    made.removeAttribute("aria-busy");
  }
}

const made = new Map();

/** The example's sound: from the library where it was made before, else made now. */
async function sound(example) {
  if (made.has(example.prompt)) return made.get(example.prompt);
  const found = await assets.search({ project: EXAMPLES, limit: 200 });
  for (const asset of found.assets) made.set(asset.recipe.prompt, asset);
  if (made.has(example.prompt)) return made.get(example.prompt);
  const job = await send("POST", "/generate", {
    prompt: example.prompt,
    type: example.type,
    model: "sketch",
    duration_s: example.duration_s,
    seed: example.seed,
    count: 1,
    project: EXAMPLES,
    tags: ["example"],
    params: {},
  });
  const asset = await assets.get(await firstAsset(job));
  made.set(example.prompt, asset);
  return asset;
}

function firstAsset(job) {
  return new Promise((done, fail) => {
    const hear = (now) => {
      if (now.id !== job.id) return;
      if (now.assets.length) done(now.assets[0]);
      else if (ended(now)) fail(new Error(now.error || now.failures?.[0]?.reason || "The example could not be made."));
      else return;
      stop();
    };
    const stop = live.onJob(hear);
    live.note(job);
    hear(live.job(job.id));
  });
}

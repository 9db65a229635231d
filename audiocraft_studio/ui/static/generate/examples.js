// Prompt examples: a click lets one hear (Sketch makes it on the spot), Enter takes it into the form, the button beside
// it does so for a model.

import { h, icon, put, roving } from "../core/dom.js";
import { describeKeys } from "../core/keys.js";
import { knownModels, models } from "../core/models.js";
import { toast } from "../core/toast.js";
import { foldHint } from "./folds.js";
import { modelMenu } from "./modelmenu.js";
import { hearSketch } from "./sketchsound.js";
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
  const moves = roving(list, () => [...list.querySelectorAll("button")], { columns: () => 4 });
  element.append(tabs, list);
  const kept = store.get(CATEGORY_KEY);
  show(groups.some((one) => one.category === kept) ? kept : groups[0].category);
  foldHint("gen-examples", "click to hear, Enter to use");
  describeKeys("Prompt examples", [
    ["← → ↑ ↓", "move"],
    ["Enter", "use the prompt, or open its models"],
    ["Space", "hear it"],
  ]);
  if (!knownModels()) models().catch(() => {}); // asked now, so that the menu opens at once
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
      use(example);
    }
  });
  made.addEventListener("dblclick", () => use(example));
  const onPick = (model) => use({ ...example, model: model.id });
  return h("div", { class: "gen-example-row" }, made, modelMenu(example, onPick));
}

function use(example) {
  document.dispatchEvent(new CustomEvent("studio:use", { detail: example }));
}

async function hear(example, made) {
  const { name, type, prompt, duration_s, seed } = example;
  made.setAttribute("aria-busy", "true");
  try {
    await hearSketch({ name, type, prompt, params: {}, duration_s, seed });
  } catch (error) {
    toast(error.message, { kind: "bad" });
  } finally {
    made.removeAttribute("aria-busy");
  }
}

// The ways to compute a loaded model: how fast each is here, how far from the exact one, which is used, and the choice.

import { send } from "../core/api.js";
import { fmtNumber, h, icon } from "../core/dom.js";
import { refreshModels } from "../core/models.js";
import { toast } from "../core/toast.js";

const STEPS_A_SECOND = 50; // of sound
const AUTO = "auto";

/** What stands below a model that can be computed in several ways; null for others. */
export function modesPart(model) {
  const modes = model.modes;
  if (!modes) return null;
  const measured = modes.standings.filter((one) => one.steps_per_s > 0);
  if (modes.standings.length < 2) return measured.length > 0 && h("div", { class: "st-modes st-hint" }, `${measured[0].label}: ${speed(measured[0])}`);
  return h(
    "fieldset",
    { class: "st-modes" },
    h("legend", { class: "st-sr" }, `How ${model.name} is computed`),
    h(
      "table",
      null,
      h("thead", null, h("tr", null, ["Computed in", "Steps/s", "Real time", "Error", "Top 10"].map((text, i) => h("th", { scope: "col", title: TITLES[i] }, text)))),
      h("tbody", null, automatic(model), modes.standings.map((mode) => row(model, mode))),
    ),
    h("p", { class: "st-hint", role: "status" }, usedWords(modes)),
  );
}

const TITLES = [
  null,
  "Steps of the decoder in a second, for one prompt",
  "50 steps make a second of sound",
  "Mean distance of the logits from the exact ones, over their spread",
  "Share of the ten likeliest tokens that are the same as the exact ones",
];

/** "8-bit weights is used: the fastest that is near enough." */
function usedWords({ standings, used, chosen, fixed }) {
  const label = standings.find((one) => one.name === used)?.label ?? used;
  const why = fixed ? "set when the studio was started" : chosen ? "your choice" : "the fastest that is near enough to exact";
  return `In use: ${label}, ${why}.`;
}

function speed({ steps_per_s: steps }) {
  return `${stepsWords(steps)} steps/s, ${realTime(steps)} real time`;
}

function stepsWords(steps) {
  return fmtNumber(steps, steps < 100 ? 1 : 0);
}

function realTime(steps) {
  const times = steps / STEPS_A_SECOND;
  return `${fmtNumber(times, times < 10 ? 2 : 0)}×`;
}

function automatic(model) {
  const { chosen, fixed } = model.modes;
  return h("tr", null, h("td", { colspan: 5 }, choice(model, AUTO, "Automatic", !chosen && !fixed, fixed)));
}

function row(model, mode) {
  const { used, chosen, standings, fixed } = model.modes;
  const exact = mode === standings[0];
  const head = choice(model, mode.name, mode.label, chosen === mode.name, fixed || Boolean(mode.reason), mode.name === used);
  if (mode.reason) return h("tr", { class: "st-mode-off" }, h("td", { colspan: 5 }, head, h("div", { class: "st-hint" }, mode.reason)));
  if (!mode.steps_per_s) return h("tr", null, h("td", null, head), h("td", { colspan: 4, class: "st-hint" }, "not measured"));
  const far = !mode.passed && h("div", { class: "st-hint" }, "Too far from exact to be used by itself.");
  return h(
    "tr",
    { "aria-current": mode.name === used ? "true" : null },
    h("td", null, head, far),
    h("td", null, stepsWords(mode.steps_per_s)),
    h("td", null, realTime(mode.steps_per_s)),
    h("td", null, exact ? "none" : `${fmtNumber(100 * mode.error)} %`),
    h("td", null, exact ? "" : `${fmtNumber(100 * mode.overlap, 0)} %`),
  );
}

function choice(model, name, label, checked, disabled, used = false) {
  const title = model.modes.fixed ? "The studio was started with a fixed precision" : null;
  return h(
    "label",
    { class: "st-check", title },
    h("input", {
      type: "radio",
      name: `mode of ${model.id}`,
      value: name,
      checked,
      disabled,
      dataset: { keep: `${model.id} ${name}` },
      onchange: () => choose(model, name),
    }),
    h("span", null, label),
    used && h("span", { class: "st-ok", title: "In use" }, icon("check", { size: 12 }), h("span", { class: "st-sr" }, "in use")),
  );
}

async function choose(model, mode) {
  try {
    await send("POST", "/models/precision", { id: model.id, mode });
  } catch (error) {
    toast(error.message, { kind: "bad" });
  }
  await refreshModels().catch(() => {});
}

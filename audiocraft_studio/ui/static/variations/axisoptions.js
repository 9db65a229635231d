// What an axis may vary, for the model and the prompt in the form, and how its values are written.

import { fitting } from "../core/models.js";

const VARIABLE = /\{([^{}]+)\}/g;

/** [{what, text, hint, start}]: `start` are values to begin with, `hint` how values are written. */
export function axisOptions({ all, info, type, prompt }) {
  const models = fitting(all, type).filter((model) => model.state !== "needs download");
  const words = prompt.trim().split(/[\s,]+/).filter(Boolean);
  const looked = words.at(-1) || "rain";
  return [
    ...(info?.params || []).map(paramOption),
    { what: "replace", text: "Prompt search and replace", start: "", hint: `${looked}, and what to put in its place: ${looked}, …` },
    ...variablesOf(prompt).map((name) => ({
      what: `variable:${name}`,
      text: `{${name}}`,
      start: "",
      hint: `values of {${name}}, with commas between`,
    })),
    { what: "seed", text: "Seed", start: "1-4", hint: "1-4, or 7, 15, 23" },
    { what: "duration", text: "Duration", start: "", hint: "2, 4, 8 seconds" },
    { what: "model", text: "Model", start: models.map((model) => model.name).join(", "), hint: "names of models, with commas between" },
  ];
}

function paramOption({ name, label, kind, minimum, maximum, choices }) {
  const what = `param:${name}`;
  if (kind === "bool") return { what, text: label, start: "off, on", hint: "off, on" };
  if (kind === "choice") return { what, text: label, start: choices.join(", "), hint: "names, with commas between" };
  return { what, text: label, start: "", hint: `${minimum}-${maximum} [5], 0.7-1.3 (+0.2) or a list` };
}

function variablesOf(prompt) {
  return [...new Set([...prompt.matchAll(VARIABLE)].map(([, name]) => name.trim()))];
}

// Under the prompt while the model is Sketch: what it understood, what can be turned on it, and how it sounds.

import { send } from "../core/api.js";
import { button, h, icon, iconButton, put } from "../core/dom.js";
import { describeKeys } from "../core/keys.js";
import { store } from "../core/store.js";
import { toast } from "../core/toast.js";
import { desk } from "./desk.js";
import { knobRow } from "./knobs.js";
import { LONGEST_S, hearSketch } from "./sketchsound.js";
import { turned } from "./turned.js";

const PATIENCE_MS = 120;
const OPEN_KEY = "studio.generate.knobs";

export function mount(element, { props, trigger }) {
  const field = document.querySelector("#gen-prompt textarea");
  const lines = h("ul", { class: "gen-reading-lines", "aria-label": "What Sketch understands" });
  const knobs = knobRow((knob, value) => {
    turned.set(knob.name, value, knob.default);
    pass();
    draw();
  });
  const pass = () => {
    const params = turned.next();
    if (params) trigger("turn", { params });
  };
  const opener = iconButton("mixer", "Turn what was understood", { class: "st-btn-quiet st-btn-small", "aria-expanded": "false" });
  const listen = button("Hear", { class: "st-btn-small", icon: "play", title: "Hear the sketch (Alt Enter); it is kept nowhere" });
  const box = h(
    "section",
    { class: "gen-reading", "aria-label": "Sketch", hidden: true },
    h("div", { class: "gen-reading-row" }, lines, h("div", { class: "gen-reading-act" }, opener, listen)),
    knobs.element,
  );
  element.append(box);
  const form = () => globalThis.studio.form?.now() || {};
  let known = null; // the last answer
  const draw = () => {
    put(lines, known ? saidLines(known, (prompt) => write(field, prompt)) : []);
    const all = able(known, props.order);
    opener.hidden = listen.hidden = !known?.sources.length;
    knobs.element.hidden = !all.length || store.get(OPEN_KEY) !== "open";
    opener.setAttribute("aria-expanded", String(!knobs.element.hidden));
    if (all.length) knobs.show(all, form().params || {});
  };
  opener.addEventListener("click", () => {
    store.set(OPEN_KEY, store.get(OPEN_KEY) === "open" ? "" : "open");
    draw();
  });
  const hear = () => listenTo(form(), field.value).catch((error) => toast(error.message, { kind: "bad" }));
  listen.addEventListener("click", hear);
  document.querySelector(".gen-form").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.altKey || box.hidden || listen.hidden) return;
    event.preventDefault();
    hear();
  });
  const ask = asking((answer) => {
    known = answer;
    draw();
  });
  const look = () => {
    pass();
    box.hidden = form().model !== props.model;
    if (box.hidden) return;
    ask({ prompt: field.value, type: form().type });
    if (known) draw();
  };
  field.addEventListener("input", look);
  document.addEventListener("studio:form", look);
  describeKeys("Sketch", [["Alt Enter", "hear what the prompt says, without keeping it"]]);
}

/** A function that asks for a reading once the typing rests; the last question's answer is told. */
function asking(onAnswer) {
  let asked = "";
  let waiting = 0;
  let running = null;
  return (question) => {
    const text = JSON.stringify(question);
    if (text === asked) return;
    const first = asked === "";
    asked = text;
    clearTimeout(waiting);
    running?.abort();
    waiting = setTimeout(async () => {
      running = new AbortController();
      try {
        onAnswer(await send("POST", "/sketch/reading", question, { signal: running.signal }));
      } catch (error) {
        if (error.name !== "AbortError") asked = ""; // asked again at the next change
      }
    }, first ? 0 : PATIENCE_MS);
  };
}

async function listenTo(form, prompt) {
  const seed = form.seed ?? desk.current?.recipe?.seed;
  await hearSketch({
    name: prompt,
    type: form.type,
    prompt,
    params: form.params || {},
    duration_s: Math.min(LONGEST_S, form.duration_s || 8),
    seed: Number.isInteger(seed) ? seed : 1,
  });
}

/** The knobs of all sources, each once, in `order`. */
function able(answer, order) {
  const found = new Map((answer?.sources || []).flatMap((source) => source.knobs.map((knob) => [knob.name, knob])));
  return order.filter((name) => found.has(name)).map((name) => found.get(name));
}

function saidLines({ sources, ignored, left_out: without, beyond, suggestions }, onUse) {
  return [
    ...sources.map(sourceLine),
    sources.length === 0 && suggestions.length > 0 && suggestionLine(suggestions, onUse),
    ignored.length > 0 && h("li", { class: "gen-ignored" }, h("span", { class: "st-3" }, "ignored "), h("s", null, ignored.join(" "))),
    without.length > 0 && h("li", { class: "st-3" }, `without ${without.join(", ")}`),
    beyond.length > 0 && h("li", { class: "st-warn" }, `Not possible: ${beyond.join(", ")}`),
  ].filter(Boolean);
}

function sourceLine({ family, gain_db: gain, labels }) {
  const telling = labels.filter((one) => one.says !== family);
  const words = telling.map((one) => `${one.text} → ${one.says}`);
  if (gain) words.push(`${gain > 0 ? "+" : "−"}${Math.abs(gain)} dB`);
  const text = [family, ...words].join(" · ");
  return h(
    "li",
    { title: text },
    h("strong", null, family),
    telling.map((one) => [" · ", h("span", null, one.text), h("span", { class: "st-3" }, ` → ${one.says}`)]),
    gain ? h("span", { class: "st-3" }, ` · ${words.at(-1)}`) : null,
  );
}

function suggestionLine(suggestions, onUse) {
  return h(
    "li",
    { class: "gen-suggestions" },
    h("span", { class: "st-2" }, icon("info"), "Sketch knows no sound in this. It knows, for example:"),
    suggestions.map((prompt) => h("button", { type: "button", class: "st-chip", onclick: () => onUse(prompt) }, prompt)),
  );
}

function write(field, text) {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

// A text that a speech program of the server reads: who reads it, and how fast.

import { get, send } from "../core/api.js";
import { h } from "../core/dom.js";
import { page } from "../core/page.js";
import { areaField, numberField, selectField } from "../parts/fields.js";

/** {element, open(), ready(), voice()}: `changed()` hears when it becomes ready or not, `voice()` has the text spoken. */
export function spokenText(changed) {
  const wanted = { text: "", voice: "en-gb", words_per_minute: 160 };
  let speakers = null;
  const text = areaField("Text", {
    placeholder: "The rain has stopped. Somebody opens a window.",
    maxlength: 5000,
    onInput: (value) => {
      wanted.text = value;
      changed();
    },
  });
  const voice = selectField("Voice", { onInput: (value) => (wanted.voice = value) });
  const speed = numberField("Speed", { low: 80, high: 450, digits: 0, step: 10, unit: "words a minute", onCommit: (value) => (wanted.words_per_minute = value) });
  const who = h("p", { class: "st-small st-3", role: "status" });
  speed.set(wanted.words_per_minute);

  async function open() {
    if (speakers?.program) return;
    speakers = await get("/speech").catch((error) => ({ program: "", voices: [], missing: error.message }));
    voice.choose(speakers.voices.map((one) => [one.id, one.name]));
    voice.set(speakers.program ? wanted.voice : "");
    for (const one of [text, voice, speed]) one.input.disabled = !speakers.program;
    who.textContent = speakers.program ? `Synthetic voice, ${speakers.program}` : speakers.missing;
    changed();
  }

  return {
    element: h("div", { class: "sc-speech" }, h("div", { class: "sc-make" }, text.element, voice.element, speed.element), who),
    open,
    ready: () => Boolean(speakers?.program && wanted.text.trim()),
    voice: () => send("POST", "/speech", { ...wanted, project: page.project }),
  };
}

// Sending a sound on: its recipe to Generate, itself to other tabs. Verbs stay apart: prompt, seed, all, all but the seed.

import { button } from "../core/dom.js";
import { page } from "../core/page.js";
import { hasPrompt } from "./words.js";

const VERBS = {
  prompt: ["Use prompt", "Puts its prompt into Generate, nothing else"],
  seed: ["Use seed", "Puts its seed into Generate, nothing else"],
  all: ["Use all", "Prompt, seed and every setting: generates the same again"],
  remix: ["Remix", "Everything but the seed: generates something near"],
};

/** Buttons for some of "prompt", "seed", "all", "remix". */
export function recallButtons(asset, verbs) {
  return verbs.map((verb) => {
    const [text, title] = VERBS[verb];
    const able = hasPrompt(asset) && page.can("generate");
    const why = hasPrompt(asset) ? "Generate is not part of this page" : "This sound has no prompt and no seed";
    return button(text, {
      kind: "quiet",
      "data-keep": verb,
      disabled: !able,
      title: able ? title : why,
      onclick: () => page.send("generate", { asset, verb }),
    });
  });
}

/** A button that sends the asset to a target, disabled with a reason where that is not there. */
export function sendButton(asset, target, text, iconName, { tab = target, able = true, why = "", ...props } = {}) {
  const there = page.can(target);
  return button(text, {
    icon: iconName,
    disabled: !there || !able,
    title: there ? (able ? `Sends it to ${text}` : why) : `${text} is not part of this page`,
    onclick: () => page.send(target, { asset }, { tab }),
    ...props,
  });
}

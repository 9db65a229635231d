// How far the plan is: one bar for all of it, and a figure for each area.

import { h, put } from "../core/dom.js";

const AREAS_SHOWN = 5;

/** {element, update()} */
export function coverage(store) {
  const bar = h("div", { class: "pl-bar pl-bar-large", role: "img" }, h("i", { class: "pl-approved" }), h("i", { class: "pl-made" }));
  const legend = h("div", { class: "st-row st-small st-2 pl-legend" });
  const areas = h("div", { class: "st-row pl-areas" });
  const element = h("div", { class: "pl-coverage" }, h("div", { class: "pl-coverage-bar" }, bar, legend), areas);
  return {
    element,
    update() {
      const { required, generated, approved, missing } = store.coverage;
      element.hidden = !store.sounds?.length;
      const review = Math.max(0, generated - approved);
      fill(bar, required, approved, review);
      bar.setAttribute("aria-label", `${approved} of ${required} approved, ${review} generated to review, ${missing} missing`);
      put(legend, mark("pl-approved", `${approved} approved`), mark("pl-made", `${review} generated, to review`), mark("pl-missing", `${missing} missing`));
      const all = store.areas;
      const shown = all.slice(0, AREAS_SHOWN).map((one) => figure(one.area || "No area", `${one.approved} / ${one.required}`));
      put(areas, shown, all.length > AREAS_SHOWN && figure("more", `${all.length - AREAS_SHOWN} areas`));
    },
  };
}

/** A small bar of one sound. */
export function smallBar(sound) {
  const bar = h("span", { class: "pl-bar", "aria-hidden": "true" }, h("i", { class: "pl-approved" }), h("i", { class: "pl-made" }));
  const approved = Math.min(sound.approved, sound.required);
  fill(bar, sound.required, approved, Math.max(0, Math.min(sound.generated, sound.required) - approved));
  return bar;
}

function fill(bar, required, approved, made) {
  const share = (n) => `${required ? (100 * n) / required : 0}%`;
  bar.children[0].style.width = share(approved);
  bar.children[1].style.width = share(made);
}

function mark(kind, text) {
  return h("span", { class: "st-row pl-mark" }, h("i", { class: `pl-swatch ${kind}` }), text);
}

function figure(name, value) {
  return h("div", { class: "pl-figure" }, h("div", { class: "st-hint st-ellipsis" }, name), h("div", null, value));
}

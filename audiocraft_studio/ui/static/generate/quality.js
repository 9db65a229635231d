// What was measured, and what the engine says about the sound.

import { h, icon } from "../core/dom.js";

const MARK = { ok: "check", warn: "warn", bad: "warn", info: "info" };

export function qualityRow(asset) {
  const badges = asset.quality?.badges || [];
  const notes = asset.notes || [];
  return h(
    "div",
    { class: "gen-measured" },
    badges.length > 0 && h("dl", { class: "gen-badges", "aria-label": "Quality" }, badges.map(badge)),
    notes.length > 0 && h("ul", { class: "gen-says" }, notes.map((text) => h("li", null, icon("info", { size: 14 }), text))),
  );
}

function badge({ name, state, value, text }) {
  const plain = state === "ok" || !MARK[state];
  return h(
    "div",
    { title: text || null },
    h("dt", null, name),
    h(
      "dd",
      { class: plain ? "" : `st-${state}` },
      h("span", { class: `st-${state}` }, icon(MARK[state] || "info", { size: 14 })),
      h("span", { class: "st-ellipsis" }, value),
      text && h("span", { class: "st-sr" }, `. ${text}`),
    ),
  );
}

// The quality report of an asset, figure by figure.

import { h, icon } from "../core/dom.js";

const ICONS = { ok: "check", info: "info", warn: "warn", bad: "bad" };

/** A list of name, mark and value; what a value means stands below it where it needs attention. */
export function badgeList(asset) {
  const badges = asset.quality?.badges || [];
  if (!badges.length) return h("p", { class: "st-hint" }, "Not measured.");
  return h("dl", { class: "st-badges" }, badges.map(row));
}

function row({ name, state, value, text }) {
  const tone = `st-${state}`;
  return [
    h("dt", null, name),
    h(
      "dd",
      { class: state === "ok" ? "" : tone, title: text },
      h("span", { class: tone }, icon(ICONS[state] || "info")),
      h("span", null, value, text && h("span", { class: "st-badge-text" }, text)),
    ),
  ];
}

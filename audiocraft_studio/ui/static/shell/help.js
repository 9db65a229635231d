// `?`: all keys of the page, and of the widgets that described theirs.

import { dialog } from "../core/dialog.js";
import { h } from "../core/dom.js";
import { allKeys } from "../core/keys.js";

export function showHelp() {
  if (document.querySelector("dialog[open]")) return;
  dialog(
    "Keys",
    h("div", { class: "st-help" }, allKeys().map(([group, pairs]) => section(group, pairs))),
  );
}

function section(group, pairs) {
  const rows = pairs.map(([keys, text]) => [
    h("dt", null, keys.split(" ").map((key) => [h("kbd", null, key), " "])),
    h("dd", null, text),
  ]);
  return h("section", null, h("h3", null, group), h("dl", null, rows));
}

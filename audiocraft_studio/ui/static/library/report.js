// What became of an import: how many came in, and by name and reason those that did not.

import { fmtCount, h, icon, put } from "../core/dom.js";

const SHOWN = 200;

/** {element, show({imported, skipped: [[path, reason]], failed: [[path, reason]]})}; `null` shows nothing. */
export function importReport() {
  const said = h("p", { class: "st-small", role: "status" });
  const list = h("ul", { class: "lib-import-list st-scroll", "aria-label": "Files that were not imported", hidden: true });
  const element = h("div", { class: "lib-import-report" }, said, list);
  let drawn = "";
  return {
    element,
    show(result) {
      said.textContent = result ? sentence(result) : "";
      const rows = result ? [...result.failed.map((one) => [...one, "bad"]), ...result.skipped.map((one) => [...one, "info"])] : [];
      const key = rows.map(([path]) => path).join("\n");
      list.hidden = rows.length === 0;
      if (key === drawn) return;
      drawn = key;
      put(
        list,
        rows.slice(0, SHOWN).map(([path, reason, kind]) => row(path, reason, kind)),
        rows.length > SHOWN && h("li", { class: "st-3" }, `and ${(rows.length - SHOWN).toLocaleString("en-US")} more`),
      );
    },
  };
}

/** "12 files imported, 2 left out, 1 could not be read." The lists of a large import are cut, their numbers are not. */
export function sentence({ imported, skipped, failed, n_skipped = skipped.length, n_failed = failed.length }) {
  const parts = [
    `${fmtCount(imported, "file")} imported`,
    n_skipped && `${n_skipped.toLocaleString("en-US")} left out`,
    n_failed && `${n_failed.toLocaleString("en-US")} could not be read`,
  ];
  return `${parts.filter(Boolean).join(", ")}.`;
}

function row(path, reason, kind) {
  return h(
    "li",
    null,
    h("span", { class: `st-${kind}` }, icon(kind === "bad" ? "warn" : "info", { size: 14 })),
    h("span", { class: "lib-import-name" }, path),
    h("span", { class: "st-2 lib-import-reason" }, reason),
  );
}

// The grids of the project, newest first: a list that opens from the title.

import { popover } from "../core/dialog.js";
import { button, fmtAgo, fmtCount, h, icon, put, roving } from "../core/dom.js";

/** {element, show()}: a button that opens the list; hidden while there is no other grid. `open(id)` opens one. */
export function earlierGrids(grids, open) {
  const element = button("", { kind: "quiet", class: "st-btn-small" });
  popover(element, { label: "Grids of this project", fill: (panel, close) => fill(panel, close, grids, open), class: "var-earlier" });
  return {
    element,
    show() {
      element.hidden = grids.list.length < 2;
      put(element, fmtCount(grids.list.length, "grid"), icon("down", { size: 12 }));
      element.setAttribute("aria-label", `Grids of this project, ${grids.list.length}`);
    },
  };
}

function fill(panel, close, grids, open) {
  const { list, current } = grids;
  const rows = list.map((grid) => row(grid, grid.id === current?.id, close, open));
  const box = h("div", { class: "st-menu", role: "listbox", "aria-label": "Grids of this project" }, rows);
  put(panel, box);
  const moves = roving(box, () => rows, { vertical: true });
  setTimeout(
    () =>
      moves.focus(
        Math.max(
          0,
          list.findIndex((grid) => grid.id === current?.id),
        ),
      ),
    0,
  );
}

function row(grid, on, close, open) {
  const { done, total } = grid.counts;
  const count = done === total ? fmtCount(done, "take") : `${done} of ${total}`;
  const choose = () => {
    close();
    open(grid.id);
  };
  return h(
    "button",
    {
      type: "button",
      role: "option",
      class: "st-menu-item var-earlier-row",
      "aria-selected": String(on),
      "data-type": grid.request.type || "sfx",
      onclick: choose,
    },
    h("i", { class: "st-swatch" }),
    h("span", { class: "st-ellipsis var-grow", title: grid.request.prompt }, grid.title),
    h("span", { class: "st-hint" }, count),
    h("span", { class: "st-hint var-ago" }, fmtAgo(grid.created_at)),
  );
}

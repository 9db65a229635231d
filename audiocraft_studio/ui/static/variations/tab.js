// The Variations tab: form, grid, detail.

import { assets } from "../core/assets.js";
import { send } from "../core/api.js";
import { attempt } from "../core/attempt.js";
import { button, h, iconButton, keyHints, note, put } from "../core/dom.js";
import { live } from "../core/live.js";
import { page } from "../core/page.js";
import { toast } from "../core/toast.js";
import { Acts } from "./acts.js";
import { Chosen } from "./chosen.js";
import { compare } from "./compare.js";
import { Detail } from "./detail.js";
import { firstTime, Form } from "./form.js";
import { GridView } from "./grid.js";
import { Head } from "./head.js";
import { gridKeys, HINTS } from "./keys.js";
import { Learned } from "./learned.js";
import { sendOn } from "./leaving.js";
import { LevelMatch } from "./level.js";
import { promote } from "./promote.js";
import { Grids } from "./store.js";
import { picksOf, Tools } from "./tools.js";

export function mount(element, { props }) {
  const grids = new Grids();
  const level = new LevelMatch(() => acts.sounds());
  const acts = new Acts(grids, level);
  const chosen = new Chosen();
  const form = new Form(grids, props.value);
  const head = new Head(grids, (id) => attempt(() => form.reopen(id)));
  const does = doings({ grids, acts, chosen, form, level, view: () => view });
  const view = new GridView(grids, acts, chosen, { onFocus: (cell) => detail?.show(cell, grids.current), onKey: gridKeys(acts, does) });
  const detail = new Detail(acts, view, level, does, new Learned(grids).element);
  const tools = new Tools(grids, view, level, chosen, does);
  Object.assign(head, { view, acts });
  head.show(); // nothing yet
  tools.show();
  const first = firstTime(form);
  first.hidden = true; // until it is known that there is none
  const unread = h("div", { hidden: true });
  const scroll = h("div", { class: "var-scroll st-scroll" }, unread, first, view.element);
  const hints = h("div", { class: "var-hints" }, keyHints(HINTS));
  const middle = h("section", { class: "var-middle", "aria-label": "Grid" }, head.element, tools.element, scroll, hints);
  const tab = h("div", { class: "var-tab" }, h("h2", { class: "st-sr" }, "Variations"), form.element, middle, detail.element);
  element.append(tab);
  asDrawers(tab, form, head);
  const show = () => {
    const empty = !grids.current;
    first.hidden = !empty || !grids.loaded;
    view.element.hidden = hints.hidden = empty;
    chosen.clear();
    view.show();
    head.show();
    tools.show();
    detail.show(view.cell, grids.current);
  };
  grids.addEventListener("grid", show);
  grids.addEventListener("cells", () => {
    view.refresh();
    head.show();
    tools.show();
    level.again();
  });
  grids.addEventListener("progress", () => {
    view.progress();
    head.show();
  });
  level.addEventListener("change", () => detail.show(view.cell, grids.current));
  const load = async (project) => {
    const error = await attempt(() => grids.load(project), (problem) => problem);
    if (project !== page.project) return;
    unread.hidden = !error;
    if (error) put(unread, note("warn", "The grids cannot be read", error.message, [button("Try again", { onclick: () => load(page.project) })]));
  };
  page.onProject(load);
  const again = (now) => now && !unread.hidden && load(page.project);
  live.onConnection(again);
  page.onTab((name) => again(name === "variations"));
  if (page.project) load(page.project);
  // A take that goes to the trash elsewhere leaves its cell as it is; restoring needs nothing more.
  assets.onChange((asset) => asset.trashed_at && head.show());
}

/** What keys, buttons and menus of the tab do beyond one cell. */
function doings({ grids, acts, chosen, form, level, view }) {
  const does = {
    choose: (cell) => cell.asset && chosen.toggle(cell.index),
    level: () => (level.on = !level.on),
    promote: (cell) => promote(cell, { anchor: view().place, acts, grids }),
    send: (at) => {
      const grid = grids.current;
      const cells = chosen.size ? chosen.of(grid) : [view().cell].filter((cell) => cell?.asset);
      sendOn(at instanceof Element ? at : view().place, grid, cells, picksOf(grid));
    },
    finer: (cell) =>
      attempt(async () => {
        if (!cell?.asset) return;
        form.propose(await send("POST", acts.path(cell, "finer")));
      }),
    compare: () => {
      const grid = grids.current;
      const cells = chosen.size > 1 ? chosen.of(grid) : grid.cells.filter((cell) => cell.asset && cell.asset.review.status !== "rejected");
      if (cells.length < 2) return toast("It takes two cells with a sound to compare", { kind: "info" });
      const onGo = (cell) => view().focus(cell.index);
      return compare(grid, cells, { onGo, onPromote: (cell) => (onGo(cell), does.promote(cell)) });
    },
  };
  return does;
}

/** Where the page is narrow, form and detail are drawers that open from the head; Esc closes them. */
function asDrawers(tab, form, head) {
  const toggle = (name) => () => tab.classList.toggle(name);
  head.element.prepend(iconButton("edit", "What to make", { class: "var-open-form", onclick: toggle("var-form-open") }));
  head.element.append(iconButton("info", "Details of the cell", { class: "var-open-detail", onclick: toggle("var-detail-open") }));
  form.onFocus = () => tab.classList.add("var-form-open");
  form.onMade = () => tab.classList.remove("var-form-open");
  tab.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    tab.classList.remove("var-form-open", "var-detail-open");
  });
}

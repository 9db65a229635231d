// The button beside an example: with which model its prompt is taken into the form.

import { h, iconButton, put, roving } from "../core/dom.js";
import { popover } from "../core/dialog.js";
import { fitting, models } from "../core/models.js";

/** A button that opens the models that make sounds of the example's type; `onPick(model)` hears of the choice. */
export function modelMenu(example, onPick) {
  const opener = iconButton("more", `Use “${example.name}” with a model`, { class: "st-btn-quiet gen-example-models" });
  popover(opener, {
    label: `Use “${example.name}”`,
    role: "menu",
    class: "gen-model-menu",
    fill: (panel, close) => {
      fill(panel, example, (model) => {
        close();
        onPick(model);
      });
    },
  });
  return opener;
}

async function fill(panel, example, onPick) {
  const list = h("div", { class: "st-menu" }, h("p", { class: "st-hint" }, "…"));
  panel.append(list);
  try {
    const all = fitting(await models(), example.type);
    put(list, all.map((model) => item(model, onPick)));
    roving(list, () => [...list.children], { vertical: true }).focus(0);
  } catch (error) {
    put(list, h("p", { class: "st-field-error" }, error.message));
  }
}

function item(model, onPick) {
  return h(
    "button",
    { type: "button", role: "menuitem", class: "st-menu-item", onclick: () => onPick(model) },
    h("span", null, `with ${model.name}`),
    h("span", { class: "st-hint" }, state(model)),
  );
}

function state({ state: now, download_bytes: size }) {
  return now === "needs download" && size ? `download ${(size / 1e9).toFixed(1)} GB` : now;
}

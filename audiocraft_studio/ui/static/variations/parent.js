// The sound that the grid's sounds descend from, above the form.

import { fmtDuration, h, iconButton, put } from "../core/dom.js";
import { player } from "../core/player.js";

/** {element, asset, now(prompt), show(prompt)}: the parent holds as long as its prompt stands in the form. */
export function parentBox(onForget) {
  const element = h("section", { class: "var-parent", "aria-label": "Parent", hidden: true });
  const box = {
    element,
    asset: null,
    /** The parent where `prompt` is its own: other words make no variation of it. */
    now: (prompt) => (box.asset && prompt.trim() === box.asset.recipe.prompt.trim() ? box.asset : null),
    show(prompt) {
      const asset = box.now(prompt);
      element.hidden = !asset;
      if (asset) draw(element, asset, forget);
    },
  };
  const forget = () => {
    box.asset = null;
    element.hidden = true;
    onForget();
  };
  return box;
}

function draw(element, asset, forget) {
  const line = `${asset.model_name} · ${fmtDuration(asset.duration_s)} · seed ${asset.recipe.seed}`;
  put(
    element,
    h("h3", null, "Parent"),
    h(
      "div",
      { class: "var-parent-box", "data-type": asset.type },
      h("div", { class: "st-col var-grow" }, h("span", { class: "st-ellipsis" }, asset.name), h("span", { class: "st-hint st-ellipsis" }, line)),
      iconButton("play", "Play parent", { class: "st-btn-quiet", onclick: () => player.play(asset) }),
      iconButton("close", "Without parent", { class: "st-btn-quiet", onclick: forget }),
    ),
  );
}

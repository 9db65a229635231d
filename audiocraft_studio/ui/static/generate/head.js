// Above the picture: name, the line of facts, stars, favourite, approve, reject.

import { assets } from "../core/assets.js";
import { button, fmtAgo, fmtDuration, fmtHz, h, icon, iconButton, stars, typeName } from "../core/dom.js";

export function head(asset) {
  const { review } = asset;
  const heart = iconButton("heart", review.favourite ? "Remove from favourites (F)" : "Favourite (F)", {
    "aria-pressed": String(review.favourite),
    "data-keep": "favourite",
    onclick: () => assets.favourite(asset.id, !review.favourite),
  });
  if (review.favourite) heart.replaceChildren(icon("heart", { filled: true }));
  const rating = stars(asset, (n) => assets.rate(asset.id, n));
  rating.dataset.keep = "stars";
  return h(
    "div",
    { class: "gen-head", dataset: { type: asset.type } },
    h("div", { class: "gen-head-text" }, name(asset), h("div", { class: "gen-meta" }, facts(asset))),
    h("div", { class: "gen-head-act" }, rating, heart, verdict(asset, "approved", "Approve", "check", "ok"), verdict(asset, "rejected", "Reject", "close", "bad")),
  );
}

function name(asset) {
  const text = h("h3", { class: "gen-name st-ellipsis", title: `${asset.name}. Double click to rename.` }, asset.name);
  text.addEventListener("dblclick", () => {
    const input = h("input", { class: "st-input gen-rename", type: "text", maxlength: 80, value: asset.name, "aria-label": "Name" });
    let over = false; // taking the field away makes it lose the focus, which would end it again
    const done = (keep) => {
      if (over) return;
      over = true;
      const wanted = input.value.trim();
      input.replaceWith(text);
      if (keep && wanted && wanted !== asset.name) assets.patch(asset.id, { name: wanted });
    };
    input.addEventListener("blur", () => done(true));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") done(true);
      if (event.key === "Escape") done(false);
      event.stopPropagation();
    });
    text.replaceWith(input);
    input.select();
  });
  return text;
}

function facts(asset) {
  const { recipe } = asset;
  return [
    typeName(asset.type),
    fmtDuration(asset.duration_s),
    `${fmtHz(asset.sample_rate)} ${asset.channels === 2 ? "stereo" : asset.channels === 1 ? "mono" : `${asset.channels} channels`}`,
    asset.procedural ? `${asset.model_name}, procedural` : asset.model_name,
    Number.isInteger(recipe?.seed) && !["import", "mixer", "loop"].includes(recipe.engine) ? `seed ${recipe.seed}` : "",
    `made ${fmtAgo(asset.created_at)}`,
  ]
    .filter(Boolean)
    .join(" · ");
}

function verdict(asset, status, text, name, kind) {
  const on = asset.review.status === status;
  return button(on ? { approved: "Approved", rejected: "Rejected" }[status] : text, {
    icon: name,
    kind: on || kind === "ok" ? kind : "",
    "aria-pressed": String(on),
    "data-keep": status,
    class: on ? `gen-verdict gen-verdict-${kind}` : "gen-verdict",
    onclick: () => assets.status(asset.id, on ? "take" : status),
  });
}

// The takes of one sound: hear, rate, approve, reject.

import { assets } from "../core/assets.js";
import { button, fmtDuration, h, icon, iconButton, isTyping, put, roving, stars } from "../core/dom.js";
import { player } from "../core/player.js";
import { toast } from "../core/toast.js";
import { bindWave } from "../core/wave.js";
import { takeName } from "./words.js";

/** {element, update(sound), review(id)}: review goes to a take, or else to the first that is not judged, and plays it. */
export function made(store) {
  const title = h("h3");
  const list = h("ul", { class: "pl-made-list", "aria-label": "Takes" });
  const more = button("One more", { icon: "plus", kind: "quiet", class: "st-btn-small", title: "Generates one more take", onclick: () => store.generate(sound, 1) });
  const element = h("section", { class: "pl-made-part", "aria-label": "Made" }, h("div", { class: "st-row pl-made-head" }, title, h("span", { class: "st-space" }), more), list);
  const moves = roving(list, () => [...list.children], { vertical: true });
  let drawn = "";
  let sound = null;
  let bound = [];

  player.addEventListener("change", follow);
  list.addEventListener("keydown", keys);

  function update(next) {
    sound = next;
    element.hidden = !sound;
    if (!sound) return;
    title.textContent = sound.assets.length ? `Made, ${sound.assets.length}` : "Nothing made yet";
    const key = JSON.stringify([sound.id, sound.assets.map((asset) => [asset.id, asset.name, asset.review.status, asset.review.rating])]);
    if (key === drawn) return;
    drawn = key;
    const held = list.contains(document.activeElement) ? document.activeElement.closest(".pl-take") : null;
    const at = [...list.children].indexOf(held);
    for (const one of bound) one.destroy();
    bound = [];
    put(list, sound.assets.map(row));
    moves.refresh();
    const same = held && [...list.children].find((one) => one.dataset.id === held.dataset.id);
    if (held) (same || list.children[Math.min(at, list.children.length - 1)])?.focus({ preventScroll: true });
    follow();
  }

  function row(asset) {
    const canvas = h("canvas", { class: "pl-take-wave" });
    bound.push(bindWave(canvas, asset, { list: sound.assets }));
    const { status, rating } = asset.review;
    const kept = status === "approved" || status === "delivered";
    const name = takeName(asset);
    return h(
      "li",
      { class: "pl-take", tabindex: -1, dataset: { id: asset.id }, "aria-label": `${name}, ${fmtDuration(asset.duration_s)}, ${status}${rating ? `, ${rating} of 5 stars` : ""}` },
      iconButton("play", `Play ${name}`, { class: "st-btn-quiet pl-take-play", tabindex: -1, onclick: () => play(asset) }),
      h("span", { class: "pl-take-text" }, h("span", { class: "st-ellipsis st-small", title: asset.recipe?.prompt || name }, name), stars(asset, (n) => assets.rate(asset.id, n), { focusable: false })),
      canvas,
      h("span", { class: "pl-take-judge" },
        iconButton("check", kept ? `Approved ${name}, undo` : `Approve ${name}`, { class: "st-btn-quiet pl-approve", tabindex: -1, "aria-pressed": String(kept), onclick: () => approve(asset) }),
        iconButton("close", `Reject ${name}`, { class: "st-btn-quiet pl-reject", tabindex: -1, onclick: () => reject(asset) }),
      ),
    ); // prettier-ignore
  }

  function play(asset) {
    if (player.isCurrent(asset) && player.playing) player.stop();
    else player.play(asset, { list: sound.assets });
  }

  function approve(asset) {
    const kept = ["approved", "delivered"].includes(asset.review.status);
    return assets.status(asset.id, kept ? "take" : "approved");
  }

  async function reject(asset) {
    const before = asset.review.status;
    if (player.isCurrent(asset)) player.stop();
    if (await assets.status(asset.id, "rejected")) {
      toast(`${takeName(asset)} rejected, it does not count any more`, { undo: () => assets.status(asset.id, before) });
    }
  }

  function keys(event) {
    const asset = sound?.assets.find((one) => one.id === event.target.dataset?.id);
    if (!asset || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const key = event.key.toLowerCase();
    if (/^[0-5]$/.test(key)) assets.rate(asset.id, Number(key));
    else if (key === "a") approve(asset);
    else if (key === "x") reject(asset);
    else if (key === "enter") play(asset);
    else return;
    event.preventDefault();
  }

  function follow() {
    for (const item of list.children) {
      const asset = sound?.assets.find((one) => one.id === item.dataset.id);
      const on = Boolean(asset) && player.isCurrent(asset) && player.playing;
      item.classList.toggle("pl-playing", on);
      item.querySelector(".pl-take-play").replaceChildren(icon(on ? "stop" : "play"));
    }
  }

  return {
    element,
    update,
    review(id = null) {
      const all = sound?.assets || [];
      const open = all.find((asset) => asset.id === id) || all.find((asset) => asset.review.status === "take") || all[0];
      if (!open) return;
      const at = sound.assets.indexOf(open);
      element.scrollIntoView({ block: "nearest" });
      moves.focus(at);
      list.children[at].scrollIntoView({ block: "nearest" });
      player.play(open, { list: sound.assets });
    },
  };
}

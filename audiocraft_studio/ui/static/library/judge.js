// What one thinks of the sound: stars, approve, reject.

import { assets } from "../core/assets.js";
import { button, h, put, stars } from "../core/dom.js";

export class Judge {
  element = h("div", { class: "lib-judge" });

  show(asset) {
    const { status } = asset.review;
    const held = this.element.contains(document.activeElement) ? document.activeElement.dataset.act : null;
    const star = stars(asset, (n) => assets.rate(asset.id, n));
    star.dataset.act = "stars";
    const verdict = (text, icon, kind, wanted) =>
      button(text, {
        icon,
        kind,
        "aria-pressed": String(status === wanted),
        onclick: () => assets.status(asset.id, status === wanted ? "take" : wanted),
        "data-act": wanted,
      });
    put(
      this.element,
      star,
      h("span", { class: "st-space" }),
      verdict("Approve", "check", "ok", "approved"),
      verdict("Reject", "close", "bad", "rejected"),
    );
    if (held) this.element.querySelector(`[data-act="${held}"]`)?.focus();
  }
}

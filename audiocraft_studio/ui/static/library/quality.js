// What was measured.

import { fmtCount, put } from "../core/dom.js";
import { badgeList } from "../parts/badges.js";
import { Section } from "./section.js";

export class Quality {
  section = new Section("quality", "Quality");
  element = this.section.element;

  show(asset) {
    const badges = asset.quality?.badges || [];
    const bad = badges.filter((one) => one.state === "bad" || one.state === "warn").length;
    this.section.say(badges.length ? (bad ? fmtCount(bad, "warning") : "no warnings") : "");
    put(this.section.body, badgeList(asset));
  }
}

// Somebody else saved the scene since it was opened here: which of the two goes on.

import { button, h } from "../core/dom.js";
import { dialog } from "../core/dialog.js";
import { clock } from "./when.js";

/** Resolves to "copy" (mine as a scene of its own), "theirs", or null (closed: mine stays here, unsaved). */
export function chooseVersion(name, { details }) {
  return new Promise((done) => {
    const choose = (choice) => {
      done(choice);
      box.close();
    };
    const own = details.by === details.you;
    const who = own ? "You saved this scene in another window" : `${details.by} saved this scene`;
    const box = dialog(
      `${name} was changed elsewhere`,
      h("p", null, `${who} at ${clock(details.at)}, after you opened it here. Nothing is lost whatever you choose.`),
      h(
        "div",
        { class: "st-row sc-form-foot sc-choice" },
        button(own ? "Take the saved one" : "Take theirs", { title: "Opens what was saved; undo brings yours back", onclick: () => choose("theirs") }),
        button("Keep mine as a copy", { kind: "primary", onclick: () => choose("copy") }),
      ),
    );
    box.element.addEventListener("close", () => done(null));
  });
}

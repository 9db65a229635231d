// Which project new sounds go to: a menu of all, and a field to make another.

import { send } from "../core/api.js";
import { button, fmtCount, h, icon, put, roving } from "../core/dom.js";
import { page } from "../core/page.js";
import { popover } from "../core/dialog.js";
import { ended, live } from "../core/live.js";
import { EXAMPLES, projects } from "../core/projects.js";
import { toast } from "../core/toast.js";

export function projectSwitch() {
  const name = h("span", { class: "st-ellipsis" });
  const opener = h("button", { type: "button", class: "st-btn st-btn-quiet st-project" }, icon("folder"), name, icon("down"));
  const show = () => {
    name.textContent = page.project || "No project";
    opener.setAttribute("aria-label", `Project ${page.project || "none"}, switch`);
  };
  page.onProject(show);
  show();
  popover(opener, { label: "Projects", fill: fillPanel, class: "st-panel-projects" });
  settle();
  return opener;
}

/**
 * Takes the remembered project where it still exists, else the one with the most sounds: nobody starts on an empty page.
 * While there are no sounds at all it looks again with each that is made, until the user has chosen.
 */
function settle() {
  const remembered = page.project;
  let proposed = remembered;
  let looking = false;
  const offs = [live.onAsset(look), live.onJob(look)];
  const stop = () => offs.forEach((off) => off());

  async function look() {
    if (looking) return;
    looking = true;
    try {
      const all = await projects();
      const chosen = page.project !== proposed;
      if (chosen || (remembered && all.some((one) => one.name === remembered))) return stop();
      const fullest = all.reduce((most, one) => (one.assets > (most?.assets || 0) ? one : most), null);
      if (fullest) stop();
      proposed = fullest?.name || beingMade() || "default";
      page.propose(proposed);
    } catch (error) {
      if (!page.project) page.propose((proposed = "default"));
      console.warn(error.message);
    } finally {
      looking = false;
    }
  }
  look();
}

/** The project whose sounds are being made now: the starter's, on the very first visit. */
function beingMade() {
  return live.jobs().find((job) => job.project && job.project !== EXAMPLES && !ended(job))?.project;
}

function fillPanel(panel, close) {
  const list = h("div", { class: "st-menu", role: "listbox", "aria-label": "Projects" }, h("p", { class: "st-hint" }, "…"));
  const input = h("input", {
    class: "st-input",
    id: "st-new-project",
    type: "text",
    maxlength: 80,
    placeholder: "Name of a new project",
    "aria-label": "Name of a new project",
    "aria-describedby": "st-new-project-error",
  });
  const error = h("p", { class: "st-field-error", id: "st-new-project-error", hidden: true });
  const create = async (event) => {
    event.preventDefault();
    const wanted = input.value.trim();
    if (!wanted) return input.focus();
    try {
      const made = await send("POST", "/projects", { name: wanted });
      page.project = made?.name || wanted;
      close();
      toast(`New sounds go to ${page.project}`);
    } catch (problem) {
      error.textContent = problem.message;
      error.hidden = false;
      input.setAttribute("aria-invalid", "true");
    }
  };
  const form = h("form", { class: "st-row", onsubmit: create }, input, button("Create", { type: "submit", icon: "plus" }));
  put(panel, list, h("div", { class: "st-panel-foot" }, form, error));
  projects().then(
    (all) => fillList(list, all, close),
    (problem) => put(list, h("p", { class: "st-hint" }, problem.message)),
  );
}

function fillList(list, all, close) {
  put(
    list,
    all.map((one) =>
      h(
        "button",
        {
          type: "button",
          role: "option",
          class: "st-menu-item",
          "aria-selected": String(one.name === page.project),
          onclick: () => {
            page.project = one.name;
            close();
          },
        },
        h("span", { class: "st-ellipsis" }, one.name),
        h("span", { class: "st-hint" }, fmtCount(one.assets ?? 0, "sound")),
      ),
    ),
  );
  const items = () => [...list.querySelectorAll("[role=option]")];
  const moves = roving(list, items, { vertical: true });
  if (document.activeElement?.value) return; // a name is being typed
  moves.focus(Math.max(0, all.findIndex((one) => one.name === page.project)));
}

// The header: title, project, engines and device, jobs, help, theme, who I am.

import { h, icon, iconButton } from "../core/dom.js";
import { page } from "../core/page.js";
import { showHelp } from "./help.js";
import { jobsButton } from "./jobs.js";
import { modelsButton } from "./models.js";
import { projectSwitch } from "./projects.js";
import { setTheme, theme } from "./theme.js";
import { watchConnection } from "./connection.js";

export function mount(element) {
  element.append(
    h(
      "header",
      { class: "st-header" },
      h("h1", null, icon("wave"), h("span", null, "AudioCraft Studio")),
      projectSwitch(),
      h("span", { class: "st-space" }),
      modelsButton(),
      jobsButton(),
      iconButton("help", "All keys (?)", { class: "st-btn-quiet", onclick: showHelp }),
      themeButton(),
      whoAmI(),
    ),
  );
  watchConnection();
}

function themeButton() {
  const made = iconButton("sun", "", { class: "st-btn-quiet" });
  const show = () => {
    const label = theme() === "dark" ? "Light theme" : "Dark theme";
    made.replaceChildren(icon(theme() === "dark" ? "sun" : "moon"));
    made.setAttribute("aria-label", label);
    made.title = label;
  };
  made.addEventListener("click", () => {
    setTheme(theme() === "dark" ? "light" : "dark");
    show();
  });
  show();
  return made;
}

function whoAmI() {
  const letter = h("span", { class: "st-avatar", "aria-hidden": "true" });
  const name = h("span", { class: "st-me-name" });
  const made = h("span", { class: "st-me" }, letter, name);
  page
    .whoAmI()
    .then((me) => {
      letter.textContent = (me.name || "?").slice(0, 1).toUpperCase();
      name.textContent = me.name;
      made.title = me.sign_in ? `Signed in as ${me.name}` : "Everybody who opens this page works under this name";
    })
    .catch(() => made.remove());
  return made;
}

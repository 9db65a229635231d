// The page's entry. `studio.mount(name, element, gradio)` draws a widget: "generate/result" is drawn by the module
// ./generate/result.js, which exports mount(element, {trigger, watch, props}). The head holds a stand-in that keeps
// the calls that come before this module is here.

import "./core/early.js";
import { live } from "./core/live.js";
import { listen } from "./core/keys.js";
import { page } from "./core/page.js";
import { player } from "./core/player.js";
import { note } from "./core/dom.js";
import { watchDrops } from "./library/drops.js";
import { showHelp } from "./shell/help.js";
import { watchTabs } from "./shell/tabs.js";
import { keepTheme } from "./shell/theme.js";

/** Draws a widget into its element. A widget that cannot be drawn says so in its place. */
async function mount(name, element, gradio = {}) {
  if (element.dataset.mounted === name) return;
  element.dataset.mounted = name;
  try {
    const module = await import(new URL(`./${name}.js`, import.meta.url));
    await module.mount(element, gradio);
  } catch (error) {
    console.error(error);
    element.replaceChildren(
      note("bad", "This part of the page did not load", `${error.message}. Nothing is lost. Reload the page to try again.`),
    );
  }
}

const early = globalThis.studio?.early || [];
globalThis.studio = { ...globalThis.studio, mount, page, player, live, early: null };

keepTheme();
live.start();
listen(showHelp);
watchTabs();
watchDrops();
page.offer(globalThis.studio.tabs || []);
for (const [name, element, gradio] of early) mount(name, element, gradio);

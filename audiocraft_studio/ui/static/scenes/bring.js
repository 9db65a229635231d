// A scene from a document: what is wrong in it is said all at once, each with its place in the document.

import { send } from "../core/api.js";
import { button, h } from "../core/dom.js";
import { dialog } from "../core/dialog.js";
import { page } from "../core/page.js";
import { toast } from "../core/toast.js";

/** Asks for a file and opens the scene of it. */
export function importDocument(store) {
  const input = h("input", { type: "file", accept: ".json,application/json" });
  input.addEventListener("change", () => input.files[0] && bring(store, input.files[0]));
  input.click();
}

async function bring(store, chosen) {
  const file = chosen.name;
  let document = null;
  try {
    document = JSON.parse(await chosen.text());
  } catch (error) {
    const what = error instanceof SyntaxError ? "This is no JSON" : "It cannot be read";
    return problems(file, [{ path: "", message: `${what}: ${error.message}` }]);
  }
  return store.try(
    async () => {
      const { notes, ...made } = await send("POST", "/scenes/import", { document, project: page.project });
      store.enter(made);
      toast([`${made.name} imported.`, ...notes].join(" "), { kind: notes.length ? "warn" : "ok" });
    },
    (error) => problems(file, error.details?.problems || [{ path: error.field || "", message: error.message }]),
  );
}

function problems(file, all) {
  const box = dialog(
    `${file} was not imported`,
    h("p", null, "Nothing was stored. Mend this in the document, then import it again."),
    h("ul", { class: "sc-problems", role: "alert" }, all.map(({ path, message }) => h("li", null, path && h("code", null, path), h("span", null, message)))),
    h("div", { class: "st-row sc-form-foot" }, button("Close", { onclick: () => box.close() })),
  );
}

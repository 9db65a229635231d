// Says when the server cannot be heard, what still works, and tries again.

import { button, note } from "../core/dom.js";
import { live } from "../core/live.js";
import { toast } from "../core/toast.js";

const PATIENCE_MS = 1200; // a restart of the socket that takes less is not worth a word

export function watchConnection() {
  let box = null;
  let timer = 0;
  live.onConnection((there) => {
    clearTimeout(timer);
    if (there) {
      if (box) toast("Connected again");
      box?.remove();
      box = null;
      document.body.classList.remove("st-offline");
    } else if (!box) {
      timer = setTimeout(() => {
        box = lost();
        document.body.append(box);
        document.body.classList.add("st-offline"); // Gradio's own message would say the same once more
      }, PATIENCE_MS);
    }
  });
}

function lost() {
  const made = note(
    "warn",
    "No connection to the studio",
    "Playing still works for loaded sounds, and the form keeps its values. The page tries again by itself.",
    [button("Try now", { onclick: () => live.retry() })],
  );
  made.classList.add("st-lost");
  return made;
}

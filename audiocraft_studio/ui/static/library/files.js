// Files on their way in: from a drop, from a file dialog, from a folder with all that lies below it.

const AUDIO = /\.(wav|wave|bwf|rf64|flac|ogg|oga|opus|mp3|aif|aiff|aifc|caf|w64|au|snd)$/i;

/** What a file dialog should offer. */
export const ACCEPT = "audio/*,.wav,.flac,.ogg,.opus,.mp3,.aif,.aiff,.caf,.w64,.rf64";

/** [{file, path}] of a file dialog's list; `path` holds the folders where a folder was chosen. */
export function picked(list) {
  return [...list].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}

/** [{file, path}] of a drop, folders with all below them. Has to be called while the drop is handled. */
export async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return picked(transfer.files);
  const found = [];
  for (const entry of entries) await walk(entry, found);
  return found;
}

/** Whether a drop holds a folder. Has to be called while the drop is handled. */
export function holdsFolder(transfer) {
  return [...transfer.items].some((item) => item.webkitGetAsEntry?.()?.isDirectory);
}

/** {audio, others}: files that look like audio, in the order of their paths, and those that don't. */
export function sorted(files) {
  const looksRight = ({ file, path }) => file.type.startsWith("audio/") || AUDIO.test(path);
  const order = new Intl.Collator("en", { numeric: true }).compare;
  const all = [...files].sort((a, b) => order(a.path, b.path));
  return { audio: all.filter(looksRight), others: all.filter((one) => !looksRight(one)) };
}

async function walk(entry, found) {
  if (entry.isFile) {
    const file = await new Promise((done, fail) => entry.file(done, fail));
    found.push({ file, path: entry.fullPath.replace(/^\//, "") });
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((done, fail) => reader.readEntries(done, fail)); // a hundred at a time
    if (!some.length) return;
    for (const one of some) await walk(one, found);
  }
}

// The notes behind a sound: as a MIDI file, to be played anew, or to lead a model.

import { bytes, get, send } from "../core/api.js";
import { button, fmtCount, fmtDuration } from "../core/dom.js";
import { page } from "../core/page.js";
import { toast } from "../core/toast.js";

/** What the file pickers take for MIDI. */
export const MIDI_FILES = ".mid,.midi,audio/midi";

/** Whether a file is called like a MIDI file. */
export function isMidi(file) {
  return /\.midi?$/i.test(file.name);
}

/** Buttons for a sound that has notes: they as a file, and their tune for MusicGen; none for others. */
export function notesButtons(asset) {
  if (!asset.has_notes) return [];
  const file = { icon: "download", title: "The notes of this take: tempo, metre, key, a track for each voice", "data-keep": "midi" };
  const lead = "Lead MusicGen with this melody";
  return [
    button("MIDI", { ...file, onclick: () => saying(() => download(asset)) }),
    button("Lead MusicGen", { icon: "wave", title: lead, "aria-label": lead, "data-keep": "lead", disabled: !page.can("generate"), onclick: () => leadWith(asset) }),
  ];
}

/** Puts the tune of a sound's notes into the form, for a model that follows melodies. */
export function leadWith(asset) {
  return saying(async () => {
    await notesOf(asset.id);
    page.send("generate", { asset, verb: "melody" });
  });
}

/** {ref, name, asset, duration_s, count, parts, bpm, metre, key} of an asset's id, or of what `keepMidi` gave. Throws ApiError. */
export function notesOf(ref) {
  return get(`/notes?${new URLSearchParams({ ref })}`);
}

/** Hands a MIDI file to the studio, which keeps it: the same of it. Throws ApiError. */
export function keepMidi(file) {
  return send("POST", `/notes?${new URLSearchParams({ name: file.name })}`, file);
}

/** "222 notes in 5 parts, 100 bpm, 4/4, A minor, 12.0 s". */
export function notesText({ count, parts, bpm, metre, key, duration_s }) {
  const facts = [`${fmtCount(count, "note")} in ${fmtCount(parts.length, "part")}`, `${bpm} bpm`, metre, key, fmtDuration(duration_s)];
  return facts.filter(Boolean).join(", ");
}

/** Runs something and says what is wrong where it fails; resolves to its result, or null. */
export async function saying(task) {
  try {
    return await task();
  } catch (error) {
    toast(error.message, { kind: "bad" });
    return null;
  }
}

async function download(asset) {
  const midi = await bytes(`/assets/${asset.id}/midi`);
  const address = URL.createObjectURL(new Blob([midi], { type: "audio/midi" }));
  const stem = asset.path.split("/").pop().replace(/\.[^.]+$/, "").replace(`${asset.id}_`, "");
  const link = Object.assign(document.createElement("a"), { href: address, download: `${stem}.mid` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

// A sketch that is heard and kept nowhere: made by the studio on the spot, played in the place of an asset.

import { bytes } from "../core/api.js";
import { BufferSource } from "../core/buffersource.js";
import { player } from "../core/player.js";

const KEPT = 24;
const made = new Map(); // what was asked → the decoded sound, the last ones
let newest = 0;

/** The longest sketch that is played without being generated, in seconds. */
export const LONGEST_S = 30;

/**
 * Plays a sketch: {name, type, prompt, params, duration_s, seed}; pauses it, and goes on, where it is the one in the
 * transport. Resolves once it sounds, or is no longer wanted. Throws ApiError.
 */
export async function hearSketch({ name, type, ...asked }) {
  const key = JSON.stringify(asked);
  if (player.source instanceof BufferSource && player.source.key === key) return player.toggle();
  const turn = ++newest;
  player.pause();
  const [buffer] = await Promise.all([sound(key), player.wake()]);
  if (turn !== newest) return undefined;
  const source = new BufferSource(key, name, type, buffer);
  player.claim(source);
  return source.toggle();
}

function sound(key) {
  const known = made.get(key);
  made.delete(key);
  const asked = { method: "POST", body: key, headers: { "Content-Type": "application/json" } };
  const found = known || bytes("/sketch/sound", asked).then((data) => player.context.decodeAudioData(data));
  made.set(key, found);
  found.catch(() => made.delete(key));
  if (made.size > KEPT) made.delete(made.keys().next().value);
  return found;
}

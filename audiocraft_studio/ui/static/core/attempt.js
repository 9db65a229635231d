// What the server refuses is told to the user, and nothing else: any other error is ours and goes on.

import { ApiError } from "./api.js";
import { toast } from "./toast.js";

/** Tells of a refusal in a toast. Returns null, as there is no answer. Throws what is no ApiError. */
export function refusal(error) {
  if (!(error instanceof ApiError)) throw error;
  toast(error.message, { kind: "bad" });
  return null;
}

/** For what runs in the background: a refusal is noted in the console only. Returns null. Throws what is no ApiError. */
export function quietly(error) {
  if (!(error instanceof ApiError)) throw error;
  console.warn(error.message);
  return null;
}

/** What stands in the place of a sound that could not be fetched: `gone` where the library has it no more. */
export function absence(error, gone) {
  return error.status === 404 ? gone : "cannot be fetched now";
}

/** The answer of `work()`, or what `refused(error)` makes of an error. */
export async function attempt(work, refused = refusal) {
  try {
    return await work();
  } catch (error) {
    return refused(error);
  }
}

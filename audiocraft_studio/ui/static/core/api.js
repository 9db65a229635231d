// The studio's HTTP face (docs/http-api.md). Addresses are found from this file's own, so a path prefix costs nothing.

const root = new URL("../../", import.meta.url);

/** An error answer. `kind` as in docs/http-api.md, or "Connection"; `message` is fit for the screen. */
export class ApiError extends Error {
  constructor({ kind = "Error", message = "", field = null, status = 0, at = null, end = null, details = {} }) {
    super(message);
    this.name = "ApiError";
    this.kind = kind;
    this.field = field;
    this.status = status;
    Object.assign(this, { at, end }); // which characters of the field are wrong, where that is known
    this.details = details; // all that was said of it
  }
}

/** The absolute address of a studio path: url("/assets/x/audio"). */
export function url(path) {
  return new URL(path.replace(/^\//, ""), root).href;
}

/** The address of an asset's WAV, for a download. */
export function downloadUrl(asset) {
  return url(`/assets/${asset.id}/audio?download=1`);
}

/** The address of the live socket. */
export function socketUrl(path) {
  return url(path).replace(/^http/, "ws");
}

async function request(path, options) {
  let answer;
  try {
    answer = await fetch(url(path), { credentials: "same-origin", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError({
      kind: "Connection",
      message: "The studio does not answer. Nothing in the form is lost. Check that the server runs, then try again.",
    });
  }
  if (answer.ok) return answer;
  const body = await answer.json().catch(() => ({}));
  const said = body.error || {};
  throw new ApiError({
    kind: said.kind || "Error",
    message: said.message || `The studio answered ${answer.status} to ${path}.`,
    field: said.field || null,
    status: answer.status,
    at: said.at ?? null,
    end: said.end ?? null,
    details: said,
  });
}

/** GET, parsed JSON. `options` may hold an AbortSignal as `signal`. */
export async function get(path, options = {}) {
  return (await request(path, options)).json();
}

/** GET, the whole answer, for what its headers say. */
export function answer(path, options = {}) {
  return request(path, options);
}

/** GET, raw bytes (peaks, spectrogram, audio). */
export async function bytes(path, options = {}) {
  return (await request(path, options)).arrayBuffer();
}

/** Any other method. `body` is sent as JSON, or as it is where it is a Blob (uploads). Parsed JSON or null. */
export async function send(method, path, body = null, options = {}) {
  const raw = body instanceof Blob;
  const answer = await request(path, {
    method,
    body: body === null ? undefined : raw ? body : JSON.stringify(body),
    headers: body === null || raw ? {} : { "Content-Type": "application/json" },
    ...options,
  });
  const text = await answer.text();
  return text ? JSON.parse(text) : null;
}

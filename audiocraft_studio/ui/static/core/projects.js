// The projects there are, without the one that keeps heard examples: nobody works in that.

import { get } from "./api.js";

/** Where the sounds of heard examples are kept, so that each is made once. */
export const EXAMPLES = "Prompt examples";

/** [{name, assets}] by name. Throws ApiError. */
export async function projects() {
  return (await get("/projects")).filter((one) => one.name !== EXAMPLES);
}

/** A search of all projects, as the server is asked for it: without the examples, unless the search names a project. */
export function everywhere(query) {
  return /(^|[\s(])-?project:/i.test(query) ? query : `${query} -project:"${EXAMPLES}"`.trim();
}

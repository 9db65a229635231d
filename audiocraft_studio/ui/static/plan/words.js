// Text of a plan: templates with {variables}, their values, prompts, file names. No page in here.

const VARIABLE = /\{([^{}]*)\}/g;
const MOST_PROMPTS = 500; // as the server fills a template

/** The variables of a template, in order, each once: "{weight} gate {action}" gives ["weight", "action"]. */
export function variables(template) {
  return [...new Set([...template.matchAll(VARIABLE)].map((found) => found[1].trim()))];
}

/** A template in pieces: [{text, variable: bool}, …]. */
export function pieces(template) {
  const all = [];
  let at = 0;
  for (const found of template.matchAll(VARIABLE)) {
    if (found.index > at) all.push({ text: template.slice(at, found.index), variable: false });
    all.push({ text: found[0], variable: true });
    at = found.index + found[0].length;
  }
  if (at < template.length) all.push({ text: template.slice(at), variable: false });
  return all;
}

/** Values as they are typed: separated by commas, or by semicolons where a value has a comma itself. */
export function readList(text) {
  const split = text.includes(";") ? ";" : ",";
  return text.split(split).map((one) => one.trim()).filter(Boolean); // prettier-ignore
}

export function writeList(values) {
  if (!values.some((one) => one.includes(","))) return values.join(", ");
  return values.length === 1 ? `${values[0]};` : values.join("; ");
}

/** "2 × 3 = 6 prompts" */
export function countText(template, options) {
  const counts = variables(template).map((name) => (options[name] || []).length);
  const product = counts.reduce((a, b) => a * b, 1);
  if (!product) return "each needs a value";
  const words = product === 1 ? "1 prompt" : `${product.toLocaleString("en-US")} prompts`;
  if (product > MOST_PROMPTS) return `${counts.join(" × ")}, the first ${MOST_PROMPTS} are used`;
  return counts.length > 1 ? `${counts.join(" × ")} = ${words}` : words;
}

/** The first `most` prompts with the values they were filled from; variables vary slowest from the left. */
export function prompts(template, options, most = 12) {
  const names = variables(template);
  const total = names.reduce((n, name) => n * (options[name] || []).length, 1);
  const filled = [];
  for (let i = 0; i < Math.min(total, most); i++) {
    const values = {};
    let rest = i;
    for (const name of [...names].reverse()) {
      const all = options[name];
      values[name] = all[rest % all.length];
      rest = Math.floor(rest / all.length);
    }
    filled.push({ text: template.replace(VARIABLE, (_, name) => values[name.trim()]), values });
  }
  return { total, filled };
}

/** A part of a file name: "Heavy rain, near" becomes heavy-rain-near. */
export function slug(text) {
  const plain = String(text).normalize("NFKD").replace(/[̀-ͯ]/g, "").toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, "-").slice(0, 40).replace(/^-+|-+$/g, ""); // prettier-ignore
}

/** The n-th file of a sound by its pattern, and the names in the pattern that mean nothing. */
export function fileName(pattern, sound, values, n = 1) {
  const known = {
    area: sound.area, sound: sound.name, name: sound.name, type: sound.type, category: sound.category,
    subcategory: sound.subcategory, event: sound.event, project: sound.project, ...values,
  }; // prettier-ignore
  const unknown = [];
  const made = pattern.replace(VARIABLE, (_, inner) => {
    const [name, format = ""] = inner.split(":").map((part) => part.trim());
    if (name === "n") return String(n).padStart(Number.parseInt(format, 10) || 1, "0");
    if (!Object.hasOwn(known, name)) unknown.push(name);
    return slug(Object.hasOwn(known, name) ? known[name] || "" : "");
  });
  const tidy = made.replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/_{2,}/g, "_").replace(/^[-_.]+|[-_.]+$/g, ""); // prettier-ignore
  return { name: `${tidy || "sound"}.wav`, unknown };
}

/** What a take is called in the list of its sound: the values it was filled from, else its name. */
export function takeName(asset) {
  const values = Object.values(asset.recipe?.values || {});
  return values.length ? values.join(", ") : asset.name;
}

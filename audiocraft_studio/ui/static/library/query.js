// The text of the search box as terms, so that facets can put terms in and take them out. The server decides what a
// query means; this only has to find where terms begin and end.

const TERM = /(-?)(?:([^\W\d]\w*(?:\.\w+)*):)?("[^"]*"?|\S*)/gu;

/** [{text, minus, field, value}] in their order. */
export function terms(query) {
  const found = [];
  for (const match of query.matchAll(TERM)) {
    if (!match[0]) continue;
    const value = match[3].replace(/^"|"$/g, "");
    found.push({ text: match[0], minus: match[1] === "-", field: (match[2] || "").toLowerCase(), value });
  }
  return found;
}

/** A term as it is written: term("tag", "tin roof") is tag:"tin roof". */
export function term(field, value, minus = false) {
  const safe = String(value).replaceAll('"', "");
  return `${minus ? "-" : ""}${field}:${/[\s"]/.test(value) ? `"${safe}"` : safe}`;
}

const same = (a, b) => a.toLowerCase() === b.toLowerCase();

/** Whether a term stands in the query. */
export function has(query, wanted) {
  return terms(query).some((one) => same(one.text, wanted));
}

/** Whether the query says anything about a field. */
export function hasField(query, field) {
  return terms(query).some((one) => one.field === field);
}

/** The query without the terms of a field (those with a minus too). */
export function withoutField(query, field) {
  return join(terms(query).filter((one) => one.field !== field));
}

/** The query without one term. */
export function without(query, unwanted) {
  return join(terms(query).filter((one) => !same(one.text, unwanted)));
}

/** Puts a term in or takes it out; `only`: it replaces the other terms of its field, as a field can be given once. */
export function toggled(query, wanted, { only = true } = {}) {
  if (has(query, wanted)) return without(query, wanted);
  const field = terms(wanted)[0].field;
  const kept = only ? withoutField(query, field) : join(terms(query));
  return kept ? `${kept} ${wanted}` : wanted;
}

function join(list) {
  return list.map((one) => one.text).join(" ");
}

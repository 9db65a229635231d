// The text of the search box, cut where the server cuts it (docs/http-api.md), so that facets can put terms in and take
// them out. What a query means is the server's; this finds the terms that stand alone, and those in OR and parentheses.

const TERM = /(-?)(?:([\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}\p{N}_]+)*):)?("[^"]*"?|(?:[^\s()]|\([^\s()]*\))*)/uy;
const OPEN = /(-?)\(/y;

/**
 * The parts that must all hold, in their order: [{text, term}]. `term` is {text, minus, field, value} where the part is
 * a single term, null where it is terms with OR between them, or a group.
 */
export function parts(query) {
  const found = [];
  let depth = 0;
  let joined = false;
  for (const token of tokens(query)) {
    const first = depth === 0 && !joined && token.kind !== "or";
    if (first || !found.length) found.push({ from: token.from, to: token.to, term: token.kind === "term" ? token : null });
    else Object.assign(found.at(-1), { to: token.to, term: null });
    if (token.kind === "open") depth += 1;
    else if (token.kind === "close") depth = Math.max(0, depth - 1);
    joined = token.kind === "or" || (joined && depth > 0);
  }
  return found.map(({ from, to, term: one }) => ({ text: query.slice(from, to), term: one }));
}

/** All terms, those in OR and groups too: [{text, minus, field, value, out}]; `out`: what meets it is left out. */
export function terms(query) {
  const groups = [];
  const found = [];
  for (const token of tokens(query)) {
    if (token.kind === "open") groups.push(token.text === "-(");
    else if (token.kind === "close") groups.pop();
    else if (token.kind === "term") found.push({ ...token, out: token.minus !== (groups.filter(Boolean).length % 2 === 1) });
  }
  return found;
}

/** A term as it is written: term("tag", "tin roof") is tag:"tin roof". */
export function term(field, value) {
  const safe = String(value).replaceAll('"', "");
  return `${field}:${/[\s"()]/.test(value) ? `"${safe}"` : safe}`;
}

/** Whether a term stands in the query, alone. */
export function has(query, wanted) {
  const [asked] = terms(wanted);
  return parts(query).some((one) => alike(one.term, asked));
}

/** Whether a term of the field stands in the query, alone. */
export function hasField(query, field) {
  return parts(query).some((one) => one.term?.field === field);
}

/** Whether the query says anything about a field, anywhere. */
export function mentions(query, field) {
  return terms(query).some((one) => one.field === field);
}

/** Whether words are looked for, so that some assets fit better than others. */
export function hasWords(query) {
  return terms(query).some((one) => !one.field && !one.out && one.value.trim());
}

/** The query without the terms of a field that stand alone (those with a minus too). */
export function withoutField(query, field) {
  return join(parts(query).filter((one) => one.term?.field !== field));
}

/** The query without one part. */
export function without(query, unwanted) {
  const [asked, ...more] = terms(unwanted);
  return join(parts(query).filter((one) => one.text !== unwanted && (more.length > 0 || !alike(one.term, asked))));
}

/**
 * Puts a term (or a group) in or takes it out; `only`: it replaces the other terms of its field, as most fields can be
 * given once.
 */
export function toggled(query, wanted, { only = true } = {}) {
  const [{ field }, ...more] = terms(wanted);
  if (parts(query).some((one) => one.text === wanted) || (!more.length && has(query, wanted))) return without(query, wanted);
  const kept = only && field && !more.length ? withoutField(query, field) : join(parts(query));
  if (!kept) return wanted;
  return unfinished(kept) ? `${wanted} ${kept}` : `${kept} ${wanted}`;
}

/** Whether what comes behind the query would become a part of its last term: an open phrase, an open group, an OR. */
function unfinished(query) {
  const all = tokens(query);
  const depth = all.reduce((sum, one) => sum + (one.kind === "open") - (one.kind === "close"), 0);
  return depth > 0 || all.at(-1)?.kind === "or" || (query.split('"').length - 1) % 2 === 1;
}

function tokens(query) {
  const found = [];
  for (let at = 0; at < query.length; ) {
    const token = tokenAt(query, at);
    if (token) found.push(token);
    at = token?.to ?? at + 1;
  }
  return found;
}

function tokenAt(query, at) {
  if (/\s/.test(query[at])) return null;
  if (query[at] === ")") return { kind: "close", from: at, to: at + 1, text: ")" };
  OPEN.lastIndex = TERM.lastIndex = at;
  const open = OPEN.exec(query);
  if (open) return { kind: "open", from: at, to: OPEN.lastIndex, text: open[0] };
  const [text, minus, field, value] = TERM.exec(query);
  if (!text) return null;
  const kind = text === "OR" ? "or" : "term";
  return { kind, from: at, to: at + text.length, text, minus: minus === "-", field: (field || "").toLowerCase(), value: value.replace(/^"|"$/g, "") };
}

function alike(a, b) {
  return Boolean(a && b) && a.minus === b.minus && a.field === b.field && a.value.toLowerCase() === b.value.toLowerCase();
}

function join(list) {
  return list.map((one) => one.text).join(" ");
}

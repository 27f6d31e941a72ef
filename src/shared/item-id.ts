/**
 * Ids of Outlook items as one spelling. Outlook's page writes them in the EWS alphabet, sometimes percent-encoded, sometimes without
 * padding; Graph writes `-` for `/` and `_` for `+` (outlook-web.md 0.3, graph.md 2).
 */
export function foldId(id: string): string {
  let text = id;
  try {
    text = decodeURIComponent(id);
  } catch {
    // A lone percent sign: not encoded.
  }
  return withoutPadding(text.replaceAll('/', '-').replaceAll('+', '_'));
}

/** By hand: `=+$` tries a long row of them from each of them. */
function withoutPadding(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '=') end -= 1;
  return text.slice(0, end);
}

/** The same under the other mapping that public code uses (outlook-web.md 2). */
export const otherFold = (folded: string): string => folded.replace(/[-_]/g, (c) => (c === '-' ? '_' : '-'));

/** As Graph spells a folded id: base64 says how much padding it lacks. */
export const asGraphId = (folded: string): string => folded.padEnd(Math.ceil(folded.length / 4) * 4, '=');

/**
 * For each id as the page spells it the one that is known by it. `-` and `_` are taken for each other only where nothing is known by
 * the first spelling and no other id of the page means the same by its own: two that differ only in them are never joined.
 * `onPage`: whether the page has a folded id beside those that are asked for now.
 */
export function findByIds<T>(
  ids: readonly string[],
  known: ReadonlyMap<string, T>,
  onPage: (folded: string) => boolean = () => false,
): Map<string, T> {
  const folded = new Map(ids.map((id) => [id, foldId(id)]));
  const asked = new Set(folded.values());
  const found = new Map<string, T>();
  for (const [id, key] of folded) {
    const other = otherFold(key);
    const hit = known.get(key) ?? (other !== key && (asked.has(other) || onPage(other)) ? undefined : known.get(other));
    if (hit !== undefined) found.set(id, hit);
  }
  return found;
}

/** What is spoilt is so in a list and by itself. */
export function spoil(json: unknown, spoilt: ReadonlyMap<string, Record<string, unknown>>): unknown {
  const one = (row: unknown): unknown => {
    const wrong = spoilt.get(String((row as { id?: unknown } | null)?.id));
    return wrong ? { ...(row as object), ...wrong } : row;
  };
  if (spoilt.size === 0 || typeof json !== 'object' || json === null) return json;
  const { list } = json as { list?: unknown };
  return Array.isArray(list) ? { ...json, list: list.map(one) } : one(json);
}

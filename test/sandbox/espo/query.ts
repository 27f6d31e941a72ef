/** A query value: text, or the arrays and objects of PHP's `a[b][0]=c`. */
export type Query = { [key: string]: unknown };

const decode = (text: string) => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};

/** PHP's reading of a query string. */
export function parseQuery(query: string): Query {
  const result: Query = {};
  let nested = false;
  for (const part of query.split('&')) {
    if (part === '') continue;
    const cut = part.indexOf('=');
    const name = decode(cut < 0 ? part : part.slice(0, cut));
    const value = cut < 0 ? '' : decode(part.slice(cut + 1));
    if (!name.includes('[')) {
      result[name] = value;
      continue;
    }
    nested = true;
    const keys = [...name.matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '');
    const first = name.replace(/\[.*$/s, '');
    put(result, keys.length > 0 ? [first, ...keys] : [name], value);
  }
  return nested ? (arrays(result) as Query) : result;
}

function put(target: Query, keys: string[], value: string): void {
  let at = target;
  for (const [index, raw] of keys.entries()) {
    const key = raw === '' ? String(Object.keys(at).length) : raw;
    if (index === keys.length - 1) at[key] = value;
    else {
      if (typeof at[key] !== 'object' || at[key] === null) at[key] = {};
      at = at[key] as Query;
    }
  }
}

/** Objects whose keys are 0, 1, 2 ... are lists. */
function arrays(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, arrays(inner)] as const);
  if (entries.length > 0 && entries.every(([key], index) => key === String(index)))
    return entries.map(([, inner]) => inner);
  return Object.fromEntries(entries);
}

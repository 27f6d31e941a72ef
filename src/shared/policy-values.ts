/** Values of policies as Windows hands them over: its registry has numbers and texts, and Firefox takes them as they are. */

/** Of a schema what says how a value looks. */
interface Shape {
  readonly type: string;
  readonly wrapped?: Shape;
  readonly item?: Shape;
  readonly value?: Shape;
  readonly entries?: Readonly<Record<string, Shape>>;
}

/** A switch that is 0 or 1 (DWORD), and a list or several values as JSON in a text (REG_SZ), as what they mean; all else as it is. */
export function asMeant(shape: Shape, said: unknown): unknown {
  if (shape.wrapped) return asMeant(shape.wrapped, said);
  if (shape.type === 'boolean') return said === 0 || said === 1 ? said === 1 : said;
  const { item, value: each, entries } = shape;
  if (!item && !each && !entries) return said;
  const value = typeof said === 'string' ? parsed(said) : said;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return item ? value.map((one) => asMeant(item, one)) : value;
  const shapeOf = (key: string): Shape | undefined => (entries && Object.hasOwn(entries, key) ? entries[key] : each);
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      const inner = shapeOf(key);
      return [key, inner ? asMeant(inner, one) : one];
    }),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

import fc from 'fast-check';

/** Any instant and any time of an event between 1970 and 2100, timed or all day. */
export const instant = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) });
const date = instant.map((t) => new Date(t).toISOString().slice(0, 10));
export const when = fc.oneof(
  fc
    .tuple(instant, fc.nat(10 * 86_400_000))
    .map(([start, length]) => ({ kind: 'timed' as const, start, end: start + length })),
  fc.tuple(date, fc.nat(20)).map(([first, days]) => ({
    kind: 'allDay' as const,
    first,
    last: new Date(Date.parse(first) + days * 86_400_000).toISOString().slice(0, 10),
  })),
);

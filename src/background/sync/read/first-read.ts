/** Which calendars and kinds of records are read for the first time. */
import type { Engine } from '../model/engine';
import type { Cursor } from '../model/store';

/** Calendars and kinds of records that a run has read to its end. */
const READ = 'read|';

/**
 * Positions to be kept at the end of a run: of each calendar and kind of record that this browser reads for the first time. All of them in
 * the first sync; later what could not be read then, or is chosen since.
 */
export async function firstReads({ store, feeds, parts, now }: Engine): Promise<Cursor[]> {
  const known = new Set(await store.cursorNames(READ));
  return (['outlook', 'espo'] as const).flatMap((side) =>
    feeds[side].flatMap(({ id }): Cursor[] => {
      const name = `${READ}${side}|${id}`;
      return known.has(name) || parts.has(side, id) ? [] : [{ pair: store.pair, name, value: String(now()) }];
    }),
  );
}

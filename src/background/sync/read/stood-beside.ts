/** What stood beside others of its key, waited itself, and is another now. */
import type { Cursor, Seen } from '../model/store';

/** Keys of events that stood beside others, waited themselves, and say something else by now or are gone. */
export const STOOD_BESIDE = 'beside|';

/** Of what is about to become a record, or will when it can be told. */
const WAITING: ReadonlySet<Seen['reason']> = new Set([undefined, 'partUnknown']);

/** To be kept with what takes such events in, or away. */
export const stoodBeside = ({ pair }: { pair: string }, rows: readonly (Seen | undefined)[]): Cursor[] =>
  rows.flatMap((row) =>
    row?.side === 'outlook' && row.meetingKey !== '' && WAITING.has(row.reason)
      ? [{ pair, name: STOOD_BESIDE + row.meetingKey, value: '' }]
      : [],
  );

/** What stood beside others of its key, waited itself, and is another now. */
import type { Cursor, Seen } from '../model/store';

/** Keys of events that stood beside others, waited themselves, and say something else by now or are gone. */
export const STOOD_BESIDE = 'beside|';

/** To be kept with what takes such events in, or away. */
export const stoodBeside = ({ pair }: { pair: string }, rows: readonly (Seen | undefined)[]): Cursor[] =>
  rows.flatMap((row) =>
    row && row.side === 'outlook' && row.meetingKey !== '' && row.reason === undefined
      ? [{ pair, name: STOOD_BESIDE + row.meetingKey, value: '' }]
      : [],
  );

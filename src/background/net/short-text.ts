/** Short texts of servers: titles, places, addresses, as long as anybody types them. */
import * as v from 'valibot';

/** More than any title, place or address has that somebody typed; whoever sends more is not carried whole. */
const LONGEST = 10_000;

/** A text of one line: '' where there is none, and no longer than could be meant. */
export const shortText = v.pipe(
  v.nullish(v.string(), ''),
  v.transform((text) => (text.length > LONGEST ? text.slice(0, LONGEST).toWellFormed() : text)),
);

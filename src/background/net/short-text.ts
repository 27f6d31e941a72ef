/** Short texts of servers: titles, places, addresses, as long as anybody types them. */
import * as v from 'valibot';

/** More than any title, place or address has that somebody typed; whoever sends more is not carried whole. */
const LONGEST = 10_000;

/** A text of one line: '' where there is none, and no longer than could be meant. */
export const textUpTo = (longest: number) =>
  v.pipe(
    v.nullish(v.string(), ''),
    v.transform((text) => (text.length > longest ? text.slice(0, longest).toWellFormed() : text)),
  );
export const shortText = textUpTo(LONGEST);
/** What somebody or something is called. */
export const nameText = textUpTo(255);

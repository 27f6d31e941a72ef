/** A name as people see it: in one way of writing each letter, without what is invisible. */

/** Marks of direction and of width: what programs put around names, and nobody types. */
const INVISIBLE = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

export const plainName = (name: string): string =>
  name.normalize('NFC').replace(INVISIBLE, '').replace(/\s+/g, ' ').trim();

/** Two names that people would call the same have the same key. */
export const nameKey = (name: string): string => plainName(name).toLowerCase();

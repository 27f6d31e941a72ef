/** Texts too long to be carried, and whether one is the beginning of another. */
import type { Side } from './item';

/** Longer texts are not carried whole: every run would read, compare and store them. */
export const LONGEST_TEXT = 1_000_000;

/** What stands below the piece of a text that is kept: where the whole is. */
const MARKS: Record<Side, string> = {
  outlook: '[The text is longer: all of it is in Outlook]',
  espo: '[The text is longer: all of it is in EspoCRM]',
};
const MARK = 100;

/** The text of a side as it is carried: a piece of it, with a mark, where it is too long. A piece that was carried over stays what it is. */
export function cutFrom(side: Side, text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  if (text.length <= LONGEST_TEXT + MARK && (isPieceOf('outlook', text) || isPieceOf('espo', text))) return text;
  return `${text.slice(0, LONGEST_TEXT).toWellFormed().trimEnd()}\n${MARKS[side]}`;
}

/** Not the whole of what that side holds: it may not take the place of the whole, nor may anything else that was made of it. */
export const isPieceOf = (side: Side, text: string): boolean => text.endsWith(MARKS[side]);

/**
 * Layer (c): the card and the form over the calendar carry no id. They belong to the tile that was pressed last, if they bear its subject
 * and, where they name clock times, its times. Pure.
 */

import { type Said, subjectOf } from './known-events';
import { clocksIn, plain } from './label';

/** Whether what has opened is that tile's. `lines`: its texts, one by one. */
export function isOfTile(tile: Said, lines: readonly string[], lang: string): boolean {
  const subject = subjectOf(tile.title);
  if (subject === '') return false;
  const texts = lines.map(plain);
  if (!texts.includes(subject)) return false;
  const own = clocksIn(plain(tile.title.slice(tile.title.search(/[\r\n]|$/))), lang).slice(-2);
  const named = texts.filter((text) => text !== subject).map((text) => clocksIn(text, lang));
  const theirs = named.find((clocks) => clocks.length >= 2);
  if (!theirs || own.length < 2) return true;
  return own.every((clock, i) => clock.minute === theirs[i]?.minute && clock.hour % 12 === theirs[i].hour % 12);
}

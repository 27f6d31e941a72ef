/** Days of the calendar as settings and pages write them. */
import * as v from 'valibot';

/** As far as Outlook's own calendar goes: beyond, neither side can be asked. */
const [FIRST, LAST] = ['1601-01-01', '4500-08-31'];

/** A day that there is: not the 31st of February, which one reader moves to March and another one stops at. */
export const isoDate = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d{2}-\d{2}$/),
  v.check((text) => text >= FIRST && text <= LAST && isDay(text)),
);

function isDay(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}

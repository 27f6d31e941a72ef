/**
 * Layer (d), where ids are missing: events that the worker knows are compared with what a tile says, instead of reading the tile. Only
 * where exactly one event and one tile fit is anything shown (outlook-web.md 1.4). Pure.
 */
import { type Clock, clocksIn, isFromTo, namesDay, plain, type Times, withoutClocks } from './label';

export interface KnownEvent extends Times {
  title: string;
}

/** A tile as it is drawn. */
export interface Said {
  /** Outlook's id; '' where the tile carries none. */
  id: string;
  label: string;
  title: string;
  /** The day of the column or cell it lies in; '' where that is not known. */
  day: string;
}

/** First line of the title, in every language. */
export const subjectOf = (title: string): string => plain(title.split(/[\r\n]/, 1)[0] ?? '');

interface Rest {
  text: string;
  clocks: Clock[];
}

/** What follows the subject, or in the grammar of 2022 what stands before it; undefined: it is another subject. */
function restOf({ label, title }: Said, subject: string, lang: string): Rest | undefined {
  const wanted = plain(subject);
  if (wanted === '') return undefined;
  const aria = plain(label);
  if (title !== '') {
    if (subjectOf(title) !== wanted) return undefined;
    // The label says more than the title: the date, too. An icon's name may stand before the subject.
    const at = aria.indexOf(wanted);
    const text = at < 0 ? plain(title.slice(title.search(/[\r\n]/) + 1)) : aria.slice(at + wanted.length);
    return { text, clocks: clocksIn(text, lang) };
  }
  if (aria.startsWith(wanted) && /^ ?[,、،]/.test(aria.slice(wanted.length))) {
    const text = aria.slice(wanted.length);
    return { text, clocks: clocksIn(text, lang) };
  }
  const clocks = clocksIn(aria, lang);
  const until = clocks[1]?.until;
  if (until === undefined) return undefined;
  const after = aria.slice(until);
  const isFormer = after.startsWith(` ${wanted}`) && /^( |$)/.test(after.slice(wanted.length + 1));
  return isFormer ? { text: aria.slice(0, until), clocks: clocks.slice(0, 2) } : undefined;
}

/** Whether a tile says of itself what is known of the event. */
export function fits(event: KnownEvent, tile: Said, lang: string): boolean {
  const rest = restOf(tile, event.title, lang);
  if (!rest) return false;
  const { text, clocks } = rest;
  if (event.allDay && clocks.length > 0) return false;
  if (!event.allDay && clocks.length > 0 && !isFromTo(clocks, event)) return false;
  const first = event.start.slice(0, 10);
  const last = event.end.slice(0, 10);
  if (tile.day !== '') return tile.day >= first && tile.day <= last;
  return namesDay(withoutClocks(text, clocks), first, lang);
}

/** Pieces of one event have its id, or say the same on another day. */
const keyOf = ({ id, label, title }: Said): string => (id === '' ? `${label}\n${title}` : id);

/** For each tile the one event that it can only be. */
export function matchKnown<E extends KnownEvent, T extends Said>(
  events: readonly E[],
  tiles: readonly T[],
  lang: string,
): Map<T, E> {
  const found = new Map<T, E>();
  const tilesOf = new Map<E, T[]>();
  for (const tile of tiles) {
    const fitting = events.filter((event) => fits(event, tile, lang));
    const [only] = fitting;
    for (const event of fitting) tilesOf.set(event, [...(tilesOf.get(event) ?? []), tile]);
    if (only && fitting.length === 1) found.set(tile, only);
  }
  for (const [tile, event] of found) {
    const others = tilesOf.get(event) ?? [];
    const same = others.every((other) => keyOf(other) === keyOf(tile));
    // Without ids two of one day are two events.
    const twice = tile.id === '' && others.filter(({ day }) => day === tile.day).length > 1;
    if (!same || twice) found.delete(tile);
  }
  return found;
}

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
  // Tiles name their times. Where none can be read it is a whole day, or a language whose clocks nobody here knows.
  if (!event.allDay && (clocks.length > 0 || tile.title !== '') && !isFromTo(clocks, event)) return false;
  const first = event.start.slice(0, 10);
  const last = event.end.slice(0, 10);
  if (tile.day !== '') return tile.day >= first && tile.day <= last;
  return namesDay(withoutClocks(text, clocks), first, lang);
}

/** Pieces of one event have its id, or say the same on another day. */
const keyOf = ({ id, label, title }: Said): string => (id === '' ? `${label}\n${title}` : id);

/** For each tile the one event that it can only be. `others`: what else is on the page, recognised by its id or not. */
export function matchKnown<E extends KnownEvent, T extends Said>(
  events: readonly E[],
  tiles: readonly T[],
  lang: string,
  others: readonly Said[] = [],
): Map<T, E> {
  const found = new Map<T, E>();
  const tilesOf = new Map<E, Said[]>();
  const fitting = (tile: Said): E[] => {
    const fit = events.filter((event) => fits(event, tile, lang));
    for (const event of fit) tilesOf.set(event, [...(tilesOf.get(event) ?? []), tile]);
    return fit;
  };
  for (const tile of tiles) {
    const [only, ...more] = fitting(tile);
    if (only && more.length === 0) found.set(tile, only);
  }
  const asked = new Set<Said>(tiles);
  if (found.size > 0) for (const other of others) if (!asked.has(other)) fitting(other);
  for (const [tile, event] of found) {
    const rivals = tilesOf.get(event) ?? [];
    const same = rivals.every((other) => keyOf(other) === keyOf(tile));
    // Without ids two of one day are two events.
    const twice = tile.id === '' && rivals.filter(({ day }) => day === tile.day).length > 1;
    if (!same || twice) found.delete(tile);
  }
  return found;
}

/** The zone that times are written in, for Graph and for a clock of ours. */
import { DAY } from '../../shared/time';
import { ianaZone, instantOf, offsetAt } from './zones';

/** The zone that times are written in: the name for Graph, and the IANA zone behind it, '' where nobody knows it. */
export interface WriteZone {
  name: string;
  iana: string;
}
export const UTC: WriteZone = { name: 'UTC', iana: 'UTC' };

/** A zone as the mailbox server lists it. */
export interface ListedZone {
  alias: string;
  displayName: string;
}

/** Lists of the mailbox server; undefined where it did not say. The second one is asked for only where the first does not do. */
export interface ZoneLists {
  windows(): Promise<readonly ListedZone[] | undefined>;
  iana(): Promise<readonly ListedZone[] | undefined>;
}

/**
 * The mailbox's own zone where the server takes it by that name, or one whose clocks go the same; else the browser's; else UTC. A
 * mailbox may have a zone that is custom, spelt as people read it, or newer than the server's or our table (graph.md 22).
 */
export async function chooseZone(mailbox: string, browser: string, lists: ZoneLists): Promise<WriteZone> {
  const windows = await lists.windows();
  // Nobody can be asked: what Microsoft documents for all servers is taken, and nothing else.
  if (!windows) return isDocumented(mailbox) ? named(mailbox) : UTC;
  const own = listed(windows, mailbox);
  if (own) return named(own);
  const iana = (await lists.iana()) ?? [];
  for (const zone of [mailbox, browser]) {
    const name = listed(iana, zone) ?? listed(windows, zone) ?? alike(windows, zone);
    if (name !== undefined) return named(name);
  }
  return UTC;
}

const named = (name: string): WriteZone => ({ name, iana: ianaZone(name, '') });
const isDocumented = (name: string): boolean => name !== '' && !name.includes('/') && ianaZone(name, '') !== '';

function listed(zones: readonly ListedZone[], name: string): string | undefined {
  const key = plain(name);
  if (key === '') return undefined;
  return zones.find(({ alias, displayName }) => plain(alias) === key || plain(displayName) === key)?.alias;
}

/** Older servers write `(GMT+01:00)` before the cities. */
const plain = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/^\((?:utc|gmt)[^)]*\)\s*(?=\S)/, '');

/** The listed zone whose clocks go like those of a zone that the server does not know by name. */
function alike(zones: readonly ListedZone[], name: string): string | undefined {
  const wanted = ianaZone(name, '');
  if (wanted === '') return undefined;
  const clock = clockOf(wanted);
  const fits = zones.filter(({ alias }) => {
    const iana = ianaZone(alias, '');
    return iana !== '' && (iana === wanted || clockOf(iana) === clock);
  });
  return (fits.find(({ alias }) => ianaZone(alias, '') === wanted) ?? fits[0])?.alias;
}

const FORTNIGHT = 14 * DAY;
const FROM = Date.UTC(2026, 0, 1);
/** How far ahead of UTC a zone is, through two years. */
const clockOf = (iana: string): string =>
  Array.from({ length: 53 }, (_, i) => offsetAt(iana, FROM + i * FORTNIGHT)).join();

/** A time as Graph takes it: in that zone, or in UTC where the zone has the hour twice or nobody knows the zone. */
export function graphTimes(instants: readonly number[], zone: WriteZone): { dateTime: string; timeZone: string }[] {
  const fits = zone.iana !== '' && instants.every((instant) => isSayable(instant, zone.iana));
  const { name, iana } = fits ? zone : UTC;
  return instants.map((instant) => ({
    dateTime: new Date(instant + offsetAt(iana, instant)).toISOString().replace('Z', ''),
    timeZone: name,
  }));
}

/** Whether the clocks of the zone show this only once. */
function isSayable(instant: number, iana: string): boolean {
  const wall = instant + offsetAt(iana, instant);
  const readings = [wall - offsetAt(iana, wall - DAY), wall - offsetAt(iana, wall + DAY)];
  const others = readings.filter((one) => one !== instant && one + offsetAt(iana, one) === wall);
  return others.length === 0 && instantOf(wall, iana) === instant;
}

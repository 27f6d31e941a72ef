/** Zone names and wall-clock times (graph.md 7): Windows names and the IANA names behind them; labels are kept as they were sent. */
import { findIana, IANA_ALIAS_MAP, WINDOWS_TO_IANA_MAP } from 'windows-iana';

const formatters = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();
const QUARTER = 900_000;
const ianaNames = new Set<string>();
const windowsNames: string[] = [];
for (const row of WINDOWS_TO_IANA_MAP) {
  if (!windowsNames.includes(row.windowsName)) windowsNames.push(row.windowsName);
  for (const name of row.iana) ianaNames.add(name);
}
for (const row of IANA_ALIAS_MAP) {
  ianaNames.add(row.name);
  for (const alias of row.alias) ianaNames.add(alias);
}

/** Younger than the servers' own list. */
for (const name of [
  'Europe/Kyiv',
  'America/Nuuk',
  'America/Ciudad_Juarez',
  'America/Coyhaique',
  'Pacific/Kanton',
  'Asia/Qostanay',
])
  ianaNames.delete(name);

/** As people read them; the first ones are the servers' own words. */
const READ: Record<string, string> = {
  'W. Europe Standard Time': '(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna',
  'Dateline Standard Time': '(UTC-12:00) International Date Line West',
  'Pacific Standard Time': '(UTC-08:00) Pacific Time (US & Canada)',
};
const shown = (windows: string): string => {
  const minutes = offsetAt(Date.UTC(2026, 0, 1), toIana(windows) ?? 'UTC') / 60_000;
  const two = (n: number) => String(Math.floor(Math.abs(n))).padStart(2, '0');
  return READ[windows] ?? `(UTC${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}) ${windows}`;
};

/** As GET /me/outlook/supportedTimeZones lists them. */
export const zonesBy = (iana: boolean): { alias: string; displayName: string }[] =>
  iana
    ? [...ianaNames].map((alias) => ({ alias, displayName: alias }))
    : windowsNames.map((alias) => ({ alias, displayName: shown(alias) }));

const behind = new Map<string, string>();

/** The IANA name behind a label, or undefined when Exchange would not know it. */
export function toIana(label: string): string | undefined {
  if (label === 'UTC' || label === 'tzone://Microsoft/Utc') return 'UTC';
  if (ianaNames.has(label)) return label;
  const known = behind.get(label);
  if (known !== undefined || !windowsNames.includes(label)) return known;
  const found = findIana(label)[0];
  if (found !== undefined) behind.set(label, found);
  return found;
}

function offsetAt(utc: number, iana: string): number {
  if (iana === 'UTC') return 0;
  const known = offsets.get(iana) ?? new Map<number, number>();
  offsets.set(iana, known);
  const quarter = Math.floor(utc / QUARTER);
  const cached = known.get(quarter);
  if (cached !== undefined) return cached;
  let format = formatters.get(iana);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: iana,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    formatters.set(iana, format);
  }
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(quarter * QUARTER)) part[type] = Number(value);
  const wall = Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day ?? 1, part.hour ?? 0, part.minute ?? 0);
  const offset = wall - quarter * QUARTER;
  known.set(quarter, offset);
  return offset;
}

const ianaOf = (label: string) => toIana(label) ?? 'UTC';

/** `2026-12-01T10:00:00.0000000` in that zone. */
export function toWall(utc: number, label: string): string {
  const text = new Date(utc + offsetAt(utc, ianaOf(label))).toISOString();
  return `${text.slice(0, 19)}.${text.slice(20, 23)}0000`;
}

/** The instant at which that zone's clocks show `wall` (milliseconds as if it were UTC). */
export function fromWall(wall: number, label: string): number {
  const iana = ianaOf(label);
  const first = wall - offsetAt(wall, iana);
  return wall - offsetAt(first, iana);
}

/** The calendar day of an instant in a zone. */
export const dayOf = (utc: number, label: string) => toWall(utc, label).slice(0, 10);

const SHAPE = /^(\d{4}-\d\d-\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** Reads a dateTime; undefined when it is none. An offset in the text wins over the label. */
export function parseDateTime(text: string, label: string): number | undefined {
  const match = SHAPE.exec(text);
  if (!match) return undefined;
  const [, day, hour = '00', minute = '00', second = '00', fraction = '0', offset] = match;
  const wall = Date.parse(`${day}T${hour}:${minute}:${second}.${`${fraction}00`.slice(0, 3)}Z`);
  if (Number.isNaN(wall)) return undefined;
  if (offset === undefined) return fromWall(wall, label);
  if (offset === 'Z') return wall;
  const sign = offset.startsWith('-') ? -1 : 1;
  return wall - sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6))) * 60_000;
}

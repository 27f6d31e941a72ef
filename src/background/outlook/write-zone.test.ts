import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDateTime, toWall, zonesBy } from '../../../test/sandbox/graph/zones';
import { DAY } from '../../shared/time';
import { chooseZone, graphTimes, type ListedZone, UTC } from './write-zone';
import { ianaZone, offsetAt } from './zones';

function listsOf(windows: readonly ListedZone[] | undefined, iana: readonly ListedZone[] | undefined = []) {
  const asked: string[] = [];
  const list = (name: string, zones: readonly ListedZone[] | undefined) => async () => {
    asked.push(name);
    return zones;
  };
  return { asked, windows: list('windows', windows), iana: list('iana', iana) };
}
const server = () => listsOf(zonesBy(false), zonesBy(true));
const EUROPE = { name: 'W. Europe Standard Time', iana: 'Europe/Berlin' };

describe('the zone that times are written in', () => {
  it.each([
    ['W. Europe Standard Time', EUROPE],
    ['w. europe standard time', EUROPE],
    ['(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna', EUROPE],
    ['(GMT+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna', EUROPE],
    ['Europe/Berlin', { name: 'Europe/Berlin', iana: 'Europe/Berlin' }],
    ['UTC', UTC],
    ['tzone://Microsoft/Utc', UTC],
    // The browser's, where nobody knows the mailbox's.
    ['', { name: 'Asia/Tokyo', iana: 'Asia/Tokyo' }],
    ['Customized Time Zone', { name: 'Asia/Tokyo', iana: 'Asia/Tokyo' }],
    ['tzone://Microsoft/Custom', { name: 'Asia/Tokyo', iana: 'Asia/Tokyo' }],
    ['(UTC+01:00) Nowhere at all', { name: 'Asia/Tokyo', iana: 'Asia/Tokyo' }],
  ])('%s', async (mailbox, zone) => expect(await chooseZone(mailbox, 'Asia/Tokyo', server())).toEqual(zone));

  it('is one whose clocks go the same, where the name is newer than the server', async () => {
    const { name, iana } = await chooseZone('Europe/Kyiv', 'Asia/Tokyo', server());
    expect(zonesBy(false).map(({ alias }) => alias)).toContain(name);
    for (const month of [0, 3, 6, 9])
      expect(offsetAt(iana, Date.UTC(2027, month, 15))).toBe(offsetAt('Europe/Kyiv', Date.UTC(2027, month, 15)));
    // The browser's name may be too new, too, or the second list may not come.
    expect(await chooseZone('Customized Time Zone', 'Asia/Tokyo', listsOf(zonesBy(false), undefined))).toEqual({
      name: 'Tokyo Standard Time',
      iana: 'Asia/Tokyo',
    });
  });

  it('is UTC where neither is known, and what is documented where the server does not say', async () => {
    expect(await chooseZone('Customized Time Zone', 'Mars/Olympus', server())).toEqual(UTC);
    expect(await chooseZone('W. Europe Standard Time', 'Asia/Tokyo', listsOf(undefined))).toEqual(EUROPE);
    expect(await chooseZone('Europe/Kyiv', 'Asia/Tokyo', listsOf(undefined))).toEqual(UTC);
    expect(await chooseZone('Customized Time Zone', 'Asia/Tokyo', listsOf(undefined))).toEqual(UTC);
  });

  it('is asked for once, where the first answer names it', async () => {
    const lists = server();
    await chooseZone('W. Europe Standard Time', 'Asia/Tokyo', lists);
    expect(lists.asked).toEqual(['windows']);
  });

  it('is sent by its name even where nobody here can reckon in it', async () => {
    const windows = [{ alias: 'Mars Standard Time', displayName: '(UTC+25:00) Olympus' }];
    const zone = await chooseZone('Mars Standard Time', 'Asia/Tokyo', listsOf(windows));
    expect(zone).toEqual({ name: 'Mars Standard Time', iana: '' });
    expect(graphTimes([0], zone)).toEqual([{ dateTime: '1970-01-01T00:00:00.000', timeZone: 'UTC' }]);
  });
});

const at = (iso: string): number => Date.parse(iso);

describe('a time as Graph takes it', () => {
  it('stands in the mailbox’s zone', () => {
    expect(graphTimes([at('2026-12-01T09:00:00Z'), at('2026-12-01T10:30:00Z')], EUROPE)).toEqual([
      { dateTime: '2026-12-01T10:00:00.000', timeZone: EUROPE.name },
      { dateTime: '2026-12-01T11:30:00.000', timeZone: EUROPE.name },
    ]);
    expect(graphTimes([at('2026-07-01T09:00:00Z')], EUROPE)[0]?.dateTime).toBe('2026-07-01T11:00:00.000');
  });

  it('stands in UTC where the clocks of the zone show it twice, its end with it', () => {
    for (const hour of ['00:30', '01:30']) {
      const times = graphTimes([at(`2026-10-25T${hour}:00Z`), at('2026-10-25T09:00:00Z')], EUROPE);
      expect(times.map(({ timeZone }) => timeZone)).toEqual(['UTC', 'UTC']);
      expect(times[0]?.dateTime).toBe(`2026-10-25T${hour}:00.000`);
    }
    // Just before and just behind, and around the hour that is skipped, it can be said.
    for (const iso of ['2026-10-24T23:59:00Z', '2026-10-25T02:00:00Z', '2026-03-29T00:59:00Z', '2026-03-29T01:00:00Z'])
      expect(graphTimes([at(iso)], EUROPE)[0]?.timeZone).toBe(EUROPE.name);
  });

  it('comes back as the same instant, from any zone, near every change of clocks', () => {
    const names = zonesBy(false).map(({ alias }) => alias);
    const zone = fc.constantFrom(...names.filter((name) => ianaZone(name, '') !== ''));
    // A year of quarters of an hour: every change is met.
    const quarter = fc.integer({ min: 0, max: 4 * 24 * 366 }).map((n) => Date.UTC(2026, 0, 1) + n * 900_000);
    fc.assert(
      fc.property(
        zone,
        fc.oneof(quarter, fc.constantFrom(...changes())),
        fc.integer({ min: -8, max: 8 }),
        (name, t, by) => {
          const instant = t + by * 900_000;
          const [time] = graphTimes([instant], { name, iana: ianaZone(name) });
          expect(parseDateTime(time?.dateTime ?? '', time?.timeZone ?? '')).toBe(instant);
          expect(time?.timeZone === 'UTC' || time?.dateTime === toWall(instant, name).slice(0, 23)).toBe(true);
        },
      ),
      { numRuns: 3000 },
    );
  });
});

/** Instants at which some zone changes its clocks in 2026. */
function changes(): number[] {
  const found = new Set<number>();
  for (const iana of new Set(zonesBy(false).map(({ alias }) => ianaZone(alias, 'UTC'))))
    for (let day = 0; day < 365; day += 1) {
      const from = Date.UTC(2026, 0, 1 + day);
      if (offsetAt(iana, from) === offsetAt(iana, from + DAY)) continue;
      for (let t = from; t < from + DAY; t += 900_000)
        if (offsetAt(iana, t) !== offsetAt(iana, t + 900_000)) found.add(t + 900_000);
    }
  return [...found];
}

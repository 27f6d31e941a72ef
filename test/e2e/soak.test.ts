import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { part } from '../part.ts';
import { Bench, type Counts, chanceOf, noCounts } from '../soak/bench.ts';
import { soakAsleep, soakClock } from '../soak/clocks.ts';
import { soakKills } from '../soak/kills.ts';
import { soakStops } from '../soak/stops.ts';
import { soakLost, soakQuota } from '../soak/storage.ts';

/** A few of each; `npm run soak` runs them in full. They take as long as the machine makes them. */
const LONG = 240_000;
const say = (): void => undefined;

it(
  'nothing is lost or doubled when the browser is killed in a first sync',
  async () => {
    const counts = noCounts();
    const kills = await soakKills({ kills: 3, items: 60, chance: chanceOf(7), say }, counts);
    expect([kills, counts]).toEqual([3, noCounts()]);
  },
  LONG,
);

/** One after the other in one browser: to connect a new one takes longer than each of them. */
describe('nothing is lost or doubled when', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await Bench.open(20);
  });
  afterAll(() => bench?.close());

  const soaks: [string, (counts: Counts) => Promise<void>][] = [
    [
      'the worker is stopped in the middle of its work',
      (c) => soakStops(bench, { stops: 5, chance: chanceOf(7), say }, c),
    ],
    ['the clock is set back', (c) => soakClock(bench, c)],
    ['the disk is full', (c) => soakQuota(bench, 40, c)],
    ['the store is lost', (c) => soakLost(bench, 10, c)],
    ['it slept for a day', (c) => soakAsleep(bench, c)],
  ];
  it.each(part(soaks, 3))(
    '%s',
    async (_, soak) => {
      const counts = noCounts();
      await soak(counts);
      expect(counts).toEqual(noCounts());
    },
    LONG,
  );
});

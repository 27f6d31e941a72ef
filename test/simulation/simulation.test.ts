import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { Database } from '../../src/background/store/database.ts';
import { DexieStore } from '../../src/background/store/dexie.ts';
import { SeededWorld } from './company.ts';
import { cast } from './crash-words.ts';
import { type Act, type PlayOptions, play, randomHistory } from './history.ts';

/** A few, to break at once what breaks often; `npm test` plays more in a step of its own, and `npm run sim` as many as are asked for. */
const ON_MEMORY = 100;
const ON_INDEXED_DB = 10;

const historyOf = (seed: number): Act[] => randomHistory(new SeededWorld(seed * 7919).random);
let databases = 0;
const dexie = () => {
  databases += 1;
  return new DexieStore(new Database(`sim-${databases}`), 'pair-1');
};

async function broken(from: number, runs: number, options: PlayOptions = {}): Promise<unknown[]> {
  const found: unknown[] = [];
  for (let seed = from; seed < from + runs; seed += 1) {
    const { violations } = await play(seed, historyOf(seed), options);
    if (violations.length > 0) found.push({ seed, violations });
  }
  return found;
}

describe('random histories with crashes and faults break none of the rules of DESIGN section 2', () => {
  it(`${ON_MEMORY} on the memory store`, async () => {
    expect(await broken(1, ON_MEMORY)).toEqual([]);
  }, 300_000);

  it(`${ON_INDEXED_DB} on IndexedDB`, async () => {
    expect(await broken(1_000_001, ON_INDEXED_DB, { store: dexie })).toEqual([]);
  }, 300_000);

  it('the same seed is the same history, step for step', async () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const first = await play(seed, historyOf(seed));
      expect(await play(seed, historyOf(seed))).toEqual(first);
    }
  }, 60_000);

  it('a history has more than 20 steps, and not so many that a million would take a day', async () => {
    let steps = 0;
    for (let seed = 1; seed <= 100; seed += 1) steps += (await play(seed, historyOf(seed))).steps;
    expect(steps / 100).toBeGreaterThan(20);
    // Dozens of histories a second; twelve would do for a million a day.
    expect(steps / 100).toBeLessThan(150);
  }, 60_000);

  it('notices a broken engine: a journal that is forgotten makes duplicates', async () => {
    const { MemoryStore } = await import('./memory-store.ts');
    class Forgetful extends MemoryStore {
      override journal = async () => [];
    }
    const found: string[] = [];
    for (let at = 1; at < 60; at += 1) {
      const acts: Act[] = [
        cast(),
        { act: 'createRecord', tag: 1, day: 1, title: 0, type: 'Meeting' },
        { act: 'sync' },
        { act: 'createEvent', tag: 2, day: 2, title: 0, kind: 'timed' },
        { act: 'crash', at },
        { act: 'editRecord', pick: 1, field: 'title', value: 3 },
      ];
      const { violations } = await play(1, acts, { store: () => new Forgetful('pair-1') });
      found.push(...violations.map((v) => v.rule));
    }
    expect(found).toContain('duplicate.records');
  }, 60_000);
});

import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { Database } from '../../src/background/store/database.ts';
import { DexieStore } from '../../src/background/store/dexie.ts';
import { SeededWorld } from './company.ts';
import { type Act, play, randomHistory } from './history.ts';

const historyOf = (seed: number): Act[] => randomHistory(new SeededWorld(seed * 7919).random);
const dexie = (seed: number) => () => new DexieStore(new Database(`sim-${seed}-${Math.random()}`), 'pair-1');

describe('random histories with crashes and faults break none of rules 1 to 5', () => {
  it('150 on the memory store', async () => {
    const broken: unknown[] = [];
    for (let seed = 1; seed <= 150; seed += 1) {
      const { violations } = await play(seed, historyOf(seed));
      if (violations.length > 0) broken.push({ seed, violations });
    }
    expect(broken).toEqual([]);
  }, 180_000);

  it('15 on IndexedDB', async () => {
    const broken: unknown[] = [];
    for (let seed = 1001; seed <= 1015; seed += 1) {
      const { violations } = await play(seed, historyOf(seed), { store: dexie(seed) });
      if (violations.length > 0) broken.push({ seed, violations });
    }
    expect(broken).toEqual([]);
  }, 180_000);

  it('the same seed is the same history, step for step', async () => {
    const first = await play(7, historyOf(7));
    const again = await play(7, historyOf(7));
    expect(again).toEqual(first);
  });

  it('notices a broken engine: a journal that is forgotten makes duplicates', async () => {
    const { MemoryStore } = await import('./memory-store.ts');
    class Forgetful extends MemoryStore {
      override journal = async () => [];
    }
    const acts: Act[] = [
      { act: 'createRecord', tag: 1, day: 1, title: 0, type: 'Meeting' },
      { act: 'sync' },
      { act: 'createEvent', tag: 2, day: 2, title: 0, kind: 'timed', calendar: 0 },
      { act: 'fault', side: 'espo', when: 'after', status: 0, times: 1 },
      { act: 'sync' },
      { act: 'editRecord', pick: 1, field: 'title', value: 3 },
    ];
    const found: string[] = [];
    for (let at = 1; at < 60; at += 1) {
      const { violations } = await play(1, [...acts.slice(0, 3), { act: 'crash', at }, ...acts.slice(5)], {
        store: () => new Forgetful('pair-1'),
      });
      found.push(...violations.map((v) => v.rule));
    }
    expect(found).toContain('duplicate');
  }, 60_000);
});

/** What the progress bar says of a run against the part of its time that has gone by. */
import { describe, expect, it } from 'vitest';
import { beginProgress, fractionDone, NOTHING_YET, noteProgress } from '../../src/background/app/runs/progress.ts';
import type { Direction } from '../../src/shared/settings.ts';
import { MINUTE } from '../../src/shared/time.ts';
import { fill } from './many-items.ts';
import { ShortLives } from './short-lives.ts';

/** Milliseconds that each request takes. */
const LATENCY = 50;

/** The greatest distance between what is said and what is true, at any moment of one run. */
async function wrongBy(lives: ShortLives): Promise<number> {
  const { world } = lives.company;
  const progress = { ...NOTHING_YET };
  beginProgress();
  const said: { at: number; fraction: number }[] = [];
  lives.progress = (update) => {
    // The moment before, and the moment since.
    said.push({ at: world.now(), fraction: fractionDone() });
    Object.assign(progress, update);
    noteProgress(progress);
    said.push({ at: world.now(), fraction: fractionDone() });
  };
  const began = world.now();
  await lives.live(LATENCY);
  // What was under way at the servers is waited for after it.
  const over = world.now() - LATENCY;
  said.push({ at: over, fraction: fractionDone() });
  return Math.max(...said.map(({ at, fraction }) => Math.abs(fraction - (at - began) / (over - began))));
}

async function opened(direction: Direction, events: number, records: number): Promise<ShortLives> {
  const lives = await ShortLives.open({ settings: { direction }, lease: 'here' });
  fill(lives.company, events, records);
  await lives.browser.connect();
  return lives;
}

describe('the progress of a first sync is right within 10 %', () => {
  it.each([
    ['outlookToEspo', 300, 0],
    ['outlookToEspo', 1000, 0],
    ['espoToOutlook', 0, 300],
    ['espoToOutlook', 0, 1000],
    ['both', 200, 200],
    ['both', 600, 100],
  ] as const)('%s, %i events and %i records', async (direction, events, records) => {
    expect(await wrongBy(await opened(direction, events, records))).toBeLessThanOrEqual(0.1);
  });

  it('and where a stopped worker goes on it begins where that was', async () => {
    const lives = await opened('outlookToEspo', 300, 0);
    await lives.live(LATENCY, 3000);
    lives.company.world.advance(MINUTE);
    const said: number[] = [];
    const progress = { ...NOTHING_YET };
    beginProgress();
    lives.progress = (update) => {
      noteProgress(Object.assign(progress, update));
      said.push(fractionDone());
    };
    await lives.live(LATENCY);
    expect(said[0]).toBeGreaterThan(0.5);
  });
});

import { describe, expect, it } from 'vitest';
import { type EspoVersion, runEspoContract } from './espo-contract.ts';
import { espoKindnesses, tryKindnesses } from './espo-kindnesses.ts';

const LEAST: [EspoVersion, number][] = [
  ['9.2.7', 0.95],
  ['7.5.6', 0.85],
  ['8.4.2', 0.85],
  ['9.3.10', 0.85],
  ['10.0.0', 0.85],
];

describe('the EspoCRM stand-in answers as the recorded servers did', () => {
  it.each(LEAST)('%s', async (version, least) => {
    const report = await runEspoContract(version);
    const different = report.details.filter(({ outcome }) => outcome === 'different');
    const list = different.map(({ file, line, note, why }) => `${file}:${line} ${note}: ${why}`).join('\n');
    expect(report.identical + report.different + report.leftOut).toBe(report.exchanges);
    expect(report.identical / (report.identical + report.different), list).toBeGreaterThanOrEqual(least);
  });
});

/** Another five with every version of this file's seed: `npm run contract -- --kindnesses` tries them all. */
const SEED = 20_261_122;

function some(count: number): typeof espoKindnesses {
  let state = SEED;
  const left = [...espoKindnesses];
  return Array.from({ length: count }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return left.splice(state % left.length, 1)[0];
  }).filter((one) => one !== undefined);
}

it('five kindnesses are noticed', async () => {
  const tried = await tryKindnesses(some(5));
  expect(tried.filter(({ caught }) => !caught)).toEqual([]);
}, 60_000);

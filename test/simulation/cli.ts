import { parseArgs } from 'node:util';
import { SeededWorld } from './company.ts';
import { play, randomHistory } from './history.ts';
import { shrink } from './shrink.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    show: { type: 'string', default: '3' },
  },
});
const runs = Number(values.runs);
const first = Number(values.seed);
const started = Date.now();
let steps = 0;
let violations = 0;

for (let i = 0; i < runs; i += 1) {
  const seed = first + i;
  const acts = randomHistory(new SeededWorld(seed * 7919).random);
  let played: Awaited<ReturnType<typeof play>>;
  try {
    played = await play(seed, acts);
  } catch (error) {
    played = {
      violations: [{ rule: 'thrown', detail: error instanceof Error ? (error.stack ?? error.message) : String(error) }],
      steps: 0,
      crashed: [],
    };
  }
  steps += played.steps;
  if (played.violations.length > 0) {
    violations += 1;
    if (violations <= Number(values.show)) {
      const rule = played.violations[0]?.rule ?? '';
      const short = await shrink(acts, rule, async (list) => {
        try {
          return (await play(seed, list)).violations;
        } catch {
          return [{ rule: 'thrown', detail: '' }];
        }
      });
      console.log(`seed ${seed}: ${played.violations.map((v) => `${v.rule}: ${v.detail}`).join('\n  ')}`);
      console.log(`  shrunk to ${short.length} acts:\n${short.map((a) => `    ${JSON.stringify(a)}`).join('\n')}`);
    }
  }
  if ((i + 1) % 1000 === 0) console.log(`${i + 1} histories, ${violations} with violations`);
}
const seconds = (Date.now() - started) / 1000;
console.log(
  JSON.stringify({
    runs,
    steps,
    violations,
    seed: first,
    seconds,
    runsPerSecond: Math.round((runs / seconds) * 10) / 10,
  }),
);
process.exitCode = violations > 0 ? 1 : 0;

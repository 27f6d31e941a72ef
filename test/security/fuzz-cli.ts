import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';

/** `npm run fuzz`: 100,000 malformed answers. `--seed N --answers 1` repeats one. */
const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, answers: { type: 'string', default: '100000' } },
});
const started = Date.now();
const { answers, ends, wrong } = await fuzz(Number(values.seed), Number(values.answers), (done) =>
  console.log(`${done} answers, ${Math.round((Date.now() - started) / 1000)} s`),
);
for (const line of wrong.slice(0, 20)) console.log(line);
for (const [end, times] of Object.entries(ends).sort(([, a], [, b]) => b - a)) console.log(`${times} x ${end}`);
console.log(`${answers} malformed answers, ${wrong.length} wrong, ${Math.round((Date.now() - started) / 1000)} s`);
process.exitCode = wrong.length > 0 ? 1 : 0;

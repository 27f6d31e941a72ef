import { wholeNumber, words } from '../words.ts';
import { fuzz } from './fuzz.ts';

/** `npm run fuzz`: 100,000 malformed answers. `--seed N --answers 1` repeats one. */
const values = words({
  options: { seed: { type: 'string', default: '1' }, answers: { type: 'string', default: '100000' } },
});
const seed = wholeNumber('seed', values.seed);
const wanted = wholeNumber('answers', values.answers, 1);
const started = Date.now();
const { answers, ends, wrong } = await fuzz(seed, wanted, (done) =>
  console.log(`${done} answers, ${Math.round((Date.now() - started) / 1000)} s`),
);
for (const line of wrong.slice(0, 20)) console.log(line);
for (const [end, times] of Object.entries(ends).sort(([, a], [, b]) => b - a)) console.log(`${times} x ${end}`);
console.log(`${answers} malformed answers, ${wrong.length} wrong, ${Math.round((Date.now() - started) / 1000)} s`);
process.exitCode = wrong.length > 0 ? 1 : 0;

/**
 * npm run soak -- [--seed S] [--kills 100] [--stops 200] [--items 300] [--only kills|stops|once]: the production build in a real
 * browser, whose power goes, whose worker is stopped, whose disk fills up, that loses its store and sleeps for a day. Prints its
 * progress and ends with one JSON line; exits with 1 if anything was lost, doubled, mailed or otherwise not as it must be.
 */
import { wholeNumber, words } from '../words.ts';
import { soak } from './soak.ts';

const values = words({
  options: {
    seed: { type: 'string', default: '1' },
    kills: { type: 'string', default: '100' },
    stops: { type: 'string', default: '200' },
    items: { type: 'string', default: '300' },
    only: { type: 'string' },
  },
});
const only = (part: string): boolean => values.only === undefined || values.only === part;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const started = Date.now();
const { result, counts } = await soak({
  seed: wholeNumber('seed', values.seed),
  kills: only('kills') ? wholeNumber('kills', values.kills) : 0,
  stops: only('stops') ? wholeNumber('stops', values.stops) : 0,
  items: wholeNumber('items', values.items),
  once: only('once'),
  say: (line) => say(`${((Date.now() - started) / 1000).toFixed(0).padStart(5)} s  ${line}`),
});
for (const violation of counts.violations) say(`violation: ${violation}`);
say(JSON.stringify(result));
process.exitCode = result.lost + result.duplicates + result.mails + result.violations > 0 ? 1 : 0;

import { crashEverywhere, SCRIPTS } from './crash.ts';

/** `npm run crash [name]`: every step of every script. */
const started = Date.now();
const names = Object.keys(SCRIPTS).filter((name) => name.includes(process.argv[2] ?? ''));
let points = 0;
let violations = 0;
for (const name of names) {
  const report = await crashEverywhere(name);
  points += report.points;
  violations += report.violations.length;
  console.log(`${name}: ${report.points} crash points, ${report.violations.length} with violations`);
  for (const v of report.violations.slice(0, 2))
    console.log(`  at step ${v.at}: ${v.violations.map((x) => `${x.rule}: ${x.detail.slice(0, 300)}`).join('; ')}`);
}
const seconds = (Date.now() - started) / 1000;
console.log(JSON.stringify({ scripts: names.length, points, violations, seconds }));
process.exitCode = violations > 0 ? 1 : 0;

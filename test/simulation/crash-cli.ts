import { crashEverywhere, SCRIPTS } from './crash.ts';

/** `npm run crash`: every step of every script. */
let points = 0;
let violations = 0;
for (const name of Object.keys(SCRIPTS)) {
  const report = await crashEverywhere(name);
  points += report.points;
  violations += report.violations.length;
  console.log(`${name}: ${report.points} crash points, ${report.violations.length} with violations`);
  for (const v of report.violations.slice(0, 3))
    console.log(`  at step ${v.at}: ${v.violations.map((x) => `${x.rule}: ${x.detail}`).join('; ')}`);
}
console.log(JSON.stringify({ scripts: Object.keys(SCRIPTS).length, points, violations }));
process.exitCode = violations > 0 ? 1 : 0;

/**
 * npm test: everything that CI runs. All steps run, whatever fails; the last line is `N passed, N failed`, counting every test
 * case and each of the other checks as one.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { browser, build, dependencies, say, tool } from './setup.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'npm-test-'));
/** Stores, how many histories and from which seed: the real store takes longer. */
const HISTORIES = [
  ['indexeddb', '1000', '1'],
  ['memory', '9000', '1001'],
];
const failures = [];
let passed = 0;

function note(name, ok) {
  if (ok) passed += 1;
  else failures.push(name);
}

async function check(name, task) {
  const from = Date.now();
  say(`\n== ${name}`);
  const code = await task();
  note(name, code === 0);
  say(`-- ${name}: ${code === 0 ? 'passed' : 'FAILED'} (${seconds(from)})`);
  return code === 0;
}

/** Vitest with its own words on the screen and its result as JSON: what did not even load counts as a failure, too. */
async function suite(name, args, env = {}) {
  const from = Date.now();
  const file = path.join(folder, `${name}.json`);
  say(`\n== ${name}`);
  const code = await tool(
    'vitest',
    ['run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    {
      env,
    },
  );
  let counted = 0;
  let failed = 0;
  try {
    for (const { name: where, status, message, assertionResults } of JSON.parse(readFileSync(file, 'utf8'))
      .testResults) {
      const place = path.relative(process.cwd(), where);
      for (const one of assertionResults) {
        if (one.status === 'passed') counted += 1;
        else if (one.status === 'failed') {
          failures.push(`${place}: ${one.fullName}`);
          failed += 1;
        }
      }
      if (status === 'failed' && !assertionResults.some((one) => one.status === 'failed')) {
        failures.push(`${place}: ${message.split('\n')[0]}`);
        failed += 1;
      }
    }
  } catch {
    failures.push(`${name}: no result`);
    failed += 1;
  }
  // An error outside of any case (an unhandled rejection) ends vitest with a code and no failed case.
  if (code !== 0 && failed === 0) failures.push(`${name}: ended with code ${code}`);
  passed += counted;
  say(`-- ${name}: ${counted} passed, ${failed} failed (${seconds(from)})`);
}

const seconds = (from) => `${((Date.now() - from) / 1000).toFixed(1)} s`;

async function main() {
  say('Checks types, style and dead code, builds, and runs the unit, contract, simulation and end-to-end tests.');
  if (!(await dependencies())) {
    note('dependencies', false);
    return;
  }
  const executable = await browser();
  await check('types', () => tool('tsc', ['-p', '.']));
  await check('lint', () => tool('oxlint', ['--deny-warnings', 'src', 'test', 'scripts']));
  await check('format', () => tool('biome', ['format', '.']));
  await check('dead code', () => tool('knip', ['--no-progress']));
  const built = await check('build', () => build());
  await suite('unit, contract and simulation', []);
  for (const [store, runs, seed] of HISTORIES)
    await check(`${runs} random histories, ${store}`, () =>
      tool('tsx', ['test/simulation/cli.ts', '--runs', runs, '--seed', seed, '--store', store]),
    );
  if (!executable) note('end to end: no browser', false);
  else if (!built) note('end to end: nothing was built', false);
  else await suite('end to end', ['--config', 'test/e2e/vitest.config.ts'], { CHROME: executable });
}

try {
  await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (failures.length > 0) say(`\nFailed:\n${failures.map((one) => `  ${one}`).join('\n')}`);
say(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 ? 1 : 0;

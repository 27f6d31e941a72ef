/**
 * npm test: everything that CI runs. All steps run, whatever fails; the last line is `N passed, N failed`, counting every test
 * case and each of the other checks as one.
 *
 *   npm test -- --only unit,firefox      some of its parts, as the jobs of CI do
 *   npm test -- --whole                  lists of proofs of which else only a part is taken, and more histories: longer than 20 minutes
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { browser, firefox } from './browsers.mjs';
import { say, sayLog } from './log.mjs';
import { build, dependencies, tool } from './setup.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'npm-test-'));
/** Stores, how many histories and from which seed: the real store takes longer. */
const isWhole = process.argv.includes('--whole');
const HISTORIES = [
  ['indexeddb', '200', '1'],
  ['memory', isWhole ? '6000' : '800', '1001'],
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
      env: { ...env, ...(isWhole ? { WHOLE: '1' } : {}) },
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

async function histories() {
  for (const [store, runs, seed] of HISTORIES)
    await check(`${runs} random histories, ${store}`, () =>
      tool('tsx', ['test/simulation/cli.ts', '--runs', runs, '--seed', seed, '--store', store]),
    );
}

const E2E = ['--config', 'test/e2e/vitest.config.ts'];
const FIREFOX_TESTS = 'test/e2e/firefox/**';

/** `install`: the browser that it runs in; `dist`: what has to be built for it. */
async function endToEnd(name, install, dist, variable, args) {
  const executable = await install();
  if (!executable) note(`${name}: no browser`, false);
  else if (!(await built(dist))) note(`${name}: nothing was built`, false);
  else await suite(name, [...E2E, ...args], { [variable]: executable });
}

const builds = {};
/** Each once; a check of its own. */
const built = (target) => {
  builds[target] ??= check(`build for ${target}`, () => build([target]));
  return builds[target];
};

const PARTS = {
  types: () => check('types', () => tool('tsc', ['-p', '.'])),
  lint: async () => {
    await check('lint', () => tool('oxlint', ['--deny-warnings', 'src', 'test', 'scripts']));
    await check('format', () => tool('biome', ['format', '.']));
    await check('dead code', () => tool('knip', ['--no-progress']));
  },
  unit: () => suite('unit, contract and simulation', []),
  histories,
  packages: () => suite('packages', ['--config', 'test/packages/vitest.config.ts']),
  chromium: () => endToEnd('end to end in Chromium', browser, 'chrome', 'CHROME', ['--exclude', FIREFOX_TESTS]),
  firefox: () => endToEnd('end to end in Firefox', firefox, 'firefox', 'FIREFOX', ['test/e2e/firefox']),
};

/** The parts that are asked for, in their order; undefined where one is not known. */
function wanted() {
  const [flag, names = ''] = process.argv.slice(2).filter((word) => word !== '--whole');
  if (flag === undefined) return Object.keys(PARTS);
  const asked = names.split(',');
  return flag === '--only' && asked.every((name) => name in PARTS) ? asked : undefined;
}

async function main() {
  const parts = wanted();
  if (!parts) {
    say(`npm test -- --only with some of ${Object.keys(PARTS).join(',')}`);
    note('arguments', false);
    return;
  }
  say(`Runs ${parts.join(', ')}.`);
  if (!(await dependencies())) {
    note('dependencies', false);
    return;
  }
  for (const part of parts) await PARTS[part]();
}

try {
  await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
sayLog();
if (failures.length > 0) say(`\nFailed:\n${failures.map((one) => `  ${one}`).join('\n')}`);
say(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 ? 1 : 0;

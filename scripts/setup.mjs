/** What every command needs before anything else: dependencies and a build. Pure Node, because on a fresh clone there is nothing but Node. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { ROOT, run, runQuietly, say } from './log.mjs';

const BIN = path.join(ROOT, 'node_modules');

const TOOLS = {
  tsc: ['typescript', 'bin/tsc'],
  oxlint: ['oxlint', 'bin/oxlint'],
  biome: ['@biomejs/biome', 'bin/biome'],
  knip: ['knip', 'bin/knip.js'],
  vite: ['vite', 'bin/vite.js'],
  vitest: ['vitest', 'vitest.mjs'],
  tsx: ['tsx', 'dist/cli.mjs'],
};

/** A tool of node_modules, started with this very Node: no shell, so it is the same on every system. */
export const tool = (name, args, options) => run(process.execPath, [path.join(BIN, ...TOOLS[name]), ...args], options);

const toolQuietly = (name, args, options) =>
  runQuietly(process.execPath, [path.join(BIN, ...TOOLS[name]), ...args], options);

/** `npm ci`, when node_modules is missing or older than the lock file. */
export async function dependencies() {
  const lock = path.join(ROOT, 'package-lock.json');
  const installed = path.join(BIN, '.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return true;
  say('Installing dependencies (npm ci), which may take a minute.');
  return (await runQuietly('npm', ['ci', '--no-progress'], { shell: process.platform === 'win32' })) === 0;
}

/** dist/chrome and dist/firefox; resolves to an exit code. */
export async function build(targets = ['chrome', 'firefox']) {
  for (const target of targets) {
    const args = ['build', '--logLevel', 'warn'];
    // Whatever the environment says: in any other mode the pages would carry names and places of source files.
    const env = { BROWSER: target, NODE_ENV: 'production' };
    const code = await toolQuietly('vite', args, { env, name: `Building dist/${target}` });
    if (code !== 0) return code;
    say(`Built dist/${target}.`);
  }
  return 0;
}

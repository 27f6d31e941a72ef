/**
 * What every command needs before anything else: dependencies and a browser. Pure Node, because on a fresh clone there is
 * nothing but Node.
 */
import { execFileSync, spawn } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BIN = path.join(ROOT, 'node_modules');

export const say = (line) => process.stdout.write(`${line}\n`);

/** Runs a program in the project's folder; resolves to its exit code. */
export function run(program, args, { env = {}, quiet = false, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 'ignore' : 'inherit', quiet ? 'ignore' : 'inherit'],
      shell,
    });
    child.on('error', () => resolve(127));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** A tool of node_modules, started with this very Node: no shell, so it is the same on every system. */
export function tool(name, args, options) {
  const [owner, script] = TOOLS[name];
  return run(process.execPath, [path.join(BIN, owner, script), ...args], options);
}

const TOOLS = {
  tsc: ['typescript', 'bin/tsc'],
  oxlint: ['oxlint', 'bin/oxlint'],
  biome: ['@biomejs/biome', 'bin/biome'],
  knip: ['knip', 'bin/knip.js'],
  vite: ['vite', 'bin/vite.js'],
  vitest: ['vitest', 'vitest.mjs'],
  tsx: ['tsx', 'dist/cli.mjs'],
};

/** `npm ci`, when node_modules is missing or older than the lock file. */
export async function dependencies() {
  const lock = path.join(ROOT, 'package-lock.json');
  const installed = path.join(BIN, '.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return true;
  say('Installing dependencies (npm ci).');
  const code = await run('npm', ['ci', '--no-progress'], { shell: process.platform === 'win32' });
  if (code !== 0) say('npm ci failed: the reason stands above.');
  return code === 0;
}

const PATHS = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
    '/usr/bin/microsoft-edge',
    '/opt/google/chrome/chrome',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) =>
    [
      'Chromium\\Application\\chrome.exe',
      'Google\\Chrome\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ].map((rest) => path.join(process.env[name] ?? 'C:\\', rest)),
  ),
};

const runs = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Path of a Chromium, Chrome or Edge; CHROME names one. Undefined where there is none. */
export function findBrowser() {
  const named = process.env.CHROME;
  if (named) return runs(named) ? named : undefined;
  return (PATHS[process.platform] ?? []).find(runs);
}

const hasOpenssl = () => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const isDebianRoot = () => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8')) && runs('/usr/bin/apt-get');
  } catch {
    return false;
  }
};

/** The browser, and openssl for the sandbox's certificate: installed where that is possible, else said in one sentence. */
export async function browser() {
  const missing = () => [
    ...(findBrowser() ? [] : ['chromium', 'fonts-noto-color-emoji']),
    ...(hasOpenssl() ? [] : ['openssl']),
  ];
  if (process.env.CHROME && !findBrowser()) {
    say(`CHROME names ${process.env.CHROME}, which cannot be run: set it to a Chromium, Chrome or Edge, or unset it.`);
    return undefined;
  }
  if (missing().length > 0 && isDebianRoot()) {
    say(`Installing ${missing().join(', ')} (apt-get).`);
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { env });
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing()], { env });
  }
  if (!findBrowser())
    say('No browser found: install Chromium, Google Chrome or Microsoft Edge, or name one in CHROME.');
  else if (!hasOpenssl()) say('openssl is missing: install it and see that it is in the PATH.');
  else return findBrowser();
  return undefined;
}

/** dist/chrome and dist/firefox; resolves to an exit code. */
export async function build(targets = ['chrome', 'firefox'], { quiet = false } = {}) {
  for (const target of targets) {
    const args = ['build', '--logLevel', quiet ? 'error' : 'warn'];
    const code = await tool('vite', args, { env: { BROWSER: target } });
    if (code !== 0) return code;
    say(`Built dist/${target}.`);
  }
  return 0;
}

/**
 * What a command says on the screen is its own few lines; what npm, apt-get and vite say while it sets itself up goes to a file, which
 * is named at the end and in every error.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

export const say = (line) => process.stdout.write(`${line}\n`);

/** Lines of an error that are shown. */
const MOST = 15;

/** One a command, emptied when it starts: `npm start` writes start.log. */
const NAME = `${path.basename(process.argv[1] ?? 'setup', '.mjs')}.log`;
export const LOG = path.join(ROOT, NAME);
let begun = false;

function begin() {
  if (!begun) writeFileSync(LOG, `${new Date().toISOString()} ${process.version} ${process.platform}\n`);
  begun = true;
}

export function note(line) {
  begin();
  appendFileSync(LOG, `${line}\n`);
}

/** Where the rest stands, if there is a rest. */
export function sayLog() {
  if (begun) say(`What npm, apt-get and the build said: ${NAME}`);
}

/** Runs a program in the project's folder; resolves to its exit code. `output`: a file descriptor in place of the screen. */
export function run(program, args, { env = {}, output = 'inherit', shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', output, output],
      shell,
    });
    child.on('error', () => resolve(127));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** The same with everything it says in the log. What fails says why, and where the rest stands. */
export async function runQuietly(program, args, options = {}) {
  const command = [path.basename(program), ...args.map((one) => path.relative(ROOT, one) || one)].join(' ');
  note(`\n$ ${command}`);
  const before = readFileSync(LOG, 'utf8').length;
  const output = openSync(LOG, 'a');
  const code = await run(program, args, { ...options, output }).finally(() => closeSync(output));
  if (code === 0) return code;
  // A trace says where in vite or npm it was noticed, not what it is.
  const said = stripVTControlCharacters(readFileSync(LOG, 'utf8').slice(before))
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at .*[:)]/.test(line));
  const first = said.findIndex((line) => /\berror\b|^E: /i.test(line));
  say(`${options.name ?? command} failed with code ${code}; everything that was said is in ${NAME}:`);
  for (const line of first < 0 ? said.slice(-MOST) : said.slice(first, first + MOST)) say(`  ${line}`);
  return code;
}

/**
 * What a command says on the screen is its own few lines; what npm, apt-get and vite say while it sets itself up goes to a file, which
 * is named at the end and in every error.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

export const say = (line) => process.stdout.write(`${line}\n`);

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

/** The same with everything it says in the log. What fails says its last lines, and where the others stand. */
export async function runQuietly(program, args, options = {}) {
  const command = [path.basename(program), ...args.map((one) => path.relative(ROOT, one) || one)].join(' ');
  note(`\n$ ${command}`);
  const before = readFileSync(LOG, 'utf8').length;
  const output = openSync(LOG, 'a');
  const env = { ...options.env, NO_COLOR: '1' };
  const code = await run(program, args, { ...options, env, output }).finally(() => closeSync(output));
  if (code === 0) return code;
  // A trace says where in vite or npm it was noticed, not what it is.
  const said = readFileSync(LOG, 'utf8')
    .slice(before)
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at .*[:)]/.test(line));
  say(`${options.name ?? command} failed with code ${code}. Its last words, all of them are in ${NAME}:`);
  for (const line of said.slice(-20)) say(`  ${line}`);
  return code;
}

/**
 * npm start: the main job on the sandbox. Installs what is missing, builds, then hands over to test/e2e/start.ts.
 *
 *   npm start                            opens the browser and stays open for trying
 *   npm start -- --once --json FILE      one headless run and a second one; FILE gets the result
 */
import { browser } from './browsers.mjs';
import { LOG, say, sayLog } from './log.mjs';
import { build, dependencies, tool } from './setup.mjs';

const started = Date.now();
say('Outlook Calendar for EspoCRM: builds the extension, starts the sandbox, connects both sides, syncs.');

async function start() {
  // Before minutes are spent on it.
  const words = process.argv.slice(2);
  if (words.includes('--json') && !/^(?!--)./.test(words[words.indexOf('--json') + 1] ?? '')) {
    say('--json needs a file name.');
    return 2;
  }
  if (!(await dependencies())) return 1;
  const executable = await browser();
  if (!executable) return 1;
  if ((await build(['chrome'])) !== 0) return 1;
  const env = { CHROME: executable, STARTED_AT: String(started), LOG };
  return tool('tsx', ['test/e2e/start.ts', ...process.argv.slice(2)], { env });
}

process.exitCode = await start();
if (process.exitCode !== 0) sayLog();

/** npm run e2e [-- FILE ...]: the end-to-end tests alone, on a fresh build; those of test/e2e/firefox in Firefox, the others in Chromium. */
import { browser, firefox } from './browsers.mjs';
import { sayLog } from './log.mjs';
import { build, dependencies, tool } from './setup.mjs';

async function e2e() {
  if (!(await dependencies())) return 1;
  const files = process.argv.slice(2);
  const inFirefox = files.filter((file) => file.includes('firefox'));
  const env = {};
  const targets = [];
  if (files.length === 0 || inFirefox.length > 0) {
    env.FIREFOX = await firefox();
    targets.push('firefox');
  }
  if (files.length === 0 || inFirefox.length < files.length) {
    env.CHROME = await browser();
    targets.push('chrome');
  }
  if (Object.values(env).includes(undefined) || (await build(targets)) !== 0) return 1;
  return tool('vitest', ['run', '--config', 'test/e2e/vitest.config.ts', ...files], { env });
}

process.exitCode = await e2e();
sayLog();

/** npm run e2e [-- FILE ...]: the end-to-end tests alone, on a fresh build. */
import { browser, build, dependencies, tool } from './setup.mjs';

async function e2e() {
  if (!(await dependencies())) return 1;
  const executable = await browser();
  if (!executable || (await build(['chrome'])) !== 0) return 1;
  const args = ['run', '--config', 'test/e2e/vitest.config.ts', ...process.argv.slice(2)];
  return tool('vitest', args, { env: { CHROME: executable } });
}

process.exitCode = await e2e();

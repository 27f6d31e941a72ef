/** npm run soak [-- --seed S --kills N --stops N --items N --only PART]: the browser under trouble, on a fresh build. */
import { browser } from './browsers.mjs';
import { build, dependencies, tool } from './setup.mjs';

async function soak() {
  if (!(await dependencies())) return 1;
  const executable = await browser();
  if (!executable || (await build(['chrome'])) !== 0) return 1;
  return tool('tsx', ['test/soak/cli.ts', ...process.argv.slice(2)], { env: { CHROME: executable } });
}

process.exitCode = await soak();

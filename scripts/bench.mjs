/**
 * npm run bench [-- --json FILE --only name,name --runs N --versus --fleet --profile]: bundles the bench as the product is bundled, so that no
 * loader's doings are measured, and runs it on a fresh build.
 */
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { browser } from './browsers.mjs';
import { ROOT, run, say } from './log.mjs';
import { build, dependencies } from './setup.mjs';

const OUT = path.join(ROOT, 'node_modules/.cache/bench', String(process.pid));

/** The stand-ins read files that lie beside them. */
const asIfInPlace = {
  name: 'as-if-in-place',
  enforce: 'pre',
  transform(code, id) {
    if (!code.includes('import.meta') || id.includes('node_modules')) return;
    return code
      .replaceAll('import.meta.url', JSON.stringify(String(pathToFileURL(id))))
      .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(id)));
  },
};

/** What a cold start, a popup and a first badge are compared with: an extension of its own. */
async function buildBare(vite) {
  const from = path.join(ROOT, 'test/bench/bare');
  const outDir = path.join(OUT, 'bare');
  const shared = { configFile: false, root: ROOT, logLevel: 'error', publicDir: false };
  const output = { entryFileNames: 'worker.js' };
  await vite.build({
    ...shared,
    build: { outDir, target: 'es2022', rollupOptions: { input: path.join(from, 'worker.ts'), output } },
  });
  for (const name of ['manifest.json', 'page.html', 'popup.html', 'content.js'])
    copyFileSync(path.join(from, name), path.join(outDir, name));
  return outDir;
}

async function bundle(vite) {
  mkdirSync(OUT, { recursive: true });
  await vite.build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    publicDir: false,
    plugins: [asIfInPlace],
    ssr: { noExternal: true, external: ['playwright-core', 'vite'], target: 'node' },
    build: {
      ssr: path.join(ROOT, 'test/bench/cli.ts'),
      outDir: OUT,
      target: 'node20',
      minify: false,
      // The profile names the files that functions come from.
      sourcemap: true,
      emptyOutDir: true,
      rollupOptions: { output: { entryFileNames: 'bench.mjs' } },
    },
  });
  return path.join(OUT, 'bench.mjs');
}

async function bench() {
  if (!(await dependencies())) return 1;
  const args = process.argv.slice(2);
  const { values } = parseArgs({ args, strict: false });
  let executable = '';
  // The engine alone, the fleet and the neighbours need no browser.
  if (!values.node && !values.fleet && !values.versus && !values.profile) {
    executable = await browser();
    if (!executable || (await build(['chrome'])) !== 0) return 1;
  }
  try {
    const vite = await import('vite');
    const file = await bundle(vite);
    // Chromium takes several folders, with commas between.
    const dist = executable && [path.join(ROOT, 'dist/chrome'), await buildBare(vite)].join(',');
    const env = executable ? { CHROME: executable, EXTENSION_DIST: dist } : {};
    return await run(process.execPath, ['--expose-gc', file, ...args], { env });
  } catch (error) {
    say(String(error));
    return 1;
  } finally {
    rmSync(OUT, { recursive: true, force: true });
  }
}

process.exitCode = await bench();

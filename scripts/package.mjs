/**
 * npm run package: what is handed to the stores, in dist/packages: one zip for Chrome and Edge, one for Firefox, and the source package
 * that Mozilla asks for with it. Made twice they are the same to the bit.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, say, sayLog } from './log.mjs';
import { build, dependencies } from './setup.mjs';
import { filesIn, zip } from './zip.mjs';

const OUT = path.join(ROOT, 'dist/packages');
const { name, version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));

/** What a build is made of, and how it is made; the tests stay at home. */
const SOURCES = ['public', 'scripts', 'src'];
const SOURCE_FILES = [
  '.npmrc',
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'docs/building.md',
  'licenses.build.ts',
  'manifest.config.ts',
  'msal.build.ts',
  'worker.build.ts',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
  'vite.config.ts',
];

/** The stores give an extension its id themselves and refuse a package that names one. */
function forStores(files) {
  const { key: _, ...manifest } = JSON.parse(files['manifest.json'].toString('utf8'));
  return { ...files, 'manifest.json': Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) };
}

function sources() {
  const folders = SOURCES.flatMap((folder) =>
    Object.entries(filesIn(path.join(ROOT, folder)))
      .filter(([file]) => !/\.test\.tsx?$/.test(file))
      .map(([file, data]) => [`${folder}/${file}`, data]),
  );
  const single = SOURCE_FILES.map((file) => [file, readFileSync(path.join(ROOT, file))]);
  return Object.fromEntries([...folders, ...single]);
}

async function packages() {
  if (!(await dependencies()) || (await build()) !== 0) return 1;
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  const made = {
    chrome: zip(forStores(filesIn(path.join(ROOT, 'dist/chrome')))),
    firefox: zip(filesIn(path.join(ROOT, 'dist/firefox'))),
    source: zip(sources()),
  };
  for (const [kind, data] of Object.entries(made)) {
    const file = `${name}-${version}-${kind}.zip`;
    writeFileSync(path.join(OUT, file), data);
    const sum = createHash('sha256').update(data).digest('hex');
    say(`${sum}  dist/packages/${file} (${Math.round(data.length / 1024)} kB)`);
  }
  return 0;
}

process.exitCode = await packages();
sayLog();

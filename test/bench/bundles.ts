import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'vite';
import type { Bench } from './bench.ts';

const kb = (bytes: number): number => bytes / 1000;
const gzip = (text: string | Buffer): number => gzipSync(text, { level: 9 }).length;

/** Libraries in what a start of the worker reads, as our code uses them and vite.config.ts builds them. */
const LIBRARIES = `
export { Dexie } from 'dexie/dist/modern/dexie.mjs';
export { default as browser } from 'webextension-polyfill';
export { any, array, boolean, check, fallback, forward, literal, looseObject, maxLength, maxValue, minLength, nullish, number, object, optional, parse, parseJson, picklist, pipe, record, regex, safeParse, string, transform, trim, union, unknown } from 'valibot';
`;

/** The same libraries, built as ours are, on their own: what is left of the worker is ours. */
async function libraries(root: string): Promise<number> {
  const entry: Plugin = {
    name: 'libraries',
    resolveId: (id) => (id === 'libraries' ? '\0libraries.ts' : undefined),
    load: (id) => (id === '\0libraries.ts' ? LIBRARIES : undefined),
  };
  const rollupOptions = { input: 'libraries', preserveEntrySignatures: 'strict' as const };
  const output = await build({
    configFile: false,
    root,
    logLevel: 'error',
    publicDir: false,
    plugins: [entry],
    resolve: { alias: [{ find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' }] },
    build: { write: false, target: 'es2022', rollupOptions },
  });
  const chunks = [output].flat().flatMap((one) => ('output' in one ? one.output : []));
  return gzip(chunks.map((one) => (one.type === 'chunk' ? one.code : '')).join(''));
}

/** Everything a file imports, itself included. */
function withImports(file: string, met = new Set<string>()): Set<string> {
  if (met.has(file)) return met;
  met.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [, name] of text.matchAll(/(?:from|import)\s*["'`](\.[^"'`]+\.js)["'`]/g))
    withImports(path.join(path.dirname(file), name ?? ''), met);
  return met;
}

const sum = (files: Iterable<string>): number =>
  [...files].reduce((bytes, file) => bytes + gzip(readFileSync(file)), 0);

/** Sizes of the built extension for Chromium, minified and gzipped. */
export async function bundles(bench: Bench, root: string): Promise<void> {
  if (!bench.wants('bundle')) return;
  const dist = path.join(root, 'dist/chrome');
  const worker = sum([path.join(dist, 'worker.js')]);
  const assets = path.join(dist, 'assets');
  const page = readdirSync(assets).filter((name) => /^main-.*\.js$/.test(name));
  const popup = sum(page.flatMap((name) => [...withImports(path.join(assets, name))]));
  const theirs = await libraries(root);
  bench.figure('bundle.worker_kb', 'kB', [kb(worker)]);
  bench.figure('bundle.worker_later_kb', 'kB', [kb(sum([path.join(dist, 'worker-later.js')]))]);
  bench.figure('bundle.worker_own_kb', 'kB', [kb(worker - theirs)], { libraries_kb: kb(theirs) });
  bench.figure('bundle.popup_kb', 'kB', [kb(popup)]);
  bench.figure('bundle.content_kb', 'kB', [kb(sum([path.join(dist, 'src/content/index.js')]))]);
}

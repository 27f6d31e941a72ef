import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rolldown, type UserConfig } from 'vite';

const ROOT = fileURLToPath(new URL('.', import.meta.url));
const ENTRY = 'src/background/index.ts';
const FILE = 'worker.js';
const LATER = 'worker-later.js';
/** As in the modules that they are made of. */
const STRICT = "'use strict';\n";

/**
 * A worker's import(). Chromium's workers have none, but they may import a script at any time that they have imported once while they were
 * installed. Code that is read and not used costs a start 0.08 ms for each kB, and each further file one (docs/profile.md): so there are
 * two, in which a part only says how it is made.
 */
const REQUIRE = `const parts = {}, made = {};
self.part = (name, make) => { parts[name] = make; };
const require = (name) => {
  if (made[name]) return made[name].exports;
  if (!parts[name]) importScripts('${LATER}');
  const module = made[name] = { exports: {} };
  try {
    parts[name](require, module.exports, module);
  } catch (error) {
    // Half made it would be taken for whole by who asks next.
    delete made[name];
    throw error;
  }
  return module.exports;
};
self.addEventListener('install', () => importScripts('${LATER}'));`;

/** A letter outside of ASCII would make the browser hold and read the whole file at two bytes a letter. */
const ascii = (code: string): string =>
  code.replaceAll(/[\u0080-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

const part = ({ fileName, code }: Rolldown.OutputChunk): string =>
  `part(${JSON.stringify(`./${fileName}`)}, function (require, exports, module) {${code}\n});\n`;

/** The chunks that the entry needs before anything happens: itself, and what it imports. */
function first(chunks: ReadonlyMap<string, Rolldown.OutputChunk>, name: string, met = new Set<string>()): Set<string> {
  if (met.has(name)) return met;
  met.add(name);
  for (const one of chunks.get(name)?.imports ?? []) first(chunks, one, met);
  return met;
}

/** One file to start with, and one with the parts that are read when they are needed. */
async function buildWorker(dist: string, config: UserConfig): Promise<void> {
  const output = await build({
    ...config,
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    publicDir: false,
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rollupOptions: {
        input: { index: ENTRY },
        output: { format: 'cjs', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
  const all = [output].flat().flatMap((one) => ('output' in one ? one.output : []));
  const chunks = new Map(all.flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one] as const] : [])));
  const begin = first(chunks, 'index.js');
  const code = { now: '', later: '' };
  for (const chunk of chunks.values()) code[begin.has(chunk.fileName) ? 'now' : 'later'] += part(chunk);
  writeFileSync(path.join(dist, LATER), ascii(STRICT + code.later));
  writeFileSync(
    path.join(dist, FILE),
    ascii(`${STRICT}(() => {\n${REQUIRE}\n${code.now}require('./index.js');\n})();\n`),
  );
}

/** In the place of what the extension's own build makes: one module that is read whole at every start, and whose parts the pages would share. */
export const workerInParts = (dist: string, config: UserConfig): Plugin => ({
  name: 'worker-in-parts',
  apply: 'build',
  load: (id) => (id.split('?')[0] === path.join(ROOT, ENTRY) ? 'export {};' : undefined),
  closeBundle: {
    order: 'post',
    sequential: true,
    async handler() {
      await buildWorker(dist, config);
      const place = path.join(dist, 'manifest.json');
      const manifest = JSON.parse(readFileSync(place, 'utf8')) as { background: unknown };
      manifest.background = { service_worker: FILE };
      writeFileSync(place, `${JSON.stringify(manifest, null, 2)}\n`);
      rmSync(path.join(dist, 'service-worker-loader.js'));
      const assets = path.join(dist, 'assets');
      for (const name of readdirSync(assets)) if (/^index\.ts-.*\.js$/.test(name)) rmSync(path.join(assets, name));
    },
  },
});

import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'vite';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CACHE = path.join(ROOT, 'node_modules/.cache/simulation');

/** A deliberate change of one source file, for the time of a bundle. */
export interface Patch {
  /** From the project's folder. */
  file: string;
  /** Occurs exactly once. */
  find: string;
  replace: string;
}

/** Nothing if the patch fits its file; otherwise a sentence that says why not. */
export function misfit({ file, find }: Patch): string | undefined {
  let text: string;
  try {
    text = readFileSync(path.join(ROOT, file), 'utf8');
  } catch {
    return `there is no ${file}`;
  }
  const times = text.split(find).length - 1;
  return times === 1 ? undefined : `its text occurs ${times} times in ${file}, not once`;
}

const made: string[] = [];
process.once('exit', () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/**
 * The worker with everything it needs as one file: ten times as fast to start as through a loader, and the place where a
 * deliberate bug gets in without a source file being touched. Returns its path; `name` keeps bundles apart.
 */
export async function bundle(name: string, patches: readonly Patch[] = []): Promise<string> {
  const outDir = path.join(CACHE, `${process.pid}-${name}`);
  mkdirSync(outDir, { recursive: true });
  made.push(outDir);
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    publicDir: false,
    plugins: [asIfInPlace, patching(patches)],
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: path.join(ROOT, 'test/simulation/worker.ts'),
      outDir,
      target: 'node20',
      minify: false,
      emptyOutDir: true,
      rollupOptions: { output: { entryFileNames: 'worker.mjs' } },
    },
  });
  return path.join(outDir, 'worker.mjs');
}

/** The stand-ins read files that lie beside them. */
const asIfInPlace: Plugin = {
  name: 'as-if-in-place',
  enforce: 'pre',
  transform(code, id) {
    if (!code.includes('import.meta.url') || id.includes('node_modules')) return;
    return code.replaceAll('import.meta.url', JSON.stringify(String(pathToFileURL(id))));
  },
};

const patching = (patches: readonly Patch[]): Plugin => ({
  name: 'patching',
  enforce: 'pre',
  transform(code, id) {
    const file = path.relative(ROOT, id).replaceAll('\\', '/');
    let changed = code;
    // A function, so that `$` in the text means itself.
    for (const patch of patches) if (patch.file === file) changed = changed.replace(patch.find, () => patch.replace);
    return changed === code ? undefined : changed;
  },
});

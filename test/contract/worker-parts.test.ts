/**
 * What may stand in the worker's one chunk: a service worker cannot `import()`, so that whatever is reachable from its entry is loaded and
 * compiled at each wake.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = path.join(import.meta.dirname, '../../src');
/** Each is there for a reason that ARCHITECTURE.md gives; MSAL stands there as a function that is called at a sign-in only (msal.build.ts). */
const PACKAGES = ['@azure/msal-browser', 'dexie', 'valibot', 'webextension-polyfill'];
const MSAL = 'background/auth/msal.ts';
const ROOMS = /^(background|shared)\//;

/** What is imported as a value: types are gone when it runs. */
function valuesOf(source: string): string[] {
  const code = source.replace(/^(?:import|export) type [^;]*;/gm, '').replace(/\/\*[\s\S]*?\*\//g, '');
  const named = [...code.matchAll(/(?:^|\n)(?:import|export)\s([^;'"]*?\sfrom\s)?'([^']+)'/g)];
  const values = named.filter(([, names = '']) => !/^\{(\s*type [\w\s]+,?)+\s*\}\s*from\s$/.test(names));
  const lazily = [...code.matchAll(/import\('([^']+)'\)/g)].map(([, name]) => name ?? '');
  return [...values.map(([, , name]) => name ?? ''), ...lazily];
}

function fileOf(from: string, specifier: string): string {
  const base = path.posix.join(path.posix.dirname(from), specifier);
  return ['', '.ts', '.tsx', '/index.ts'].map((end) => base + end).find((file) => isFile(file)) ?? base;
}
const isFile = (file: string): boolean => path.extname(file) !== '' && existsSync(path.join(SRC, file));

/** Every file that the worker loads, and of each package the files that ask for it. */
function reached(entry: string): { files: Set<string>; packages: Map<string, string[]> } {
  const files = new Set<string>();
  const packages = new Map<string, string[]>();
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    for (const name of valuesOf(readFileSync(path.join(SRC, file), 'utf8')))
      if (name.startsWith('.')) open.push(fileOf(file, name));
      else packages.set(name, [...(packages.get(name) ?? []), file]);
  }
  return { files, packages };
}

describe("the worker's chunk", () => {
  const { files, packages } = reached('background/index.ts');

  it('is walked to its end', () => {
    expect(files.size).toBeGreaterThan(250);
    expect([...files]).toEqual(expect.arrayContaining(['background/sync/run.ts', 'background/outlook/port.ts', MSAL]));
  });

  it('holds no other package than these, and MSAL in the one place where the build makes a function of it', () => {
    expect([...packages.keys()].sort()).toEqual(PACKAGES);
    expect(packages.get('@azure/msal-browser')).toEqual([MSAL]);
  });

  it('holds nothing of pages and of the content script', () => {
    expect([...files].filter((file) => !ROOMS.test(file))).toEqual([]);
  });

  it('makes no formatter and waits for nothing while it is evaluated', () => {
    const dear = /^(?:export )?(?:const|let) (?:(?!=>)[^\n])*new Intl\.|^await /m;
    expect([...files].filter((file) => dear.test(readFileSync(path.join(SRC, file), 'utf8')))).toEqual([]);
  });

  it('does not overlook an import', () => {
    const source = `import type { A } from 'a';\nimport { type B, c } from 'b';\nimport { type D } from 'd';\nimport 'e';\nexport * from 'f';\nconst g = await import('g');\nimport {\n  type H,\n  type I,\n} from 'h';`;
    expect(valuesOf(source)).toEqual(['b', 'e', 'f', 'g']);
  });
});

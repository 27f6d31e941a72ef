/**
 * What may stand in the worker: what is reachable from its entry without an `import()` is read at each wake, the rest is a second file that
 * is read when it is needed (worker.build.ts).
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = path.join(import.meta.dirname, '../../src');
/** Each is there for a reason that ARCHITECTURE.md gives; MSAL stands there as a function that is called at a sign-in only (msal.build.ts). */
const PACKAGES = ['@azure/msal-browser', 'dexie', 'valibot', 'webextension-polyfill'];
const MSAL = 'background/auth/msal.ts';
const ROOMS = /^(background|shared)\//;

/** Of these rooms a wake reads what shows what is stored, and what says when the next run begins; not what signs in, asks, compares or writes. */
const AT_ONCE = [
  ...['', '/handlers', '/kept', '/lists', '/pages', '/runs', '/said', '/tiles'].map((room) => `background/app${room}`),
  ...['background', 'background/store', 'background/sync/decide', 'background/sync/model', 'shared'],
];
/** What of the other rooms is read at once, because stored things are read or worded by it. */
const AT_ONCE_TOO = [
  ...['accounts/attempt', 'accounts/connecting', 'previews/kept-lines'].map((file) => `background/app/${file}.ts`),
  ...['auth-window', 'scopes', 'vault'].map((file) => `background/auth/${file}.ts`),
  ...['assigned', 'field-choices', 'pattern-cost', 'patterns', 'required-fields', 'schema', 'text-limits'].map(
    (file) => `background/espo/${file}.ts`,
  ),
  'background/net/short-text.ts',
  ...['windows-zones', 'zones'].map((file) => `background/outlook/${file}.ts`),
  ...['answer-choice', 'answer-row', 'answered', 'ids', 'needs', 'undo-changes'].map(
    (file) => `background/sync/person/${file}.ts`,
  ),
  'background/sync/read/strangers.ts',
];
/** Of the rooms that are read at once, what is not: a run and what stands around it. */
const LATER = [
  ...['handlers/accounts', 'handlers/card', 'handlers/data', 'handlers/deeds', 'handlers/runs'],
  ...['kept/open-pair', 'kept/read-around', 'kept/services', 'runs/assemble', 'runs/look-around', 'runs/runner'],
  ...['tiles/acts', 'tiles/card', 'tiles/more', 'tiles/search', 'tiles/would-become'],
].map((file) => `background/app/${file}.ts`);

const lazily = (code: string): string[] => [...code.matchAll(/import\('([^']+)'\)/g)].map(([, name]) => name ?? '');

/** What is imported as a value: types are gone when it runs. */
function valuesOf(source: string, later = lazily): string[] {
  const code = source.replace(/^(?:import|export) type [^;]*;/gm, '').replace(/\/\*[\s\S]*?\*\//g, '');
  const named = [...code.matchAll(/(?:^|\n)(?:import|export)\s([^;'"]*?\sfrom\s)?'([^']+)'/g)];
  const values = named.filter(([, names = '']) => !/^\{(\s*type [\w\s]+,?)+\s*\}\s*from\s$/.test(names));
  return [...values.map(([, , name]) => name ?? ''), ...later(code)];
}

function fileOf(from: string, specifier: string): string {
  const base = path.posix.join(path.posix.dirname(from), specifier);
  return ['', '.ts', '.tsx', '/index.ts'].map((end) => base + end).find((file) => isFile(file)) ?? base;
}
const isFile = (file: string): boolean => path.extname(file) !== '' && existsSync(path.join(SRC, file));

/** Every file that the worker loads, and of each package the files that ask for it; without what is loaded later, where `later` names nothing. */
function reached(entry: string, later = lazily): { files: Set<string>; packages: Map<string, string[]> } {
  const files = new Set<string>();
  const packages = new Map<string, string[]>();
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    for (const name of valuesOf(readFileSync(path.join(SRC, file), 'utf8'), later))
      if (name.startsWith('.')) open.push(fileOf(file, name));
      else packages.set(name, [...(packages.get(name) ?? []), file]);
  }
  return { files, packages };
}

describe('the worker', () => {
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

  it('reads at each wake what shows what is stored, and nothing that signs in, asks, compares or writes', () => {
    const first = reached('background/index.ts', () => []);
    expect([...first.packages.keys()].sort()).toEqual(['dexie', 'valibot', 'webextension-polyfill']);
    const others = [...first.files].filter((file) => !AT_ONCE.includes(path.posix.dirname(file)));
    expect(others.sort()).toEqual(AT_ONCE_TOO.toSorted());
    expect(LATER.filter((file) => first.files.has(file) || !files.has(file))).toEqual([]);
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

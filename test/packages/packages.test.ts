import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zip } from '../../scripts/zip.mjs';
import { EXTENSION, FIREFOX_ID, FIREFOX_REDIRECT } from '../e2e/stage.ts';
import { unzip } from './unzip.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const elsewhere = mkdtempSync(path.join(tmpdir(), 'source-package-'));

type Kind = 'chrome' | 'firefox' | 'source';
const KINDS: Kind[] = ['chrome', 'firefox', 'source'];
interface Manifest {
  key?: string;
  description: string;
  default_locale?: string;
  background: { service_worker?: string; scripts?: string[] };
  browser_specific_settings?: {
    gecko: { id: string; data_collection_permissions: { required: string[]; optional?: string[] } };
  };
}

/** What `npm run package` makes in that folder. */
function make(folder: string): Record<Kind, Buffer> {
  execFileSync(process.execPath, [path.join(folder, 'scripts/package.mjs')], { cwd: folder, stdio: 'pipe' });
  const made = path.join(folder, 'dist/packages');
  const of = (kind: Kind) => {
    const [name, ...more] = readdirSync(made).filter((file) => file.endsWith(`-${kind}.zip`));
    if (name === undefined || more.length > 0) throw new Error(`not one package for ${kind}`);
    return readFileSync(path.join(made, name));
  };
  return { chrome: of('chrome'), firefox: of('firefox'), source: of('source') };
}

const manifestOf = (files: Record<string, Buffer>): Manifest => JSON.parse(String(files['manifest.json'])) as Manifest;

let packages: Record<Kind, Buffer>;
let files: Record<Kind, Record<string, Buffer>>;
beforeAll(() => {
  packages = make(ROOT);
  files = { chrome: unzip(packages.chrome), firefox: unzip(packages.firefox), source: unzip(packages.source) };
});
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));

it('a zip follows from names and contents alone, in whatever order they come', () => {
  const [a, b] = [Buffer.from('a'), Buffer.from('b'.repeat(5000))];
  expect(zip({ 'b/ü.txt': b, 'a.txt': a }).equals(zip({ 'a.txt': a, 'b/ü.txt': b }))).toBe(true);
  expect(unzip(zip({ 'b/ü.txt': b, 'a.txt': a }))).toEqual({ 'a.txt': a, 'b/ü.txt': b });
});

it('made once more, in another folder and of the source package alone, they are the same to the bit', () => {
  for (const [name, data] of Object.entries(files.source)) {
    const file = path.join(elsewhere, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, data);
  }
  // As after `npm ci`.
  const modules = path.join(elsewhere, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(path.join(ROOT, 'node_modules')))
    if (!['.cache', '.vite', '.vite-temp'].includes(name))
      symlinkSync(path.join(ROOT, 'node_modules', name), path.join(modules, name));
  utimesSync(path.join(elsewhere, 'package-lock.json'), 0, 0);
  const again = make(elsewhere);
  expect(KINDS.filter((kind) => !again[kind].equals(packages[kind]))).toEqual([]);
});

describe('for Chrome and Edge', () => {
  it('no key, which both stores refuse; the unpacked build has the one that its redirect address follows from', () => {
    expect(manifestOf(files.chrome).key).toBeUndefined();
    const built = JSON.parse(readFileSync(path.join(ROOT, 'dist/chrome/manifest.json'), 'utf8')) as Manifest;
    expect(built.key).toBeTypeOf('string');
    expect(manifestOf(files.chrome).background.service_worker).toBeTypeOf('string');
  });
});

describe('for Firefox', () => {
  it("an event page, and what is true of the user's data: it goes to the two servers that the user chose", () => {
    const { background, browser_specific_settings: settings } = manifestOf(files.firefox);
    expect(background.scripts).toHaveLength(1);
    expect(settings?.gecko.id).toBe(FIREFOX_ID);
    expect(settings?.gecko.data_collection_permissions.required.toSorted()).toEqual([
      'authenticationInfo',
      'personalCommunications',
      'personallyIdentifyingInfo',
      'websiteContent',
    ]);
    const page = readFileSync(path.join(ROOT, 'docs/permissions.md'), 'utf8');
    for (const name of settings?.gecko.data_collection_permissions.required ?? [])
      expect(page).toContain(`| \`${name}\` |`);
  });

  it("Mozilla's linter finds nothing but the assignment that stands in preact", () => {
    const file = path.join(elsewhere, 'firefox.zip');
    writeFileSync(file, packages.firefox);
    const linter = path.join(ROOT, 'node_modules/addons-linter/bin/addons-linter');
    let said: string;
    try {
      said = execFileSync(process.execPath, [linter, file, '--output', 'json'], { encoding: 'utf8', stdio: 'pipe' });
    } catch (failed) {
      said = (failed as { stdout: string }).stdout;
    }
    const { errors, warnings, notices } = JSON.parse(said) as Record<string, { code: string; message: string }[]>;
    expect([errors, notices]).toEqual([[], []]);
    expect(warnings?.map(({ code }) => code)).toEqual(['UNSAFE_VAR_ASSIGNMENT']);
    const ours = Object.entries(files.source).filter(
      ([name, data]) => name.startsWith('src/') && /innerHTML|outerHTML|insertAdjacentHTML/i.test(String(data)),
    );
    expect(ours.map(([name]) => name)).toEqual([]);
  });
});

it('one source: but for the manifest and the worker both carry the same files, and none of them is a test or a map', () => {
  // Chromium's worker is two scripts, Firefox's background page one that loads modules (worker.build.ts).
  const worker = { chrome: ['worker-later.js', 'worker.js'], firefox: ['service-worker-loader.js'] };
  const others = (kind: 'chrome' | 'firefox') =>
    Object.keys(files[kind]).filter((name) => !name.startsWith('assets/') && !worker[kind].includes(name));
  expect(others('firefox')).toEqual(others('chrome'));
  for (const kind of ['chrome', 'firefox'] as const)
    expect(Object.keys(files[kind])).toEqual(expect.arrayContaining(worker[kind]));
  for (const kind of KINDS)
    expect(Object.keys(files[kind]).filter((name) => /\.test\.|\.map$|^test\/|\.log$/.test(name))).toEqual([]);
});

it('no package knows where it was built', () => {
  const telling = KINDS.flatMap((kind) =>
    Object.entries(files[kind])
      .filter(([, data]) => data.includes(ROOT))
      .map(([name]) => `${kind}: ${name}`),
  );
  expect(telling).toEqual([]);
});

it('the stores take at most 132 characters of description, in every language', () => {
  for (const kind of ['chrome', 'firefox'] as const) {
    const { description } = manifestOf(files[kind]);
    const key = /^__MSG_(\w+)__$/.exec(description)?.[1];
    const texts = key
      ? Object.entries(files[kind])
          .filter(([name]) => /^_locales\/\w+\/messages\.json$/.test(name))
          .map(([, data]) => (JSON.parse(String(data)) as Record<string, { message: string }>)[key]?.message ?? '')
      : [description];
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.filter((text) => text === '' || text.length > 132)).toEqual([]);
  }
});

it('docs/building.md and README name the redirect addresses that follow from the ids', () => {
  for (const page of ['docs/building.md', 'README.md']) {
    const text = readFileSync(path.join(ROOT, page), 'utf8');
    expect(text).toContain(`https://${EXTENSION}.chromiumapp.org/`);
    expect(text).toContain(FIREFOX_REDIRECT);
  }
});

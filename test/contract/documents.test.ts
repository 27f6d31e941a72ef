import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLOUD_NAMES, CLOUDS } from '../../src/shared/clouds.ts';
import { ERRORS, REASONS } from '../../src/shared/codes.ts';
import { MANAGED_KEYS } from '../../src/shared/managed.ts';
import { SETTINGS, type SettingKey } from '../../src/shared/settings.ts';
import { VERSIONS } from '../sandbox/espo/versions.ts';
import { messagesOf } from '../surface/texts.ts';
import { anchorsIn, backticksIn, documents, filesOf, linksIn, quotesIn, ROOT, read, wrongWith } from './markdown.ts';
import { isSaid } from './product-words.ts';

const all = documents();
const english = messagesOf('en');

describe('every link', () => {
  it.each(all)('of %s leads somewhere', (file) => {
    const wrong = linksIn(read(file)).map((target) => [target, wrongWith(target, file)]);
    expect(wrong.filter(([, what]) => what !== '')).toEqual([]);
  });

  it('that is wrong is found', () => {
    const text = 'A [b](c.md), ![d](../e.png "f"), `[no](code.md)`\n    [nor](this.md)\n[g](README.md#two-commands)';
    expect(linksIn(text)).toEqual(['c.md', '../e.png "f"', 'README.md#two-commands']);
    expect(wrongWith('c.md', 'README.md')).toBe('no such file');
    expect(wrongWith('../README.md#two-commands', 'docs/users.md')).toBe('');
    expect(wrongWith('../README.md#three-commands', 'docs/users.md')).toBe('no such heading');
    expect(wrongWith('http://example.com', 'README.md')).toBe('no https address');
    expect(anchorsIn('# What happens when...\n## Don’t: “Sync now”')).toEqual(['what-happens-when', 'dont-sync-now']);
  });

  it('leads to every document and picture from another one', () => {
    const linked = new Set(
      all.flatMap((file) =>
        linksIn(read(file)).map((target) =>
          path.posix.join(path.posix.dirname(file), target.split('#')[0] ?? '').replace(/\/$/, ''),
        ),
      ),
    );
    const kept = [...filesOf('docs'), ...filesOf('store')].filter((file) => !file.startsWith('store/listings/'));
    const lost = kept.filter((file) => !linked.has(file) && !linked.has(path.posix.dirname(file)));
    expect(lost).toEqual([]);
  });
});

describe('every name', () => {
  it.each(all)('of a file in %s is that of a file', (file) => {
    const named = backticksIn(read(file)).filter((code) =>
      /^(src|test|docs|scripts|store\/\w+|public|\.github)\/[\w./-]+$/.test(code),
    );
    expect(named.filter((code) => !existsSync(path.join(ROOT, code)))).toEqual([]);
  });

  it.each(all)('in quotes in %s is said by the product', (file) => {
    expect(quotesIn(read(file)).filter((quote) => !isSaid(quote))).toEqual([]);
  });

  it('that the product does not say is found', () => {
    expect(['Sync now', 'Move in Outlook and notify 3 people', 'Sign-in needed'].map((text) => isSaid(text))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['Sync later', 'Move in Thunderbird and notify 3 people', 'sync now'].map((text) => isSaid(text))).toEqual([
      false,
      false,
      false,
    ]);
  });

  /** For whoever reads the code `store.plan` is something else. */
  it.each(all.filter((file) => !/^(ARCHITECTURE|CONTRIBUTING)/.test(file)))('of an error in %s exists', (file) => {
    const codes = backticksIn(read(file)).filter((code) =>
      /^(ms|espo|sync|store|settings|policy|message)\.[a-z][A-Za-z]*$/.test(code),
    );
    expect(codes.filter((code) => !(code in ERRORS) && !/\.(md|ts|tsx|json|mjs)$/.test(code))).toEqual([]);
  });

  it.each(all)('of a command in %s exists', (file) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const commands = [...read(file).matchAll(/\bnpm run ([a-z:0-9]+)/g)].map(([, name = '']) => name);
    expect(commands.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('docs/errors.md', () => {
  it('has every error and every reason', () => {
    const rows = [...read('docs/errors.md').matchAll(/^\| `([\w.]+)` \|/gm)].map(([, code]) => code);
    expect(rows.toSorted()).toEqual([...Object.keys(ERRORS), ...REASONS].toSorted());
  });
});

describe('docs/users.md', () => {
  const text = read('docs/users.md');
  const settings = text.slice(text.indexOf('\n## Connections'), text.indexOf('\n## What happens when...'));
  const paragraphs = settings.split('\n\n');
  const label = (key: SettingKey): string => english[`set_${key}`]?.message ?? '';

  it.each(Object.keys(SETTINGS) as SettingKey[])('says in one paragraph what %s is', (key) => {
    const own = paragraphs.filter((one) => one.startsWith(`**${label(key)}** `));
    expect(own).toHaveLength(1);
    expect(own[0]?.length).toBeGreaterThan(label(key).length + 35);
  });

  it('names every setting as the page does, and groups them like it', () => {
    const names = [...settings.matchAll(/\*\*([^*]+)\*\*/g)].map(([, name = '']) => name);
    expect(names.filter((name) => !isSaid(name))).toEqual([]);
    const groups = ['what', 'way', 'left', 'people', 'parent', 'gone', 'status', 'given', 'fields', 'told'].map(
      (name) => english[`group_${name}`]?.message,
    );
    expect([...settings.matchAll(/^### (.+)$/gm)].map(([, name]) => name)).toEqual([
      ...groups,
      english['own_title']?.message,
    ]);
  });

  it('says what happens in at least twenty everyday cases', () => {
    const cases = text.slice(text.indexOf('\n## What happens when...')).match(/^### /gm) ?? [];
    expect(cases.length).toBeGreaterThanOrEqual(20);
  });
});

describe('docs/administrators.md', () => {
  const text = read('docs/administrators.md');
  const rows = [...text.matchAll(/^\| (`.+) \|$/gm)].map(([, row = '']) => row.split(' | '));
  const named = (cell = ''): string[] => backticksIn(cell);

  it('has every setting that a policy may set, with its default', () => {
    const lockable = Object.entries(SETTINGS).filter(([, { lockable }]) => lockable);
    const listed = rows.filter(([key, , what]) => what !== undefined && (named(key)[0] ?? '') in SETTINGS);
    expect(listed.map(([key, standard]) => [named(key)[0], JSON.parse(named(standard)[0] ?? 'null')])).toEqual(
      lockable.map(([key, entry]) => [key, entry.default]),
    );
  });

  it('has every key of a policy', () => {
    const keys = rows.filter((row) => row.length === 2).flatMap(([key]) => named(key));
    expect(Object.keys(MANAGED_KEYS).filter((key) => !keys.includes(key))).toEqual([]);
  });

  it.each(CLOUD_NAMES)('has the hosts of the cloud %s', (name) => {
    const row = rows.find(([cloud, , signIn]) => signIn !== undefined && named(cloud)[0] === name) ?? [];
    const { graph, login, outlook } = CLOUDS[name];
    const host = (address: string) => new URL(address).host;
    expect([row[1], row[2], row[3]?.split(', ')[0]]).toEqual([graph, login, outlook].map(host));
  });
});

describe('docs/espocrm-versions.md', () => {
  const text = read('docs/espocrm-versions.md');

  it('names the versions that are played, and the tests that an EspoCRM of their own is asked by', () => {
    expect(VERSIONS.filter((version) => !text.includes(version))).toEqual([]);
    const real = filesOf('test/e2e').filter((file) => /\bOffice\.open\(/.test(read(file)));
    expect(real.filter((file) => !text.includes(`\`${file}\``))).toEqual([]);
  });

  it('names each test that needs an administrator', () => {
    const needing = filesOf('test/e2e').flatMap((file) =>
      [...read(file).matchAll(/'([^']+\(needs an administrator\))'/g)].map(([, name = '']) => name),
    );
    const rows = [...text.matchAll(/^\| `(".+)` \|/gm)].map(([, name]) => name);
    expect(rows.toSorted()).toEqual(needing.toSorted());
  });
});

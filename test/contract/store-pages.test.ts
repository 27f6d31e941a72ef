import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { LANGUAGES, messagesOf } from '../surface/texts.ts';
import { filesOf, ROOT, read } from './markdown.ts';

interface Manifest {
  icons: Record<string, string>;
  permissions: string[];
  optional_permissions: string[];
  host_permissions: string[];
  optional_host_permissions: string[];
  content_scripts: { matches: string[]; all_frames: boolean }[];
  browser_specific_settings?: { gecko: { data_collection_permissions: { required: string[]; optional?: string[] } } };
}

async function manifestOf(browser: 'chrome' | 'firefox'): Promise<Manifest> {
  vi.resetModules();
  vi.stubEnv('BROWSER', browser);
  return (await import('../../manifest.config.ts')).default as unknown as Manifest;
}

/** Cells of the rows of all tables, without the heads. */
const rowsOf = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
    .map((line) =>
      line
        .slice(2, -1)
        .split(' | ')
        .map((cell) => cell.trim()),
    );

/** What each permission is for, by what it is. */
function reasonsIn(text: string): Map<string, string> {
  const reasons = new Map<string, string>();
  for (const [what = '', why = ''] of rowsOf(text))
    for (const [name] of what.matchAll(/`[^`]+`/g)) {
      const kind = what.replaceAll(/`[^`]+`(, )?/g, '').trim();
      reasons.set(`${kind} ${name}`.trim(), why);
    }
  return reasons;
}

describe('store/permissions.md', () => {
  const text = read('store/permissions.md');
  const reasons = reasonsIn(text);

  it.each(['chrome', 'firefox'] as const)(
    'has one reason for each permission for %s, and no other',
    async (browser) => {
      const manifest = await manifestOf(browser);
      const scripts = (frames: boolean) =>
        manifest.content_scripts.filter((one) => one.all_frames === frames).flatMap((one) => one.matches);
      const asked = [
        ...[...manifest.permissions, ...manifest.host_permissions].map((name) => `\`${name}\``),
        ...[...manifest.optional_permissions, ...manifest.optional_host_permissions].map(
          (name) => `optional: \`${name}\``,
        ),
        ...scripts(false).map((name) => `content script on \`${name}\``),
        ...scripts(true).map((name) => `content script on in frames, too \`${name}\``),
      ];
      expect([...reasons.keys()].toSorted()).toEqual(asked.toSorted());
    },
  );

  it('gives the reasons of docs/permissions.md, one a row', () => {
    const [page = ''] = read('docs/permissions.md').split('## What leaves the browser');
    expect(Object.fromEntries(reasons)).toEqual(Object.fromEntries(reasonsIn(page)));
    for (const [what = ''] of rowsOf(text)) expect(what.match(/`[^`]+`/g)?.length ?? 1).toBe(1);
  });

  it('says what Chrome asks for besides', () => {
    expect(text).toMatch(/## Single purpose\n\n.{40,}/);
    expect(text).toMatch(/## Remote code\n\nNo\./);
  });
});

describe('store/data-use.md', () => {
  const rows = rowsOf(read('store/data-use.md')).filter(([name = '']) => name.startsWith('`'));
  const answered = (answer: string) => rows.filter((row) => row[2] === answer).map(([name = '']) => name.slice(1, -1));

  it('says yes to what the manifest for Firefox says, and answers all the rest', async () => {
    const { required, optional = [] } = (await manifestOf('firefox')).browser_specific_settings?.gecko
      .data_collection_permissions ?? { required: [] };
    expect(answered('yes').toSorted()).toEqual([...required, ...optional].toSorted());
    expect(answered('yes').length + answered('no').length).toBe(rows.length);
    for (const row of rows) if (row[2] === 'yes') expect(row[3]?.length).toBeGreaterThan(20);
  });

  it('answers every question of the two other stores', () => {
    expect(
      rows
        .map((row) => row[1])
        .filter((name) => name !== '-')
        .toSorted(),
    ).toEqual([
      'Authentication information',
      'Financial and payment information',
      'Health information',
      'Location',
      'Personal communications',
      'Personally identifiable information',
      'User activity',
      'Web history',
      'Website content',
    ]);
  });
});

describe('store/listings', () => {
  it('has the languages of the extension', () => {
    expect(filesOf('store/listings')).toEqual(LANGUAGES.map((name) => `store/listings/${name}.md`).toSorted());
    expect(filesOf('public/_locales')).toEqual(
      LANGUAGES.map((name) => `public/_locales/${name}/messages.json`).toSorted(),
    );
  });

  const english = read('store/listings/en.md');
  const points = (text: string) => text.match(/^- /gm)?.length;

  it.each(LANGUAGES)('%s: name and summary of the package, and as much as the English one says', (language) => {
    const messages = messagesOf(language);
    const text = read(`store/listings/${language}.md`);
    const [title = '', summary = '', ...description] = text.trim().split('\n\n');
    expect([title, summary]).toEqual([`# ${messages['name']?.message}`, `> ${messages['description']?.message}`]);
    expect([...title].length - 2).toBeLessThanOrEqual(75);
    expect([...summary].length - 2).toBeLessThanOrEqual(132);
    const whole = description.join('\n\n');
    expect(whole.length).toBeGreaterThan(250);
    expect(whole.length).toBeLessThan(10_000);
    expect(description.length).toBe(english.trim().split('\n\n').length - 2);
    expect(points(text)).toBe(points(english));
    // The stores show it as it is.
    expect(whole).not.toMatch(/[*`<>]|\]\(|^#/m);
  });
});

describe('pictures', () => {
  const sizeOf = (file: string): string => {
    const bytes = readFileSync(path.join(ROOT, file));
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
  };

  it('have the sizes that the stores ask for', () => {
    const shown = filesOf('store/screenshots');
    expect(shown.length).toBeGreaterThanOrEqual(4);
    expect(shown.length).toBeLessThanOrEqual(5);
    expect(new Set(shown.map(sizeOf))).toEqual(new Set(['1280x800']));
    for (const file of filesOf('store/tiles')) expect(file).toContain(sizeOf(file));
    expect(sizeOf('store/icons/chrome-128.png')).toBe('128x128');
    expect(sizeOf('store/icons/edge-300.png')).toBe('300x300');
  });

  it('of the manifest have the sizes it names', async () => {
    for (const [size, file] of Object.entries((await manifestOf('chrome')).icons))
      expect(sizeOf(`public/${file}`)).toBe(`${size}x${size}`);
  });

  it('are small enough for a repository', () => {
    const all = [...filesOf('store'), ...filesOf('docs')].filter((file) => file.endsWith('.png'));
    const bytes = all.reduce((sum, file) => sum + statSync(path.join(ROOT, file)).size, 0);
    expect(bytes).toBeLessThan(1_500_000);
  });
});

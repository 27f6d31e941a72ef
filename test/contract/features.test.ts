import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const page = read('docs/features.md');
const texts = new Set(
  Object.values(JSON.parse(read('public/_locales/en/messages.json')) as Record<string, { message: string }>).map(
    ({ message }) => message,
  ),
);
const rows = page
  .split('\n')
  .filter((line) => /^\| .*: .* \|$/.test(line))
  .map((line) => {
    const cells = line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, ''));
    const [, file = '', name = ''] = /^(\S+\.tsx?): (.*)$/.exec(cells.at(-1) ?? '') ?? [];
    return { what: cells[0] ?? '', setting: cells[1] ?? '', file, name };
  });
/** Quotes of either kind are escaped in some of the names. */
const plain = (text: string): string => text.replaceAll('\\', '');

/** The table against the reference: what is there, what is here, the setting. */
const compared = (/## Against the reference[^]*?\n\n(\|[^]*?)\n\n/.exec(page)?.[1] ?? '').split('\n').slice(2);

describe('the table against the reference', () => {
  it('has rows', () => expect(compared.length).toBeGreaterThan(20));

  it.each(compared)('%s', (row) => {
    const cells = row.split(' | ');
    expect(cells).toHaveLength(3);
    const labels = [...(cells[2] ?? '').matchAll(/`([^`]+)`/g)].map(([, label]) => label ?? '');
    expect(labels.length > 0 || cells[2] === '– |', row).toBe(true);
    for (const label of labels) expect(texts.has(label), label).toBe(true);
  });
});

describe('docs/features.md', () => {
  it('has rows', () => expect(rows.length).toBeGreaterThan(40));

  it.each(rows)('$what', ({ setting, file, name }) => {
    expect(plain(read(file))).toContain(name);
    // Exactly as the page names it.
    for (const [, label = ''] of setting.matchAll(/`([^`]+)`/g))
      if (!label.includes('…')) expect(texts.has(label), label).toBe(true);
  });
});

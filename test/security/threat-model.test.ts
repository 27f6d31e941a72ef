import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/threat-model.md', ROOT), 'utf8');
const rows = [...page.matchAll(/^\| (\d+) \| (.+?) \| (.+?) \| (.+?) \|$/gm)];

it('every threat has a number, something in its way, and a test that is there', () => {
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.map(([, n]) => Number(n))).toEqual(rows.map((_, i) => i + 1));
  for (const [, n, , answer = '', tests = ''] of rows) {
    const files = tests.match(/`[^`]+`/g)?.map((one) => one.slice(1, -1)) ?? [];
    expect([n, answer.length > 20, files.length > 0]).toEqual([n, true, true]);
    for (const file of files) expect([n, file, existsSync(new URL(file, ROOT))]).toEqual([n, file, true]);
  }
});

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CLOUD_NAMES, CLOUDS, OUTLOOK_ORIGINS } from '../../src/shared/clouds.ts';
import { MANAGED_KEYS } from '../../src/shared/managed.ts';
import { SETTINGS, type SettingKey } from '../../src/shared/settings.ts';

const page = readFileSync(new URL('../../docs/administrators.md', import.meta.url), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| '));
const named = (line: string): string[] =>
  (line.split(' | ')[0]?.match(/`(\w+)`/g) ?? []).map((one) => one.slice(1, -1));

it('the page for administrators names every key of a policy, and every setting with its default', () => {
  const all = rows.flatMap(named);
  for (const key of Object.keys(MANAGED_KEYS)) expect(all).toContain(key);
  for (const [key, { lockable, default: value }] of Object.entries(SETTINGS)) {
    const row = rows.find((line) => named(line)[0] === key);
    expect([key, row !== undefined]).toEqual([key, lockable]);
    if (row) expect([key, row.includes(`\`${JSON.stringify(value)}\``)]).toEqual([key, true]);
  }
  // And no setting that there is none of.
  const table = page.slice(page.indexOf('Settings for `locked`'), page.indexOf('Usual ones'));
  for (const line of table.split('\n').filter((one) => one.startsWith('| `')))
    expect(Object.keys(SETTINGS)).toContain(named(line)[0] as SettingKey);
});

it('names the hosts of every cloud, and no cloud more', () => {
  for (const cloud of CLOUD_NAMES) {
    const row = rows.find((line) => line.startsWith(`| \`${cloud}\``)) ?? '';
    for (const origin of Object.values(CLOUDS[cloud]))
      expect([cloud, row]).toEqual([cloud, expect.stringContaining(new URL(origin).host)]);
  }
  for (const origin of OUTLOOK_ORIGINS) expect(page).toContain(new URL(origin).host);
});

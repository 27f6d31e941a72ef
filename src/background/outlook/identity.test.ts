import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { sha256 } from '../../shared/sha256';
import { meetingKeyOf, siteHash, transactionIdOf } from './identity';

const TEXTS = [
  '',
  'a',
  '040000008200E00074C5B7101A82E008',
  'Größe 😀',
  'a lone half \ud83d of a pair',
  'x'.repeat(10_000),
];

it('hashes as the platform does, so that keys and marks written before are known again', async () => {
  for (const text of TEXTS)
    expect(await sha256(text)).toBe(createHash('sha256').update(text.toWellFormed()).digest('hex'));
  expect(await siteHash('https://crm.example.test')).toBe(
    createHash('sha256').update('https://crm.example.test').digest('hex').slice(0, 16),
  );
});

it('a meeting has a key of 40 digits, and none without an iCalUId', async () => {
  const whole = createHash('sha256').update('uid|2026-12-01T10:00:00Z').digest('hex');
  expect(await meetingKeyOf('uid', '2026-12-01T10:00:00Z')).toBe(whole.slice(0, 40));
  expect(await meetingKeyOf('', '2026-12-01T10:00:00Z')).toBe('');
});

it('a create is the same transaction each time, a re-creation another one: UUIDv5', async () => {
  const id = await transactionIdOf('https://crm.example.test', 'Meeting', '65f', 0);
  const space = Buffer.from('b5a1a4c20c634f0e9a556f2d7e5c1b90', 'hex');
  const name = JSON.stringify(['https://crm.example.test', 'Meeting', '65f', 0]);
  const hash = createHash('sha1').update(space).update(name).digest();
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const plain = id.replaceAll('-', '');
  expect([plain.slice(0, 12), plain.slice(13, 16), plain.slice(17)]).toEqual([
    hash.toString('hex').slice(0, 12),
    hash.toString('hex').slice(13, 16),
    hash.toString('hex').slice(17, 32),
  ]);
  expect(await transactionIdOf('https://crm.example.test', 'Meeting', '65f', 0)).toBe(id);
  expect(await transactionIdOf('https://crm.example.test', 'Meeting', '65f', 1)).not.toBe(id);
});

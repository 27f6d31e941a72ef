import { expect, it } from 'vitest';
import { isBeginning, keysLike, LEAST_KEY, sameKey } from './meeting-key';

const KEY = '0123456789abcdef0123456789abcdef01234567';

it.each([
  ['the same key', KEY, KEY, true],
  ['a field of 32 characters', KEY, KEY.slice(0, 32), true],
  ['two fields of different lengths', KEY.slice(0, LEAST_KEY), KEY.slice(0, 32), true],
  ['another key', KEY, `f${KEY.slice(1)}`, false],
  ['a key that begins alike', KEY, `${KEY.slice(0, 32)}ffffffff`, false],
  ['no key', '', '', false],
  ['no key and a key', '', KEY, false],
  ['too short to be one', KEY, KEY.slice(0, LEAST_KEY - 1), false],
])('%s', (_name, a, b, same) => {
  expect([sameKey(a, b), sameKey(b, a)]).toEqual([same, same]);
});

it('knows which keys of records are of a meeting, and which were cut', () => {
  const like = keysLike([KEY.slice(0, 32), 'short', '', 'f'.repeat(40)]);
  expect(like(KEY)).toEqual([KEY.slice(0, 32)]);
  expect(like('')).toEqual([]);
  expect([KEY, KEY.slice(0, 32), KEY.slice(0, 15), ''].map(isBeginning)).toEqual([false, true, false, false]);
});

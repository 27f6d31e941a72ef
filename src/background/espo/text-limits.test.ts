import { describe, expect, it } from 'vitest';
import { matches } from './patterns';
import { cutTo, fitting, fittingWhole, limit, limitOf, TEXT } from './text-limits';

const NAMED = new Map([
  ['noBadCharacters', '[^<>=]+'],
  ['uriOptionalProtocol', "([a-z]+\\:\\/\\/)?[a-zA-Z0-9%\\.\\/\\?\\:@\\-_=#$!+*\\(\\)',]+\\.([a-zA-Z0-9%\\.\\/\\?=])*"],
]);

it.each([
  ['a varchar of the Field Manager', { type: 'varchar', maxLength: 100 }, limit('f', 100)],
  ['a varchar that says nothing', { type: 'varchar' }, limit('f', 255)],
  ['a text', { type: 'text' }, limit('f', TEXT)],
  ['a text with a limit', { type: 'text', maxLength: 500 }, limit('f', 500)],
  ['a pattern by name', { type: 'varchar', pattern: '$noBadCharacters' }, limit('f', 255, '[^<>=]+')],
  ['a pattern by a name that nobody knows', { type: 'varchar', pattern: '$own' }, limit('f', 255)],
  ['a pattern of its own', { type: 'varchar', pattern: '[0-9]+', maxLength: 5 }, limit('f', 5, '[0-9]+')],
  ['a url', { type: 'url' }, limit('f', 255, NAMED.get('uriOptionalProtocol'))],
  ['odd values', { type: 'varchar', maxLength: '100', pattern: 7 }, limit('f', 255)],
])('the definitions say what %s takes', (_name, field, wanted) => {
  expect(limitOf({ f: field }, 'f', NAMED)).toEqual(wanted);
});

it('knows no limit of a field that is not there', () => {
  expect(limitOf({}, 'f', NAMED)).toBeUndefined();
  expect(limitOf({ f: { type: 'varchar' } }, undefined, NAMED)).toBeUndefined();
});

describe('a text', () => {
  it.each([
    ['fits', 'Room 1', limit('f', 10), 'Room 1'],
    ['is trimmed and cut', `  ${'x'.repeat(160)}`, limit('f', 100), 'x'.repeat(100)],
    ['is cut to whole characters, without a blank at the end', '12345 🎉', limit('f', 7), '12345'],
    ['that has what the field refuses gets what looks like it', 'Room <5>', limit('f', 20, '[^<>=]+'), 'Room ‹5›'],
    ['is cut before it is matched', 'ABC<', limit('f', 3, '[^<>=]+'), 'ABC'],
    ['that the field takes in no form stays out', 'Room 5', limit('f', 20, '[0-9]+'), ''],
    ['that the field takes as it is stays so', 'a <b', limit('f', 20), 'a <b'],
    ['of nothing is nothing', '   ', limit('f', 20, '[0-9]+'), ''],
  ])('%s', (_name, text, to, wanted) => {
    expect(fitting(text, to)).toBe(wanted);
    expect(fitting(wanted, to)).toBe(wanted);
  });

  it('an address fits whole or not at all', () => {
    const address = 'https://meet.example/1?a=b';
    expect(fittingWhole(` ${address} `, limit('f', 30))).toBe(address);
    expect(fittingWhole(address, limit('f', 10))).toBe('');
    expect(fittingWhole('https://meet.example/<1>', limit('f', 30, '[^<>]+'))).toBe('');
  });

  it('a key is cut to what its field holds', () => {
    expect(cutTo('0123456789', limit('f', 4))).toBe('0123');
  });
});

describe('patterns are read as PHP reads them', () => {
  it.each([
    ['the whole value', '[a-z]', 'ab', false],
    ['as they stand, without brackets around them', 'a|b', 'axx', true],
    ['bytes: two of them are one letter', '.{2}', 'é', true],
    ['bytes: four of them are an emoji', '.{2}', '🎉', false],
    ['a letter in a class', '[é]+', 'é', true],
    ['nothing is always taken', '[a-z]+', '', true],
    ['what only PHP knows is left to the server', '\\p{L}+', '1', true],
    ['classes by name too', '[[:alpha:]]+', '1', true],
    ['and what has no end', '(a+)+b', 'c', true],
    ['and what is no pattern', '[a-', 'c', true],
    ['and what ends it', 'a/b', 'c', true],
    ['an escaped slash ends nothing', 'a\\/b', 'a/b', true],
  ])('%s', (_name, pattern, value, taken) => {
    expect(matches(pattern, value)).toBe(taken);
  });
});

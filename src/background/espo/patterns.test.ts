import { expect, it } from 'vitest';
import { waysToMatch } from './pattern-cost';
import { matches } from './patterns';

it.each([
  ['[^<>=]+', 'a<b'],
  ['[A-Za-z]+', 'a1'],
  ['\\d{2}-\\d{2}', '12-3'],
  ['(?:\\d{3} ){2}\\d+', '123 45'],
  ['([a-z0-9]+:\\/\\/)?[a-z0-9.]+', 'https://a b'],
  ['a?b*(c|d)', 'e'],
  ['(?:x|y)+\\w*', 'z'],
  ['(?:ab|cd|\u00f6)*', 'abce'],
])('%s is asked here', (pattern, value) => expect(matches(pattern, value)).toBe(false));

it.each([
  '([a-z]|[a-z ])*[A-Z]',
  '(a|a)*b',
  '(a+b?)+c',
  '(a|aa)+c',
  '(.*)*x',
  '((a)+)+b',
  '(\\w|\\d)+!',
  '(a?){40}b',
  `${'a?'.repeat(40)}b`,
  `${'(a|a)'.repeat(40)}b`,
  '(a{0,9}){9}b',
  '.*.*.*.*.*.*.*x',
  '(?:(?:(?:){1000}){1000}){1000}b',
  '(?=(a+)+b).',
  '(?:a|ab|b)+c',
  '(?:|a)+c',
  '(?:a|.)+c',
  '(?:a|[ab])+c',
  '(?:a|\\w)+c',
  '(?:a|(a))+c',
  '(?:(?:a|aa)b?|c)+d',
  '(a+)\\1+b',
])('%s, that might take for ever, is left to the server', (pattern) => {
  const from = performance.now();
  expect(matches(pattern, 'a'.repeat(4000))).toBe(true);
  expect(performance.now() - from).toBeLessThan(500);
});

it('a text of any length is asked for once where only one place in the pattern has a choice', () => {
  expect(waysToMatch('[^<>=]+', 1_000_000)).toBe(1_000_001);
  expect(waysToMatch('a{2,4}b', 1_000_000)).toBe(3);
  expect(waysToMatch('\\(\\+[(+*]x', 1_000_000)).toBe(1);
  expect(waysToMatch('a{,2}b{x}', 1000)).toBe(1);
});

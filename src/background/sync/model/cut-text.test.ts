import { expect, it } from 'vitest';
import { cutFrom, isPieceOf, LONGEST_TEXT } from './cut-text';

const long = `${'word '.repeat(LONGEST_TEXT / 5)}more`;

it('a text that fits is carried whole', () => {
  expect(cutFrom('outlook', 'short')).toBe('short');
  expect(cutFrom('outlook', 'x'.repeat(LONGEST_TEXT))).toHaveLength(LONGEST_TEXT);
  expect(isPieceOf('outlook', 'short')).toBe(false);
});

it('a longer one is cut, and says where the whole is', () => {
  const piece = cutFrom('outlook', long);
  expect(piece.endsWith('word\n[The text is longer: all of it is in Outlook]')).toBe(true);
  expect([isPieceOf('outlook', piece), isPieceOf('espo', piece)]).toEqual([true, false]);
});

it('a piece that was carried over stays what it is, on either side', () => {
  const piece = cutFrom('outlook', long);
  expect(cutFrom('espo', piece)).toBe(piece);
  expect(cutFrom('outlook', piece)).toBe(piece);
  // Somebody wrote more below it: it is a text of that side.
  expect(isPieceOf('espo', cutFrom('espo', `${piece} and more`))).toBe(true);
});

it('no half of a character is left', () => {
  expect(cutFrom('outlook', `${'x'.repeat(LONGEST_TEXT - 1)}😀`).isWellFormed()).toBe(true);
});

import { expect, it, vi } from 'vitest';
import { agreed } from './agree';

it('is what all name who say anything', () => {
  expect(agreed([undefined, 'a', 'a'])).toBe('a');
  expect(agreed([undefined, undefined])).toBeUndefined();
});

it('is nothing where two name different ones, and that is counted', () => {
  const disagree = vi.fn<() => void>();
  expect(agreed(['a', undefined, 'b'], disagree)).toBeUndefined();
  expect(disagree).toHaveBeenCalledTimes(1);
});

import { expect, it } from 'vitest';
import { MEANS, meaningOf } from './sign-in-numbers';

it('each number means one thing', () => {
  const numbers = Object.values(MEANS).flat();
  expect(new Set(numbers).size).toBe(numbers.length);
  for (const [code, some] of Object.entries(MEANS))
    for (const number of some) expect(meaningOf(number, true)).toBe(code);
});

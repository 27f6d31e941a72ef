import { expect, it } from 'vitest';
import { ERRORS } from '../../shared/codes';
import { endsSignIn, MEANS, meaningOf } from './sign-in-numbers';

it('each number means one thing', () => {
  const numbers = Object.values(MEANS).flat();
  expect(new Set(numbers).size).toBe(numbers.length);
  for (const [code, some] of Object.entries(MEANS))
    for (const number of some) expect(meaningOf(number, true)).toBe(code);
});

it('a sign-in that is over is shown as over, whoever has to open the way; what passes is not', () => {
  for (const code of Object.keys(MEANS)) expect([code, endsSignIn(code)]).toEqual([code, code !== 'ms.server']);
  for (const [code, family] of Object.entries(ERRORS))
    if (family === 'passing') expect([code, endsSignIn(code)]).toEqual([code, false]);
});

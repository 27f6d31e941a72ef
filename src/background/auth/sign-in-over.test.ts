import { expect, it } from 'vitest';
import { ERRORS } from '../../shared/codes';
import { MEANS } from './sign-in-numbers';
import { endsSignIn } from './sign-in-over';

it('a sign-in that is over is shown as over, whoever has to open the way; what passes is not', () => {
  for (const code of Object.keys(MEANS)) expect([code, endsSignIn(code)]).toEqual([code, code !== 'ms.server']);
  for (const [code, family] of Object.entries(ERRORS))
    if (family === 'passing') expect([code, endsSignIn(code)]).toEqual([code, false]);
});

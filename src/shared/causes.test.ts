import { expect, it } from 'vitest';
import { CAUSES, type Cause, causesOf, joinCauses } from './causes';

it('codes come back from what is stored, also where several are joined and some hold the separator', () => {
  const all = Object.keys(CAUSES) as Cause[];
  for (const cause of all) expect(causesOf(CAUSES[cause])).toEqual([cause]);
  for (const one of all)
    for (const other of all)
      if (one !== other) expect(causesOf(joinCauses([CAUSES[one], CAUSES[other]]))).toEqual([one, other]);
  expect(causesOf(joinCauses([CAUSES.newInEspo, CAUSES.newInEspo]))).toEqual(['newInEspo']);
});

it('what an older version wrote in other words has no codes', () => {
  expect(causesOf('somebody said so')).toEqual([]);
  expect(causesOf('')).toEqual([]);
});

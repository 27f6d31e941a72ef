import { expect, it } from 'vitest';
import { exampleLink } from '../../../../test/contract/examples';
import { together } from './one-commit';
import type { Changes } from './store';

const one: Changes = {
  journal: { remove: ['a'] },
  links: { put: [exampleLink()] },
  tallies: { put: [{ pair: 'p', id: 'espo|Meeting|create', at: 1, count: 1 }] },
};
const two: Changes = {
  journal: { remove: ['b'] },
  links: { remove: ['gone'] },
  seen: { remove: [{ side: 'espo', ref: 'r' }] },
};

it('says all that each of them says', () => {
  expect(together([one, two])).toMatchObject({
    journal: { put: [], remove: ['a', 'b'] },
    links: { put: one.links?.put, remove: ['gone'] },
    seen: { put: [], remove: [{ side: 'espo', ref: 'r' }] },
    tallies: { put: one.tallies?.put },
  });
});

it('leaves a single one as it is', () => expect(together([one])).toBe(one));

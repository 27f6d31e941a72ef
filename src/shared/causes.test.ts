import { expect, it } from 'vitest';
import { CAUSES, causesOf, joinCauses } from './causes';

it('what is stored is read again, one or several', () => {
  for (const cause of CAUSES) expect(causesOf(cause)).toEqual([cause]);
  expect(causesOf(joinCauses(['changedInOutlook', 'bothLaterWins', 'changedInOutlook']))).toEqual([
    'changedInOutlook',
    'bothLaterWins',
  ]);
  expect(causesOf('')).toEqual([]);
});

it.each([
  ['changed in EspoCRM', ['changedInEspo']],
  ['changed in Outlook; changed on both sides; the later change wins', ['changedInOutlook', 'bothLaterWins']],
  ['deleted in Outlook, kept in EspoCRM', ['keptInEspo']],
  ['added as Lead by you', ['addedAsLead']],
  ['what nobody ever wrote', []],
])('rows of an older version say the same: %s', (stored, causes) => expect(causesOf(stored)).toEqual(causes));

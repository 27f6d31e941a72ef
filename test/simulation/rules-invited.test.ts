/** The rule that "Always" invites everybody notices somebody who was forgotten. */
import { expect, it } from 'vitest';
import type { Act } from './acts.ts';
import { rowOf, rulesOf } from './broken-rules.ts';
import { cast } from './crash-words.ts';

const playing = (invite: 'always' | 'ask'): Act[] => [
  cast({ settings: { invite } }),
  { act: 'createRecord', tag: 1, day: 9, title: 0, type: 'Meeting' },
  { act: 'setGuests', pick: 0, value: 1 },
  { act: 'sync' },
];

it('none where all are invited, and where the user wants to be asked', async () => {
  for (const invite of ['always', 'ask'] as const) expect(await rulesOf(playing(invite), () => undefined)).toEqual([]);
});

it('somebody who takes part and was never invited', async () => {
  const rules = await rulesOf(playing('always'), (player) => {
    const admin = player.cast.company.espo.control.act('admin');
    const { id } = admin.create('Contact', { lastName: 'Late', emailAddress: 'late@customer.example' });
    admin.link('Meeting', rowOf(player, 1).id, 'contacts', id);
  });
  expect(rules).toContain('uninvited');
});

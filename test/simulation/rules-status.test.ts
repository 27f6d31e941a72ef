/** The rule of what a sync may say of a record's status notices a write that breaks it. */
import { expect, it } from 'vitest';
import type { Act } from './acts.ts';
import { both, ESPO, rogue, rowOf, rulesOf } from './broken-rules.ts';
import { cast } from './crash-words.ts';

const DAY = 86_400_000;
const says = (status: string, settings: Record<string, boolean>, ...before: Act[]): Promise<string[]> =>
  rulesOf([cast({ settings }), ...both.slice(1), { act: 'sync' }, ...before], (p) =>
    rogue(p, 'PUT', `${ESPO}/Meeting/${rowOf(p, 1).id}`, { status }),
  );
const month: Act = { act: 'wait', ms: 30 * DAY };

it.each([
  ['Held, which nobody wants', 'Held', {}, [month]],
  ['Held before it is over', 'Held', { markHeld: true }, []],
  [
    'Held where a person has worked on it',
    'Held',
    { markHeld: true },
    [...[0, 1].map((pick): Act => ({ act: 'editRecord', pick, field: 'description', value: 1 })), month],
  ],
  ['Not Held, though nobody cancelled or declined', 'Not Held', { declinedNotHeld: true }, []],
] as const)('%s', async (_what, status, settings, before) => {
  expect(await says(status, settings, ...before)).toContain('status');
});

it('but not Held a day after its end, where the user wants it', async () => {
  expect(await says('Held', { markHeld: true }, month)).not.toContain('status');
});

it('a status that a person chose is never written over', async () => {
  const chosen = [0, 1].map((pick): Act => ({ act: 'editRecord', pick, field: 'status', value: 0 }));
  expect(await says('Planned', {}, ...chosen)).toContain('status');
});

/** The rule of what a record may belong to notices a write that breaks it. */
import { expect, it } from 'vitest';
import type { Act, CastAct } from './acts.ts';
import { ESPO, rogue, rowOf, rulesOf } from './broken-rules.ts';
import { cast } from './crash-words.ts';

const HIS = { parentType: 'Account', name: '#1', dateStart: '2026-12-01 10:00:00', dateEnd: '2026-12-01 11:00:00' };
const event: Act = { act: 'createEvent', tag: 1, day: 5, title: 0, kind: 'timed', guests: 'outsider' };
const playing = (change: Partial<CastAct>, ...acts: Act[]): Act[] => [
  cast({ customers: 'contact', settings: { setParent: 'certain' }, ...change }),
  ...acts,
];

it('none where EspoCRM has the guest by contact or by domain, and a record gets its account', async () => {
  for (const customers of ['contact', 'domain'] as const) {
    let parent: unknown;
    const acts = playing({ customers, settings: { setParent: 'certain', parentByDomain: true } }, event, {
      act: 'sync',
    });
    const rules = await rulesOf(acts, async (p) => void (parent = [rowOf(p, 1)['parentId'], p.cast.customers[0]]));
    expect(rules).toEqual([]);
    expect(parent).toEqual([expect.any(String), expect.any(String)]);
    expect(new Set(parent as string[]).size).toBe(1);
  }
});

it.each([
  ['though nobody wants it', { settings: {} }, 'POST'],
  ['of a record that is there', {}, 'PUT'],
  ['that is nobody’s account', {}, 'POST'],
] as const)('a parent %s', async (what, change, method) => {
  const parentId = what.startsWith('that is nobody') ? 'another' : undefined;
  const rules = await rulesOf(playing(change, event, { act: 'sync' }), (p) =>
    rogue(p, method, method === 'POST' ? `${ESPO}/Meeting` : `${ESPO}/Meeting/${rowOf(p, 1).id}`, {
      ...HIS,
      parentId: parentId ?? p.cast.customers[0],
    }),
  );
  expect(rules).toContain('parent');
});

const CHOSEN: Act[] = [event, { act: 'sync' }, { act: 'belongs', pick: 0 }];
const asking = (...acts: Act[]) => playing({ customers: 'several', settings: { setParent: 'ask' } }, ...acts);

it('none where the user is asked of two accounts, and has said which', async () => {
  let parent: unknown;
  const rules = await rulesOf(asking(...CHOSEN, { act: 'sync' }), async (p) => {
    parent = [rowOf(p, 1)['parentId'], p.cast.customers[0]];
  });
  expect(rules).toEqual([]);
  expect(parent).toEqual([expect.any(String), expect.any(String)]);
  expect(new Set(parent as string[]).size).toBe(1);
});

it.each(['another than the user has said', 'over one that a person has set'])('a parent %s', async (what) => {
  const other = what.startsWith('over');
  const mine: Act = { act: 'editRecord', pick: 0, field: 'parent', value: 1 };
  const rules = await rulesOf(asking(...CHOSEN, ...(other ? [mine] : []), { act: 'sync' }), (p) =>
    rogue(p, 'PUT', `${ESPO}/Meeting/${rowOf(p, 1).id}`, { ...HIS, parentId: p.cast.customers[other ? 0 : 1] }),
  );
  expect(rules).toContain('parent');
});

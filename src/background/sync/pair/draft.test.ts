import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryStore } from '../../../../test/simulation/memory-store';
import type { Choice, PlanRow } from '../model/store';
import { Draft } from './draft';

const CHOICE: Choice = { ref: 'Meeting/1', feed: 'Meeting', title: 'Visit', createdAt: 0 };

const row = (id: string, more: Partial<PlanRow> = {}): PlanRow => {
  const intent = { op: 'create', key: id, feed: 'Meeting', fields: { title: id } } as unknown as PlanRow['intent'];
  return {
    id,
    pair: 'p',
    state: 'ready',
    reason: undefined,
    op: 'create',
    intent,
    mails: [],
    choices: [],
    ...more,
  } as PlanRow;
};

let store: MemoryStore;
beforeEach(() => {
  store = new MemoryStore('p');
});
const stored = async () =>
  (await store.plan()).map(({ id, state, reason, choices }) => [id, state, reason, choices.length]);
const settle = async (draft: Draft) => store.commit({ plan: await draft.settled(draft.heads()) });

describe('the plan under way', () => {
  it('is stored row by row, and what is not planned any more goes when all are judged', async () => {
    await store.commit({ plan: { put: [row('old')] } });
    const draft = new Draft(store);
    await draft.add([row('a')], { cursors: { put: [{ pair: 'p', name: 'beside', value: '1' }] } });
    expect(await stored()).toEqual([
      ['old', 'ready', undefined, 0],
      ['a', 'ready', undefined, 0],
    ]);
    expect(await store.cursor('beside')).toBe('1');
    await settle(draft);
    expect(await stored()).toEqual([['a', 'ready', undefined, 0]]);
  });

  it.each(['bulk', 'sameMeeting'] as const)('a question (%s) stands until all are judged', async (reason) => {
    const choices = reason === 'bulk' ? [] : [CHOICE];
    await store.commit({ plan: { put: [row('a', { state: 'held', reason, choices })] } });
    const draft = new Draft(store);
    await draft.add([row('a')]);
    // A worker that is stopped here leaves it as it was.
    expect(await stored()).toEqual([['a', 'held', reason, choices.length]]);
    expect(draft.heads()[0]).toMatchObject({ state: 'ready', reason: undefined });
    await settle(draft);
    expect(await stored()).toEqual([['a', 'ready', undefined, 0]]);
  });

  it('an answer stands for exactly the write that it was given to', async () => {
    await store.commit({
      plan: { put: ['a', 'b'].map((id) => row(id, { state: 'confirmed', reason: 'sameMeeting' })) },
    });
    const draft = new Draft(store);
    const other = { ...row('b').intent, fields: { title: 'renamed' } } as unknown as PlanRow['intent'];
    await draft.add([row('a'), row('b', { intent: other })]);
    expect(draft.heads().map(({ state }) => state)).toEqual(['confirmed', 'ready']);
    // How each stood before is known all the same, and also when it is made once more in the same pass.
    await draft.add([row('b', { intent: other })]);
    expect(draft.heads().map((head) => draft.before(head)?.state)).toEqual(['confirmed', 'confirmed']);
  });

  it('what is held, dropped or judged by others is stored so, of thousands in pieces', async () => {
    const draft = new Draft(store);
    await draft.add(Array.from({ length: 1200 }, (_, i) => row(`r${i}`)));
    const [first, second] = draft.heads();
    if (first) draft.hold(first, 'sameMeeting', [CHOICE]);
    draft.drop(({ id }) => id === second?.id);
    const judged = draft
      .heads()
      .map((head) => (head.state === 'held' ? head : { ...head, state: 'held' as const, reason: 'bulk' as const }));
    await store.commit({ plan: await draft.settled(judged) });
    const rows = await store.plan();
    expect(rows.length).toBe(1199);
    expect(rows.filter(({ reason }) => reason === 'bulk').length).toBe(1198);
    expect(await store.planById(['r0', 'r1'])).toMatchObject([
      { state: 'held', reason: 'sameMeeting', choices: [CHOICE] },
      undefined,
    ]);
  });
});

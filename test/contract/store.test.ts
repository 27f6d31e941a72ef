import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { EspoItem } from '../../src/background/sync/model/item.ts';
import type { Link } from '../../src/background/sync/model/link.ts';
import type { Activity, Arrival, PlanRow, Seen } from '../../src/background/sync/model/store.ts';
import { exampleLink } from './examples.ts';
import { link, stores } from './stores.ts';

const seen = (ref: string, change: Partial<Seen> = {}): Seen => ({
  pair: 'p',
  side: 'espo',
  ref,
  feed: 'Meeting',
  meetingKey: '',
  twin: `t-${ref}`,
  title: ref,
  series: '',
  start: 1000,
  reason: 'direction',
  ...change,
});
const arrival = (ref: string, item: Arrival['item']): Arrival => ({ pair: 'p', side: 'outlook', ref, feed: 'c', item });

describe.each(stores)('store: %s', (_, make) => {
  it('finds links by id, by either ref and by meeting, in the order asked', async () => {
    const store = make();
    await store.commit({ links: { put: [link('a', { meetingKey: 'k' }), link('b')] } });
    expect((await store.linksById(['b', 'x', 'a'])).map((l) => l?.id)).toEqual(['b', undefined, 'a']);
    expect((await store.linksByRef('outlook', ['o-a', 'none'])).map((l) => l?.id)).toEqual(['a', undefined]);
    expect((await store.linksByRef('espo', ['Meeting/b'])).map((l) => l?.id)).toEqual(['b']);
    expect((await store.linksByMeeting(['k'])).map((l) => l.id)).toEqual(['a']);
    // No identity is equal to none.
    await store.commit({
      links: { put: [link('n', { meetingKey: '' })] },
      seen: { put: [{ ...seen('Meeting/n'), meetingKey: '', twin: '' }] },
    });
    expect(await store.linksByMeeting([''])).toEqual([]);
    expect(await store.seenByMeeting('espo', [''])).toEqual([]);
    expect(await store.seenByTwin('espo', [''])).toEqual([]);
    expect(await store.linksByMeeting([])).toEqual([]);
  });

  it('finds the meeting of a key that was cut, and nothing by a key too short to be one', async () => {
    const store = make();
    const key = (first: string) => first.repeat(40);
    await store.commit({
      links: { put: [link('a', { meetingKey: key('a') }), link('b', { meetingKey: key('b') })] },
      seen: { put: [{ ...seen('o-c'), side: 'outlook', meetingKey: key('c') }] },
    });
    const linked = async (...keys: string[]) => (await store.linksByMeeting(keys)).map((l) => l.id);
    expect(await linked('a'.repeat(32), key('b'))).toEqual(expect.arrayContaining(['a', 'b']));
    expect(await linked('a'.repeat(15), 'a', '')).toEqual([]);
    expect((await store.seenByMeeting('outlook', ['c'.repeat(32)])).map((s) => s.ref)).toEqual(['o-c']);
    expect(await store.seenByMeeting('espo', ['c'.repeat(32)])).toEqual([]);
  });

  it('refuses two links with one event, and then keeps nothing of that commit', async () => {
    const store = make();
    await store.commit({ links: { put: [link('a')] } });
    await expect(
      store.commit({ links: { put: [link('b', { outlookId: 'o-a' })] }, seen: { put: [seen('Meeting/z')] } }),
    ).rejects.toThrow();
    expect((await store.linksByRef('outlook', ['o-a']))[0]?.id).toBe('a');
    expect(await store.linksById(['b'])).toEqual([undefined]);
    expect(await store.countSeen()).toBe(0);
  });

  it('lists the few links a run must look at', async () => {
    const store = make();
    const base = exampleLink();
    await store.commit({
      links: {
        put: [
          link('quiet', { lookAgain: 0, outlook: { ...base.outlook, restId: 'r' } }),
          link('dirty', {
            observed: { outlook: { title: 'x' }, espo: {} },
            lookAgain: 0,
            outlook: { ...base.outlook, restId: 'r' },
          }),
          link('gone', { gone: 'espo', lookAgain: 0, outlook: { ...base.outlook, restId: 'r' } }),
          link('fresh', { lookAgain: 2 }),
          link('away', {
            espo: { ...base.espo, assignedToMe: false },
            lookAgain: 0,
            outlook: { ...base.outlook, restId: 'r' },
          }),
          link('asleep', { state: 'asleep', lookAgain: 0 }),
          link('lost', { state: 'lostAccess', lookAgain: 0 }),
          link('tombstone', { state: 'unlinked', observed: { outlook: { title: 'x' }, espo: {} }, lookAgain: 0 }),
        ],
      },
    });
    const ids = async (list: Promise<Link[]>) => (await list).map((l) => l.id);
    expect(await ids(store.linksDirty())).toEqual(['dirty']);
    expect(await ids(store.linksGone())).toEqual(['gone']);
    expect(await ids(store.linksToLookAgain())).toEqual(['fresh']);
    expect(await ids(store.linksAway())).toEqual(['away']);
    expect(await ids(store.linksWithoutRestId(10))).toEqual(['fresh']);
    expect((await ids(store.linksInFeed('espo', 'Meeting'))).sort()).toEqual([
      'asleep',
      'away',
      'dirty',
      'fresh',
      'gone',
      'lost',
      'quiet',
    ]);
    expect(await store.countLinks()).toEqual({ 'espo|Meeting': 5, 'outlook|cal': 5 });
    expect(await ids(store.linksInState('unlinked'))).toEqual(['tombstone']);
  });

  it('counts what is known in a range of starts: linked, tombstones and left out, but not what is no longer mine', async () => {
    const store = make();
    const base = exampleLink();
    const at = (id: string, countedStart: number, state: Link['state'] = 'active') =>
      link(id, { state, espo: { ...base.espo, countedStart } });
    await store.commit({
      links: { put: [at('a', 1000), at('b', 2000, 'unlinked'), at('c', -1), at('d', 5000)] },
      seen: {
        put: [
          seen('Meeting/s', { start: 1500 }),
          seen('Meeting/n', { start: -1 }),
          seen('Call/x', { feed: 'Call', start: 1500 }),
        ],
      },
    });
    expect(await store.countKnown('espo', 'Meeting', 0, 3000)).toBe(3);
    expect(await store.countKnown('espo', 'Meeting', 1000, 2000)).toBe(2);
    expect((await store.knownRefs('espo', 'Meeting', 0, 3000)).sort()).toEqual(['Meeting/a', 'Meeting/b', 'Meeting/s']);
  });

  it('keeps arrivals and suspects apart and in order', async () => {
    const store = make();
    const item = { side: 'outlook' } as never;
    await store.commit({ arrivals: { put: [arrival('b', item), arrival('a', item), arrival('c', undefined)] } });
    expect((await store.arrivals('outlook', 10, '')).map((a) => a.ref)).toEqual(['a', 'b']);
    expect((await store.arrivals('outlook', 10, 'a')).map((a) => a.ref)).toEqual(['b']);
    expect(await store.countArrivals('outlook')).toBe(2);
    expect((await store.suspects('outlook')).map((a) => a.ref)).toEqual(['c']);
    await store.commit({ arrivals: { put: [arrival('a', undefined)], remove: [{ side: 'outlook', ref: 'b' }] } });
    expect((await store.suspects('outlook')).map((a) => a.ref)).toEqual(['a', 'c']);
  });

  it('finds what was seen by ref, twin and meeting, and counts what was left out', async () => {
    const store = make();
    await store.commit({
      seen: { put: [seen('Meeting/1', { meetingKey: 'm' }), seen('Meeting/2', { reason: undefined })] },
    });
    expect((await store.seenByRef('espo', ['Meeting/2', 'Meeting/9'])).map((s) => s?.ref)).toEqual([
      'Meeting/2',
      undefined,
    ]);
    expect((await store.seenByTwin('espo', ['t-Meeting/1'])).map((s) => s.ref)).toEqual(['Meeting/1']);
    expect((await store.seenByMeeting('espo', ['m'])).map((s) => s.ref)).toEqual(['Meeting/1']);
    expect(await store.countSeen()).toBe(1);
    await store.commit({ seen: { remove: [{ side: 'espo', ref: 'Meeting/1' }] } });
    expect((await store.seenInFeed('espo', 'Meeting')).map((s) => s.ref)).toEqual(['Meeting/2']);
  });

  it('keeps plan, journal, cursors, holds and tallies', async () => {
    const store = make();
    const row = { id: 'r', pair: 'p', state: 'held' } as PlanRow;
    await store.commit({
      plan: { put: [row] },
      journal: { put: [{ id: 'r', pair: 'p', side: 'espo', openedAt: 1, plan: row }] },
      cursors: {
        put: [
          { pair: 'p', name: 'at|a', value: '1' },
          { pair: 'p', name: 'window', value: '2' },
        ],
      },
      holds: { put: [{ pair: 'p', id: 'h', count: 5, of: 9, since: 1, state: 'waiting' }] },
      tallies: {
        put: [
          { pair: 'p', id: 'g', at: 10, count: 1 },
          { pair: 'p', id: 'g', at: 90, count: 1 },
        ],
      },
    });
    expect((await store.plan()).map((r) => r.id)).toEqual(['r']);
    expect((await store.journal()).map((e) => e.id)).toEqual(['r']);
    expect(await store.cursor('window')).toBe('2');
    expect(await store.cursorNames('at|')).toEqual(['at|a']);
    expect((await store.holds()).map((h) => h.of)).toEqual([9]);
    await store.commit({
      plan: { remove: ['r'] },
      journal: { remove: ['r'] },
      cursors: { remove: ['at|a'] },
      holds: { remove: ['h'] },
      tallies: { removeBefore: 50 },
    });
    expect([await store.plan(), await store.journal(), await store.holds(), await store.cursorNames('at|')]).toEqual([
      [],
      [],
      [],
      [],
    ]);
    expect((await store.tallies()).map((t) => t.at)).toEqual([90]);
  });

  it('knows the whole plan by what tells its rows from each other, and any of them by its id', async () => {
    const store = make();
    const source = { side: 'espo', type: 'Call', id: '7', event: { title: 'x'.repeat(1000) } } as EspoItem;
    const row = (i: number) =>
      ({
        id: `r${String(i).padStart(4, '0')}`,
        pair: 'p',
        state: 'ready',
        op: 'create',
        side: 'outlook',
        mails: [],
        intent: { op: 'create' },
        source,
      }) as unknown as PlanRow;
    const rows = Array.from({ length: 1203 }, (_, i) => row(i));
    await store.commit({ plan: { put: rows } });
    const heads = await store.planHeads();
    expect(heads.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
    expect(heads[7]).toMatchObject({ id: 'r0007', from: { side: 'espo', ref: 'Call/7', feed: 'Call' }, broke: false });
    expect(JSON.stringify(heads[7]).length).toBeLessThan(300);
    expect(await store.planIds()).toEqual(rows.map(({ id }) => id));
    expect((await store.planById(['r0009', 'none', 'r0001'])).map((one) => one?.id)).toEqual([
      'r0009',
      undefined,
      'r0001',
    ]);
  });

  it('lists what a person is asked about, and what a person has decided', async () => {
    const store = make();
    const put = [
      link('runs', { lookAgain: 0 }),
      link('sleeps', { state: 'asleep', reason: 'turnedPrivate' }),
      link('left as it is', { state: 'asleep', reason: 'turnedPrivate', quiet: true }),
      link('kept', { state: 'unlinked', reason: 'deletedByPerson', gone: 'espo' }),
      link('both gone', { state: 'unlinked', reason: 'deletedByPerson' }),
      link('decided', { state: 'asleep', reason: 'turnedPrivate', wish: 'remove' }),
    ];
    await store.commit({ links: { put } });
    const ids = async (list: Promise<Link[]>) => (await list).map((l) => l.id).sort();
    expect(await ids(store.linksToAsk())).toEqual(['kept', 'sleeps']);
    expect(await ids(store.linksWished())).toEqual(['decided']);
    await store.commit({ links: { put: [link('decided', { state: 'unlinked', reason: 'deletedByPerson' })] } });
    expect(await ids(store.linksWished())).toEqual([]);
  });

  it('finds what was seen by its reason', async () => {
    const store = make();
    const put = [
      seen('Meeting/1', { reason: 'callAllDay' }),
      seen('Meeting/2'),
      seen('Meeting/3', { reason: 'callAllDay' }),
    ];
    await store.commit({ seen: { put } });
    expect((await store.seenWithReason('callAllDay', 9)).map((s) => s.ref).sort()).toEqual(['Meeting/1', 'Meeting/3']);
    expect(await store.seenWithReason('callAllDay', 1)).toHaveLength(1);
  });

  it('keeps the log in its order, by id, run and link, and says what is too old or too much', async () => {
    const store = make();
    const row = (at: number, run: string, linkId: string): Activity => ({
      pair: 'p',
      run,
      at,
      side: 'espo',
      ref: 'Meeting/1',
      linkId,
      title: String(at),
      op: 'update',
      field: 'title',
      oldValue: '',
      newValue: '',
      cause: '',
    });
    await store.commit({ activity: [row(10, 'a', 'l'), row(20, 'a', 'm')] });
    await store.commit({ activity: [row(30, 'b', 'l'), row(40, 'b', 'l')] });
    const run = await store.activityOfRun('a');
    expect(run.map((r) => r.at)).toEqual([10, 20]);
    expect((await store.activityOfLink('l')).map((r) => r.at)).toEqual([10, 30, 40]);
    expect((await store.activityById([run[1]?.id ?? 0, 999])).map((r) => r.at)).toEqual([20]);
    expect(await store.activityToForget(5, 4)).toEqual([]);
    expect(await store.activityToForget(20, 4)).toEqual([run[0]?.id]);
    const many = await store.activityToForget(0, 1);
    expect(many).toHaveLength(3);
    await store.commit({ forget: many });
    expect((await store.activityOfRun('b')).map((r) => r.at)).toEqual([40]);
    expect(await store.activityOfRun('a')).toEqual([]);
  });
});

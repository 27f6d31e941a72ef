import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { AppBench } from '../../../../test/errors/app-bench';
import { toEws } from '../../../../test/sandbox/graph/ids';
import { ANNA } from '../../../../test/simulation/company';
import { timed } from '../../../../test/simulation/scene';
import type { Badge, KnownTile } from '../../../shared/card';
import { foldId, otherFold } from '../../../shared/item-id';
import type { MessageName } from '../../../shared/messages';
import { DAY } from '../../../shared/time';
import { pageHealth } from '../../store/values';
import { database } from '../kept/open-database';
import { changePair, currentPair } from '../kept/pairs';

vi.mock('webextension-polyfill', () => import('../../../../test/errors/fake-browser'));
vi.mock('../../auth/microsoft', () => import('../../../../test/errors/fake-microsoft'));

/** What a page of Outlook is told over its whole life, and not only in one question. */
let bench: AppBench;
let id: string;
const reply = (name: MessageName, request: unknown) => bench.reply(name, request, 'content');
async function known(...ids: string[]): Promise<string[]> {
  const one = await reply('badges.lookup', { ids });
  if (!one.ok) throw new Error(one.error.code);
  return Object.keys((one.answer as { badges: Record<string, Badge> }).badges);
}

beforeEach(async () => {
  bench = await AppBench.open();
  await bench.connected();
  const day = new Date(Date.now() + 3 * DAY).toISOString().slice(0, 10);
  const event = bench.company.graph.control.mailbox(ANNA.oid).createEvent('default', timed('Linked', day));
  id = toEws(event.immutableId);
  await bench.sync();
});

it('never joins two ids that differ only in - and _, whichever was asked for first', async () => {
  const own = foldId(id);
  const twin = otherFold(own);
  expect(twin).not.toBe(own);
  // Alone it can only be the one that is known.
  expect(await known(twin)).toEqual([twin]);
  expect(await known(own)).toEqual([own]);
  expect(await known(twin)).toEqual([]);
  expect(await reply('card.get', { id: twin })).toMatchObject({ ok: false });
  expect(await reply('card.get', { id: own })).toMatchObject({ ok: true });
});

it('without ids an event of two weeks is known in the second of them, too', async () => {
  const on = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
  const day = (date: string) => ({ dateTime: `${date}T00:00:00`, timeZone: 'UTC' });
  const mailbox = bench.company.graph.control.mailbox(ANNA.oid);
  mailbox.createEvent('default', { subject: 'Trip', isAllDay: true, start: day(on(2)), end: day(on(16)) });
  await bench.sync();
  const titles = async (from: number, until: number): Promise<string[]> => {
    const one = await reply('outlook.known', { from: on(from), until: on(until) });
    if (!one.ok) throw new Error(one.error.code);
    return (one.answer as KnownTile[]).map(({ badge }) => badge.title);
  };
  expect(await titles(1, 7)).toContain('Trip');
  expect(await titles(9, 15)).toEqual(['Trip']);
  expect(await titles(20, 26)).toEqual([]);
});

it('a card that is still open when a side is disconnected takes no order', async () => {
  expect(await known(id)).toEqual([id]);
  await bench.ask('outlook.disconnect');
  expect(await known(id)).toEqual([]);
  for (const [name, more] of [
    ['card.get', {}],
    ['card.act', { act: { act: 'unlink', remove: '' } }],
  ] as const)
    expect(await reply(name, { id, ...more })).toMatchObject({ ok: false, error: { code: 'sync.notConnected' } });
});

it('tiles are not counted while none can be known: before the first Start, and disconnected', async () => {
  const counted = { tiles: 30, known: 0, blind: 0, by: { id: 0, address: 0, pressed: 0, known: 0 }, disagreed: 0 };
  const tiles = async (): Promise<number> => {
    await reply('outlook.health', counted);
    return (await pageHealth.get()).tiles;
  };
  const db = await database();
  const pair = await currentPair(db);
  if (!pair) throw new Error('no pair');
  await changePair(db, pair, { started: false });
  expect(await tiles()).toBe(0);
  await changePair(db, pair, { started: true });
  expect(await tiles()).toBe(30);
  await bench.ask('outlook.disconnect');
  expect(await tiles()).toBe(30);
});

import { dateIn } from '../../../../test/days';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AppBench } from '../../../../test/errors/app-bench';
import { toEws } from '../../../../test/sandbox/graph/ids';
import { ANNA } from '../../../../test/simulation/company';
import { timed } from '../../../../test/simulation/scene';
import { soon } from '../../../../test/soon';
import type { Act, CardView } from '../../../shared/card';

vi.mock('webextension-polyfill', () => import('../../../../test/errors/fake-browser'));
vi.mock('../../auth/microsoft', () => import('../../../../test/errors/fake-microsoft'));

/** What a person presses in a pause is done at once; whatever else has changed waits until it is over. */
const BOB = { type: 'required', emailAddress: { address: 'bob@customer.example', name: 'Bob Ray' } };
let bench: AppBench;
const mailbox = () => bench.company.graph.control.mailbox(ANNA.oid);
const anna = () => bench.company.espo.control.act('anna');
const eventOf = (subject: string) =>
  mailbox()
    .events()
    .find((one) => one.subject === subject);
const recordOf = (name: string) => bench.company.espo.control.dump('Meeting').find((row) => row['name'] === name);
const subjects = () =>
  mailbox()
    .events()
    .map(({ subject }) => subject)
    .sort();
const idOf = (subject: string) => toEws(eventOf(subject)?.immutableId ?? '');

async function ask<T>(name: 'card.get' | 'card.act' | 'badges.lookup', request: unknown): Promise<T> {
  const reply = await bench.reply(name, request, 'content');
  if (!reply.ok) throw new Error(reply.error.code);
  return reply.answer as T;
}
async function order(subject: string, act: Act): Promise<void> {
  const id = idOf(subject);
  await ask('badges.lookup', { ids: [id] });
  await ask('card.act', { id, act });
  await soon(async () => expect((await ask<CardView>('card.get', { id })).orders).toEqual([]));
}
const idle = async () => {
  const { isBusy } = await import('./under-way');
  await soon(() => expect(isBusy()).toBe(false));
};

beforeEach(async () => {
  bench = await AppBench.open();
  await bench.connected();
  const { pair } = await bench.state();
  await bench.ask('settings.save', { settings: { ...pair?.settings, filterFree: true } });
  for (const [i, name] of ['One', 'Two', 'Three'].entries())
    mailbox().createEvent('default', timed(name, dateIn(3 + i)));
  mailbox().createEvent('default', { ...timed('Asks', dateIn(7)), attendees: [BOB] });
  mailbox().createEvent('default', { ...timed('Free', dateIn(8)), showAs: 'free' });
  await bench.ask('sync.start');
  await idle();
  anna().update('Meeting', recordOf('Asks')?.id ?? '', { name: 'Asks, renamed' });
  await bench.sync();
  await bench.ask('sync.pause', { until: 'resumed' });
  // Meanwhile, on either side.
  mailbox().updateEvent(eventOf('Two')?.id ?? '', { subject: 'Two, edited' });
  anna().update('Meeting', recordOf('Three')?.id ?? '', { name: 'Three, edited' });
  mailbox().createEvent('default', timed('New', dateIn(9)));
});

async function nothingElse(): Promise<void> {
  expect(recordOf('Two')).toBeTruthy();
  expect(recordOf('New')).toBeUndefined();
  expect(subjects()).not.toContain('Three, edited');
  expect((await bench.state()).status.kind).toMatch(/paused|needsYou/);
  await bench.ask('sync.resume');
  await soon(() => expect(subjects()).toContain('Three, edited'));
  await idle();
  expect([recordOf('Two, edited') !== undefined, recordOf('New') !== undefined]).toEqual([true, true]);
}

describe('an order on the card', () => {
  it('that is written to the record', async () => {
    await order('One', { act: 'status', status: 'held' });
    expect(recordOf('One')).toMatchObject({ status: 'Held' });
    await nothingElse();
  });

  it('that makes a record', async () => {
    await order('Free', { act: 'create', type: 'Meeting', parent: null });
    expect(recordOf('Free')).toBeTruthy();
    await nothingElse();
  });

  it('that deletes the record', async () => {
    await order('One', { act: 'unlink', remove: 'espo' });
    await soon(() => expect(recordOf('One')).toBeUndefined());
    expect(subjects()).toContain('One');
    await nothingElse();
  });

  it('that links two again, with what was changed since', async () => {
    await order('One', { act: 'unlink', remove: '' });
    const id = recordOf('One')?.id ?? '';
    anna().update('Meeting', id, { name: 'One, edited' });
    await order('One', { act: 'link', record: { type: 'Meeting', id } });
    await soon(() => expect(subjects()).toContain('One, edited'));
    await idle();
    await nothingElse();
  });

  it('and a note', async () => {
    await order('One', { act: 'note', text: 'By hand.' });
    expect(bench.company.espo.control.dump('Note').map((row) => row['post'])).toEqual(['By hand.']);
    await nothingElse();
  });
});

it('an answer under Needs you', async () => {
  const { items } = await bench.ask('needs.list', { limit: 10 });
  await bench.ask('needs.act', { ids: [items[0]?.id], action: 'apply', choice: '' });
  await soon(() => expect(subjects()).toContain('Asks, renamed'));
  await idle();
  expect((await bench.ask('needs.list', { limit: 10 })).total).toBe(0);
  await nothingElse();
});

describe('“Sync this again”', () => {
  const rowOf = async (title: string, op: string) => {
    const filter = { text: title, person: '', side: '', op, run: '' };
    const { rows } = await bench.ask('activity.list', { limit: 10, after: '', filter });
    return rows[0];
  };

  it('of a record whose making was undone', async () => {
    const made = await rowOf('One', 'create');
    await bench.ask('activity.undo', { what: 'change', id: String(made?.id) });
    expect(recordOf('One')).toBeUndefined();
    const { again } = (await rowOf('One', 'create')) ?? {};
    expect(await bench.ask('item.again', { ids: [again] })).toEqual({ taken: 1, refused: [] });
    await soon(() => expect(recordOf('One')).toBeTruthy());
    await idle();
    await nothingElse();
  });

  it('of two that were taken apart, with what was changed since', async () => {
    await order('One', { act: 'unlink', remove: '' });
    await idle();
    anna().update('Meeting', recordOf('One')?.id ?? '', { name: 'One, edited' });
    const { groups } = await bench.ask('why.list', { limit: 10, after: '', group: '' });
    const ended = groups.flatMap(({ rows }) => rows).find(({ title }) => title === 'One');
    expect(await bench.ask('item.again', { ids: [ended?.id] })).toEqual({ taken: 1, refused: [] });
    await soon(() => expect(subjects()).toContain('One, edited'));
    await idle();
    await nothingElse();
  });
});

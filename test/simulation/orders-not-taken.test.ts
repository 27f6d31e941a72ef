/** What EspoCRM drops without a word: a role that may not write a field gets no refusal, and the order is not done. */
import { expect, it } from 'vitest';
import { ordersOf } from '../../src/background/sync/model/order.ts';
import { repeatOrder } from '../../src/background/sync/person/orders.ts';
import { orderScene } from './order-scene.ts';
import { timed } from './scene.ts';

const NO_PARENT = { Meeting: { parent: { read: 'yes', edit: 'no' } } } as const;
const NO_STATUS = { Meeting: { status: { read: 'yes', edit: 'no' } } } as const;

type Frozen = typeof NO_PARENT | typeof NO_STATUS | Record<string, never>;

async function stage() {
  const here = await orderScene({ filterFree: true });
  const { company, anna, mailbox, run } = here;
  const acme = anna.create('Account', { name: 'Acme' });
  mailbox.createEvent('default', timed('Review'));
  mailbox.createEvent('default', { ...timed('Free'), showAs: 'free' });
  await run();
  const freeze = (fieldData: Frozen) => {
    for (const role of company.espo.core.rows('Role')) role['fieldData'] = fieldData;
    company.espo.core.rights.clear();
  };
  const parent = { type: 'Account', id: acme.id };
  return { ...here, parent, freeze };
}

it('a parent that is not there afterwards is no parent that was set: it is said, not logged, and can be tried again', async () => {
  const { run, order, row, freeze, parent, failed, hands, settled, store } = await stage();
  freeze(NO_PARENT);
  await order('Review', { act: 'parent', parent });
  await run();
  expect([row('Review')?.['parentId'] ?? null, await failed()]).toEqual([null, ['refused']]);
  expect(hands.log.filter(({ field }) => field === 'parent')).toEqual([]);
  await settled();
  freeze({});
  await repeatOrder(store, (await ordersOf(store))[0]?.name ?? '');
  await run();
  expect([row('Review')?.['parentId'], await failed()]).toEqual([parent.id, []]);
  expect(hands.log.at(-1)).toMatchObject({ field: 'parent', newValue: `Account/${parent.id}` });
  await settled();
});

it('so is a status', async () => {
  const { run, order, row, freeze, failed, hands, settled } = await stage();
  freeze(NO_STATUS);
  await order('Review', { act: 'status', status: 'held' });
  await run();
  expect([row('Review')?.['status'], await failed()]).toEqual(['Planned', ['refused']]);
  expect(hands.log.filter(({ field, op }) => field === 'status' && op === 'update')).toEqual([]);
  await settled();
});

it('a record that is made without the parent it was to have is made, and its parent is what could not be set', async () => {
  const { run, order, row, names, freeze, parent, settled, store } = await stage();
  freeze(NO_PARENT);
  await order('Free', { act: 'create', type: 'Meeting', parent });
  await run();
  expect([names(), row('Free')?.['parentId'] ?? null]).toEqual([['Free', 'Review'], null]);
  const orders = await ordersOf(store);
  expect(orders.map(({ act, failed }) => [act, failed?.code])).toEqual([[{ act: 'parent', parent }, 'refused']]);
  await settled();
  freeze({});
  await repeatOrder(store, orders[0]?.name ?? '');
  await run();
  expect([row('Free')?.['parentId'], names(), await ordersOf(store)]).toEqual([parent.id, ['Free', 'Review'], []]);
  await settled();
});

it('a record that was ordered and refused is not sent again in every run, whatever else would have been made of its event', async () => {
  const { order, run, mailbox, espo, hands } = await orderScene();
  mailbox.createEvent('default', timed('Other'));
  await run();
  mailbox.createEvent('default', timed('New', '2026-12-05'));
  const posts: string[] = [];
  const refuse = ({ method, url }: { method: string; url: string }): boolean => {
    const type = method === 'POST' ? /api\/v1\/(Meeting|Call)(\?|$)/.exec(url)?.[1] : undefined;
    if (type) posts.push(type);
    return type !== undefined;
  };
  espo.faults.push({ match: refuse, status: 400, times: Number.POSITIVE_INFINITY });
  await run();
  expect(posts).toEqual(['Meeting']);
  await order('New', { act: 'create', type: 'Call', parent: null });
  for (let i = 0; i < 4; i += 1) await run();
  expect(posts).toEqual(['Meeting', 'Call']);
  expect((await hands.needs()).map(({ reason }) => reason)).toEqual(['refused']);
});

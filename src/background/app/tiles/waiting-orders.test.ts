import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import { AppBench } from '../../../../test/errors/app-bench';
import { toEws } from '../../../../test/sandbox/graph/ids';
import { ANNA } from '../../../../test/simulation/company';
import { timed } from '../../../../test/simulation/scene';
import { soon } from '../../../../test/soon';
import type { CardView } from '../../../shared/card';
import { DAY } from '../../../shared/time';

vi.mock('webextension-polyfill', () => import('../../../../test/errors/fake-browser'));
vi.mock('../../auth/microsoft', () => import('../../../../test/errors/fake-microsoft'));

it('an order says that it waits where the server does not answer, and is done when it is tried again', async () => {
  const bench = await AppBench.open();
  await bench.connected();
  const day = new Date(Date.now() + 3 * DAY).toISOString().slice(0, 10);
  const event = bench.company.graph.control.mailbox(ANNA.oid).createEvent('default', timed('Linked', day));
  await bench.sync();
  const id = toEws(event.immutableId);
  const ask = async (name: 'card.get' | 'card.act' | 'badges.lookup', request: unknown) => {
    const reply = await bench.reply(name, request, 'content');
    if (!reply.ok) throw new Error(reply.error.code);
    return reply.answer;
  };
  const orders = async () => ((await ask('card.get', { id })) as CardView).orders;
  await ask('badges.lookup', { ids: [id] });
  const { espo } = bench.company;
  const times = Number.POSITIVE_INFINITY;
  espo.control.faults.push({ match: (r) => r.method === 'POST' && r.url.endsWith('/Note'), status: 503, times });
  await ask('card.act', { id, act: { act: 'note', text: 'Later.' } });
  await soon(async () => expect(await orders()).toMatchObject([{ failed: null, waits: true }]));
  espo.control.faults.length = 0;
  const [order] = await orders();
  await ask('card.act', { id, act: { act: 'again', order: order?.id } });
  await soon(async () => expect(await orders()).toEqual([]));
  expect(espo.control.dump('Note').map((row) => row['post'])).toEqual(['Later.']);
});

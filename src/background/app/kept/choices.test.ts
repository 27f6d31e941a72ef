import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { AppBench } from '../../../../test/errors/app-bench';
import { timed } from '../../../../test/simulation/scene';

vi.mock('webextension-polyfill', () => import('../../../../test/errors/fake-browser'));
vi.mock('../../auth/microsoft', () => import('../../../../test/errors/fake-microsoft'));

const nextWeek = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
let bench: AppBench;
beforeEach(async () => {
  bench = await AppBench.open();
  const { control } = bench.company.espo;
  for (const [name, label] of [
    ['cVenue', 'Venue'],
    ['cPlace', 'Place'],
  ] as const)
    control.addField('Meeting', name, { type: 'varchar', maxLength: 100 }, label);
  await bench.connected();
});
const needs = () => bench.ask('needs.list');
const settings = async () => (await bench.state()).pair?.settings;
const record = () => bench.company.espo.control.dump('Meeting')[0];

async function venueGone(): Promise<void> {
  const { espo, graph } = bench.company;
  const chosen = await settings();
  if (!chosen) throw new Error('not connected');
  const direction = 'outlookToEspo';
  await bench.ask('settings.save', { settings: { ...chosen, direction, locationField: { Meeting: 'cVenue' } } });
  graph.control
    .mailbox('anna')
    .createEvent('default', { ...timed('Somewhere', nextWeek), location: { displayName: 'Room 5' } });
  await bench.sync();
  espo.control.removeField('Meeting', 'cVenue');
  await bench.ask('setup.check');
}

it('one item names the field that vanished, and whatever is chosen takes its place', async () => {
  await venueGone();
  const [item, ...others] = await needs();
  expect(others).toEqual([]);
  expect(item).toMatchObject({
    reason: 'choiceGone',
    title: 'Venue',
    sentence: 'Meeting: The field “Venue” for the place is gone, or closed to you. No place is synced.',
    actions: ['choose', 'discard'],
  });
  expect(item?.choices).toContainEqual({ id: 'cPlace', title: 'Place' });
  expect((await bench.state()).sync.needsYou).toBe(1);
  await bench.ask('needs.act', { id: item?.id ?? '', action: 'choose', choice: 'cPlace' });
  expect((await settings())?.locationField).toEqual({ Meeting: 'cPlace' });
  await bench.sync();
  expect(record()).toMatchObject({ cPlace: 'Room 5' });
  expect(await needs()).toEqual([]);
});

it('what is no choice is refused, and left as it is it is not asked about until it was there again', async () => {
  await venueGone();
  const [item] = await needs();
  const id = item?.id ?? '';
  expect(await bench.reply('needs.act', { id, action: 'choose', choice: 'name' })).toMatchObject({ ok: false });
  await bench.ask('needs.act', { id, action: 'discard', choice: '' });
  await bench.sync();
  expect(await needs()).toEqual([]);
  expect(record()?.['location'] ?? null).toBeNull();
  const { control } = bench.company.espo;
  control.addField('Meeting', 'cVenue', { type: 'varchar', maxLength: 100 }, 'Venue');
  await bench.ask('setup.check');
  await bench.sync();
  control.removeField('Meeting', 'cVenue');
  await bench.ask('setup.check');
  expect(await needs()).toMatchObject([{ reason: 'choiceGone', title: 'Venue' }]);
});

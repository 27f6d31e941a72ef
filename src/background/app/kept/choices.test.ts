import { dateIn } from '../../../../test/days';
import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { AppBench } from '../../../../test/errors/app-bench';
import { timed } from '../../../../test/simulation/scene';
import { asked } from '../../../../test/surface/english';

vi.mock('webextension-polyfill', () => import('../../../../test/errors/fake-browser'));
vi.mock('../../auth/microsoft', () => import('../../../../test/errors/fake-microsoft'));

const nextWeek = dateIn(7);
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
const needs = async () => (await bench.ask('needs.list', { limit: 50 })).items;
const act = (id: string, action: 'choose' | 'discard', choice: string) =>
  bench.reply('needs.act', { ids: [id], action, choice, fields: {}, rows: [], always: false });
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
    actions: [{ action: 'choose' }, { action: 'discard' }],
  });
  expect(asked(item)).toContain(
    'Meeting: The field “Venue” for the place is gone, or closed to you. No place is synced.',
  );
  expect(item?.choices.map(({ id, title }) => [id, title])).toContainEqual(['cPlace', 'Place']);
  expect((await bench.state()).sync.needsYou).toBe(1);
  expect(await act(item?.id ?? '', 'choose', 'cPlace')).toMatchObject({ ok: true, answer: { answered: 1, next: '' } });
  expect((await settings())?.locationField).toEqual({ Meeting: 'cPlace' });
  await bench.sync();
  expect(record()).toMatchObject({ cPlace: 'Room 5' });
  expect(await needs()).toEqual([]);
});

it('what is no choice is refused, and left as it is it is not asked about until it was there again', async () => {
  await venueGone();
  const [item] = await needs();
  const id = item?.id ?? '';
  expect(await act(id, 'choose', 'name')).toMatchObject({ ok: false });
  await act(id, 'discard', '');
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

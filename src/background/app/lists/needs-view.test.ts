import { dateIn } from '../../../../test/days';
import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { AppBench } from '../../../../test/errors/app-bench';
import { toEws } from '../../../../test/sandbox/graph/ids';
import { ANNA } from '../../../../test/simulation/company';
import { timed } from '../../../../test/simulation/scene';
import { soon } from '../../../../test/soon';
import type { NeedsItem } from '../../../shared/needs';
import type { Settings } from '../../../shared/settings';

vi.mock('webextension-polyfill', () => import('../../../../test/errors/fake-browser'));
vi.mock('../../auth/microsoft', () => import('../../../../test/errors/fake-microsoft'));

/** Whatever is asked, one sees when it is and can open what it is about, on each side where there is something. */
const BOB = { type: 'required', emailAddress: { address: 'bob@customer.example', name: 'Bob Ray' } };
let bench: AppBench;
const mailbox = () => bench.company.graph.control.mailbox(ANNA.oid);
const anna = () => bench.company.espo.control.act('anna');
const event = (name: string, day: number, more: Record<string, unknown> = {}) =>
  mailbox().createEvent('default', { ...timed(name, dateIn(day)), ...more });
const eventOf = (subject: string) =>
  mailbox()
    .events()
    .find((one) => one.subject === subject)?.id ?? '';
const idOf = (name: string) => {
  const found = bench.company.espo.control.dump('Meeting').find((row) => row['name'] === name);
  return String(found?.['id']);
};
async function save(change: Partial<Settings>): Promise<void> {
  const { pair } = await bench.state();
  await bench.ask('settings.save', { settings: { ...pair?.settings, ...change } });
}
async function need(find: (item: NeedsItem) => boolean): Promise<NeedsItem> {
  const { items } = await bench.ask('needs.list', { limit: 100 });
  const found = items.filter(find);
  expect(found).toHaveLength(1);
  return found[0] as NeedsItem;
}
const dayOf = ({ when }: NeedsItem) => new Date(when.start).toISOString().slice(0, 10);
const leadsTo = ({ outlook, espo }: NeedsItem) => [outlook.url !== '', espo.url !== ''];

beforeEach(async () => {
  bench = await AppBench.open();
  await bench.connected();
  // Enough that stays.
  for (let i = 0; i < 6; i += 1) event(`Stays ${i}`, 20 + i);
});

it('a write that would mail: its day, both sides, old and new', async () => {
  event('Review', 3, { attendees: [BOB] });
  await bench.sync();
  anna().update('Meeting', idOf('Review'), { dateStart: `${dateIn(4)} 10:00:00`, dateEnd: `${dateIn(4)} 11:00:00` });
  await bench.sync();
  const item = await need(({ reason }) => reason === 'wouldMail');
  expect([dayOf(item), leadsTo(item)]).toEqual([dateIn(3), [true, true]]);
  expect(item.changes.map(({ field, from, to }) => [field, from.slice(0, 10), to.slice(0, 10)])).toEqual([
    ['when', dateIn(3), dateIn(4)],
  ]);
});

it('a parent that was ordered on the card, and that EspoCRM refuses: as it was, and as it would be', async () => {
  event('Review', 3);
  await bench.sync();
  const id = toEws(
    mailbox()
      .events()
      .find(({ subject }) => subject === 'Review')?.immutableId ?? '',
  );
  const { espo } = bench.company;
  const parent = { type: 'Account', id: 'a'.repeat(17), name: 'Acme', before: 'Old Customer' };
  const fault = { match: (r: { method: string; url: string }) => r.method === 'PUT' && r.url.includes('/Meeting/') };
  espo.control.faults.push({ ...fault, status: 400, times: Number.POSITIVE_INFINITY });
  await bench.reply('badges.lookup', { ids: [id] }, 'content');
  expect((await bench.reply('card.act', { id, act: { act: 'parent', parent } }, 'content')).ok).toBe(true);
  await soon(async () => expect((await bench.ask('needs.list', { limit: 10 })).total).toBe(1));
  const item = await need(({ title }) => title === 'Review');
  expect(item.changes).toEqual([{ field: 'parent', from: 'Old Customer', to: 'Acme' }]);
});

it('one that was deleted on one side: its day, and the side where it stands', async () => {
  event('Kept', 5);
  await bench.sync();
  anna().remove('Meeting', idOf('Kept'));
  await bench.sync();
  const item = await need(({ kind }) => kind === 'link');
  expect([dayOf(item), leadsTo(item)]).toEqual([dateIn(5), [true, false]]);
});

it('one that fell asleep: its day, and both sides', async () => {
  event('Secret', 6);
  await bench.sync();
  mailbox().updateEvent(eventOf('Secret'), { sensitivity: 'private' });
  await bench.sync();
  const item = await need(({ reason }) => reason === 'turnedPrivate');
  expect([dayOf(item), leadsTo(item)]).toEqual([dateIn(6), [true, true]]);
});

it('several candidates: its day, itself, and each of them', async () => {
  event('Twin', 7);
  const { start, end } = timed('Twin', dateIn(7));
  const inEspo = ({ dateTime }: { dateTime: string }) => dateTime.slice(0, 19).replace('T', ' ');
  for (let i = 0; i < 2; i += 1)
    anna().create('Meeting', {
      name: 'Twin',
      dateStart: inEspo(start),
      dateEnd: inEspo(end),
      assignedUserId: anna().id,
    });
  await bench.sync();
  const item = await need(({ reason }) => reason === 'severalCandidates');
  expect(dayOf(item)).toBe(dateIn(7));
  // No badge has needed its address yet: it is found out when somebody wants to open it.
  expect((await bench.ask('item.open', { id: item.outlook.ask })).url).toContain('outlook.office.com');
  expect(item.choices.map(({ url, place, madeAt }) => [url !== '', place, madeAt > 0])).toEqual([
    [true, 'Meeting', true],
    [true, 'Meeting', true],
  ]);
});

it('somebody unknown: the day of the next meeting with them, and both its sides', async () => {
  await save({ unknownAttendees: 'list' });
  event('Later', 9, { attendees: [BOB] });
  event('Sooner', 8, { attendees: [BOB] });
  await bench.sync();
  const item = await need(({ kind }) => kind === 'stranger');
  expect([item.meetings, dayOf(item), leadsTo(item)]).toEqual([2, dateIn(8), [true, true]]);
  expect(item.espo.url).toContain(idOf('Sooner'));
});

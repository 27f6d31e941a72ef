import { dateIn } from '../../../../test/days';
import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { AppBench } from '../../../../test/errors/app-bench';
import { ANNA } from '../../../../test/simulation/company';

vi.mock('webextension-polyfill', () => import('../../../../test/errors/fake-browser'));
vi.mock('../../auth/microsoft', () => import('../../../../test/errors/fake-microsoft'));

let bench: AppBench;
const mailbox = () => bench.company.graph.control.mailbox(ANNA.oid);
const guest = (address: string, name = '') => ({ type: 'required', emailAddress: { address, name } });
const event = (subject: string, day: number, ...attendees: ReturnType<typeof guest>[]) =>
  mailbox().createEvent('default', {
    ...{ subject, attendees },
    start: { dateTime: `${dateIn(day)}T10:00:00`, timeZone: 'UTC' },
    end: { dateTime: `${dateIn(day)}T11:00:00`, timeZone: 'UTC' },
  });
const eventOf = (subject: string) =>
  mailbox()
    .events()
    .find((one) => one.subject === subject)?.id ?? '';

async function titles(person: string, limit = 100): Promise<string[]> {
  const found = new Set<string>();
  let after = '';
  do {
    const filter = { text: '', person, side: '', op: '', run: '' };
    const page = await bench.ask('activity.list', { limit, after, filter });
    for (const { title } of page.rows) found.add(title);
    after = page.next;
  } while (after !== '');
  return [...found].sort();
}

beforeEach(async () => {
  bench = await AppBench.open();
  await bench.connected();
  event('With Bob', 3, guest('bob@customer.example', 'Bob Ray'));
  event('With both', 4, guest('bob@customer.example', 'Bob Ray'), guest('eve@customer.example'));
  event('Alone', 5);
  await bench.sync();
});

it('what was done about the meetings of a person, by name, by address and by a part of them', async () => {
  expect(await titles('')).toEqual(['Alone', 'With Bob', 'With both']);
  expect(await titles('ray')).toEqual(['With Bob', 'With both']);
  expect(await titles('EVE@customer')).toEqual(['With both']);
  expect(await titles('eve', 1)).toEqual(['With both']);
  expect(await titles('nobody')).toEqual([]);
  // Two halves of two people are nobody.
  expect(await titles('eve ray')).toEqual([]);
});

it('also once they take part no more', async () => {
  mailbox().updateEvent(eventOf('With both'), { attendees: [guest('bob@customer.example', 'Bob Ray')] });
  await bench.sync();
  expect(await titles('eve')).toEqual(['With both']);
});

it('also of a meeting that was deleted', async () => {
  mailbox().deleteEvent(eventOf('With both'));
  await bench.sync();
  expect(await titles('eve')).toEqual(['With both']);
});

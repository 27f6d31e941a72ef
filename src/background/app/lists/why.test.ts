import { dateIn } from '../../../../test/days';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AppBench } from '../../../../test/errors/app-bench';
import { ANNA } from '../../../../test/simulation/company';
import type { ItemView, WhyList } from '../../../shared/items';
import type { Settings } from '../../../shared/settings';

vi.mock('webextension-polyfill', () => import('../../../../test/errors/fake-browser'));
vi.mock('../../auth/microsoft', () => import('../../../../test/errors/fake-microsoft'));

let bench: AppBench;
beforeEach(async () => {
  bench = await AppBench.open();
  await bench.connected();
});

const at = (day: number, hour: string) => ({ dateTime: `${dateIn(day)}T${hour}:00:00`, timeZone: 'UTC' });
const mailbox = () => bench.company.graph.control.mailbox(ANNA.oid);
const event = (subject: string, day: number, more: Record<string, unknown> = {}) =>
  mailbox().createEvent('default', { subject, start: at(day, '10'), end: at(day, '11'), ...more });
const records = () => bench.company.espo.control.dump('Meeting');
const remove = (name: string) =>
  bench.company.espo.control
    .act('anna')
    .remove('Meeting', String(records().find((row) => row['name'] === name)?.['id']));

async function save(change: Partial<Settings>): Promise<void> {
  const { pair } = await bench.state();
  await bench.ask('settings.save', { settings: { ...pair?.settings, ...change } });
  await bench.sync();
}
const why = (group = '', limit = 50, after = ''): Promise<WhyList> => bench.ask('why.list', { group, limit, after });
const groups = async () =>
  Object.fromEntries((await why()).groups.map(({ group, total, rows }) => [group, [total, rows.map((r) => r.title)]]));
/** The same number in the status and in the list, whatever happened. */
async function sameEverywhere(): Promise<number> {
  const [{ sync }, list] = [await bench.state(), await why()];
  expect(sync.leftOut).toBe(list.total);
  expect(list.groups.reduce((sum, group) => sum + group.total, 0)).toBe(list.total);
  return list.total;
}
const search = async (text: string): Promise<ItemView[]> =>
  (await bench.ask('item.search', { text, limit: 20, after: '' })).rows;

describe('Why not synced', () => {
  it('has one line for a series, with its name and how many of it there are', async () => {
    mailbox().createEvent('default', {
      subject: 'Stand-up',
      start: at(1, '08'),
      end: at(1, '09'),
      recurrence: {
        pattern: { type: 'daily', interval: 1 },
        range: { type: 'numbered', startDate: dateIn(1), numberOfOccurrences: 30 },
      },
    });
    event('Secret', 400, { sensitivity: 'private' });
    await bench.sync();
    const list = await why();
    const series = list.groups.find(({ reason }) => reason === 'recurring');
    expect(series?.total).toBe(1);
    expect(series?.rows).toMatchObject([{ title: 'Stand-up', count: 30, outlook: { there: true } }]);
    expect(series?.remedy).toEqual({ kind: 'setting', key: 'recurring', value: true });
    // One that is far ahead is listed like any other.
    expect(list.groups.find(({ reason }) => reason === 'private')?.rows).toHaveLength(1);
    expect(await sameEverywhere()).toBe(2);
  });

  it('pages through one reason, with the exact number', async () => {
    for (let i = 0; i < 7; i += 1) event(`Private ${i}`, 10 + i, { sensitivity: 'private' });
    await bench.sync();
    const ids: string[] = [];
    let next = '';
    do {
      const [group] = (await why('leftOut|private', 3, next)).groups;
      expect(group?.total).toBe(7);
      ids.push(...(group?.rows.map(({ id }) => id) ?? []));
      next = group?.next ?? '';
    } while (next !== '');
    expect(new Set(ids).size).toBe(7);
  });

  it('lists what has ended after an undo of the run, and takes it back', async () => {
    for (const name of ['One', 'Two']) event(name, 3);
    await bench.sync();
    const run = (await bench.state()).sync.last?.id ?? '';
    expect((await bench.state()).sync.last).toMatchObject({ created: 2 });
    await bench.ask('activity.undo', { what: 'run', id: run });
    const { sync } = await bench.state();
    expect(sync.last).toMatchObject({ created: 0, undone: 2 });
    expect([sync.linked, await sameEverywhere()]).toEqual([0, 2]);
    const [group] = (await why()).groups;
    expect(group).toMatchObject({ state: 'ended', remedy: { kind: 'again' } });
    expect(group?.rows.every(({ again }) => again)).toBe(true);
    const ids = group?.rows.map(({ id }) => id) ?? [];
    expect(await bench.ask('item.again', { ids: [...ids, 'link:unknown'] })).toEqual({
      taken: 2,
      refused: ['link:unknown'],
    });
    await bench.sync();
    expect(records()).toHaveLength(2);
    expect([(await bench.state()).sync.linked, await sameEverywhere()]).toEqual([2, 0]);
  });

  it('lists what went to sleep as Sync since was moved past it', async () => {
    event('One', 3);
    event('Two', 4);
    event('Later', 40);
    await bench.sync();
    await save({ syncSince: dateIn(20) });
    expect(await groups()).toMatchObject({ 'asleep|beforeSince': [2, ['One', 'Two']] });
    expect([(await bench.state()).sync.linked, await sameEverywhere()]).toEqual([1, 2]);
  });

  it('lists what a kind of record leaves behind that is synced no more', async () => {
    event('One', 3);
    event('Call: Two', 4);
    await bench.sync();
    await save({ entities: [{ type: 'Meeting', label: '' }] });
    expect(await groups()).toMatchObject({ 'asleep|entityOff': [1, ['Call: Two']] });
    expect([(await bench.state()).sync.linked, await sameEverywhere()]).toEqual([1, 1]);
  });

  it('lists what waits for an answer, with its question', async () => {
    const anna = bench.company.espo.control.act('anna');
    const time = (hour: string) => at(3, hour).dateTime.replace('T', ' ');
    for (const text of ['a', 'b'])
      anna.create('Meeting', {
        name: 'Twin',
        description: text,
        dateStart: time('10'),
        dateEnd: time('11'),
        assignedUserId: anna.id,
      });
    event('Twin', 3);
    await bench.sync();
    const [need] = (await bench.ask('needs.list', { limit: 9 })).items;
    expect(need).toMatchObject({ reason: 'severalCandidates', when: { allDay: false } });
    const line = (await why()).groups.find(({ reason }) => reason === 'severalCandidates')?.rows[0];
    expect(line).toMatchObject({ title: 'Twin', need: need?.id, remedy: { kind: 'needs' } });
    await sameEverywhere();
  });

  it('lists an edit that stays where it was made', async () => {
    await save({ direction: 'outlookToEspo' });
    event('One', 3);
    await bench.sync();
    const { control } = bench.company.espo;
    control.act('anna').update('Meeting', String(records()[0]?.['id']), { name: 'Renamed there' });
    await bench.sync();
    expect(await groups()).toMatchObject({ 'linked|differs': [1, ['One']] });
    await sameEverywhere();
  });

  it('says nothing of what is gone on both sides', async () => {
    for (const name of ['One', 'A', 'B', 'C', 'D', 'E']) event(name, 3);
    await bench.sync();
    mailbox().deleteEvent(
      mailbox()
        .events()
        .find((one) => one.subject === 'One')?.id ?? '',
    );
    await bench.sync();
    expect(records()).toHaveLength(5);
    expect(await sameEverywhere()).toBe(0);
  });
});

describe('a search', () => {
  it('finds what is linked, left out, asleep or ended, with state, reason and both links', async () => {
    event('Review linked', 3);
    event('Review secret', 4, { sensitivity: 'private' });
    event('Review ended', 5);
    event('Something else', 6);
    await bench.sync();
    await save({ direction: 'outlookToEspo' });
    remove('Review ended');
    await bench.sync();
    const found = await search('review');
    expect(found.map(({ title, state, reason }) => [title, state, reason]).sort()).toEqual([
      // The name of a private event is not kept.
      ['', 'leftOut', 'private'],
      ['Review ended', 'ended', 'direction'],
      ['Review linked', 'linked', ''],
    ]);
    const linked = found.find(({ state }) => state === 'linked');
    expect(linked).toMatchObject({
      outlook: { there: true, name: 'Calendar' },
      espo: { there: true, name: 'Meeting', url: expect.stringContaining('/#Meeting/view/') },
    });
    expect(await search('REVIEW  end')).toHaveLength(1);
    expect(await search('nothing of that')).toEqual([]);
    expect(await search('  ')).toEqual([]);
  });

  it('finds a record or an event by its pasted address', async () => {
    event('One', 3);
    await bench.sync();
    const [one] = await search('one');
    expect(await search(one?.espo.url ?? '')).toMatchObject([{ title: 'One' }]);
    expect(await search(one?.outlook.url ?? '')).toMatchObject([{ title: 'One' }]);
    expect(await search('https://crm.example.test/#Meeting/view/unknown')).toEqual([]);
  });

  it('says what is not read at all, and gives the address of an event that is left out', async () => {
    event('Secret', 4, { sensitivity: 'private' });
    await bench.sync();
    await save({ entities: [{ type: 'Meeting', label: '' }] });
    const { rows, unread } = await bench.ask('item.search', { text: 'secret', limit: 5, after: '' });
    expect(unread.entities).toContain('Call');
    expect(rows[0]?.outlook).toMatchObject({ there: true, url: '' });
    const { url } = await bench.ask('item.open', { id: rows[0]?.id });
    expect(url).toMatch(/^https:\/\/outlook\.office\.com\/calendar\/item\/.+/);
  });

  it('goes on in stretches, each nearer thing before the farther ones, and finds each once', async () => {
    for (let i = 0; i < 9; i += 1) event(`Many ${i}`, i < 6 ? 3 + i : 1 - i);
    await save({ syncSince: dateIn(-30) });
    const titles: string[] = [];
    let after = '';
    do {
      const { rows, next } = await bench.ask('item.search', { text: 'many', limit: 4, after });
      expect(rows.length).toBeLessThanOrEqual(4);
      titles.push(...rows.map(({ title }) => title));
      after = next;
    } while (after !== '');
    expect(titles).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8].map((i) => `Many ${i}`));
  });
});

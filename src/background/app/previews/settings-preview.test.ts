import { dateIn } from '../../../../test/days';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AppBench } from '../../../../test/errors/app-bench';
import { ANNA } from '../../../../test/simulation/company';
import type { PreviewLine, SettingsPreview } from '../../../shared/previews';
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
const world = () =>
  JSON.stringify([mailbox().events(), ['Meeting', 'Call'].map((type) => bench.company.espo.control.dump(type))]);

const settings = async (): Promise<Settings> => (await bench.state()).pair?.settings as Settings;
const preview = async (change: Partial<Settings>): Promise<SettingsPreview> =>
  bench.ask('settings.preview', { settings: { ...(await settings()), ...change } });
const titles = async (line: PreviewLine, of = 'settings') =>
  (await bench.ask('preview.list', { of, line, text: '', limit: 100, after: '' })).rows
    .map(({ title }) => title)
    .sort();

describe('what other settings would do', () => {
  it('a filter: what stops, and the questions that come, before anything is saved', async () => {
    for (const name of ['Red one', 'Red two']) event(name, 3, { categories: ['Red'] });
    event('Green', 4, { categories: ['Green'] });
    await bench.sync();
    const before = [world(), await bench.state()] as const;
    expect(await preview({ categoriesAllow: ['Green'] })).toMatchObject({ matters: true, stops: 2, asks: 2, total: 4 });
    expect(await titles('stops')).toEqual(['Red one', 'Red two']);
    const [need] = (await bench.ask('preview.list', { of: 'settings', line: 'asks', text: 'two', limit: 9, after: '' }))
      .rows;
    expect(need).toMatchObject({ title: 'Red two', reason: 'categoryNotAllowed', outlook: { there: true } });
    expect(world()).toBe(before[0]);
    expect((await bench.state()).sync).toMatchObject({ linked: 3, leftOut: 0, needsYou: before[1].sync.needsYou });
    // What was said is what happens.
    await bench.ask('settings.save', { settings: { ...(await settings()), categoriesAllow: ['Green'] } });
    await bench.sync();
    expect((await bench.state()).sync).toMatchObject({ linked: 1, needsYou: 2 });
  });

  it('more than before: how many are made', async () => {
    event('Plain', 3);
    for (let i = 0; i < 3; i += 1) event(`Secret ${i}`, 4 + i, { sensitivity: 'private' });
    await bench.sync();
    const found = await preview({ privateEvents: 'full' });
    expect(found).toMatchObject({ stops: 0, starts: 3, creates: { espo: 3, outlook: 0 }, asks: 0, total: 3 });
    expect(await titles('createEspo')).toEqual(['Secret 0', 'Secret 1', 'Secret 2']);
    expect(await titles('starts')).toHaveLength(3);
  });

  it('a kind of record that is synced no more stops, without a question and without a deletion', async () => {
    event('Call: Them', 3);
    event('Meeting', 3);
    await bench.sync();
    const found = await preview({ entities: [{ type: 'Meeting', label: '' }] });
    expect(found).toMatchObject({ stops: 1, asks: 0, removes: { espo: 0, outlook: 0 } });
    expect(await titles('stops')).toEqual(['Call: Them']);
  });

  it('a direction that may not be written yet can be looked at', async () => {
    await bench.ask('settings.save', { settings: { ...(await settings()), direction: 'outlookToEspo' } });
    const anna = bench.company.espo.control.act('anna');
    const time = (hour: string) => at(3, hour).dateTime.replace('T', ' ');
    anna.create('Meeting', { name: 'Mine', dateStart: time('10'), dateEnd: time('11'), assignedUserId: anna.id });
    await bench.sync();
    expect(await preview({ direction: 'both' })).toMatchObject({ creates: { outlook: 1, espo: 0 }, starts: 1 });
  });

  it.each([
    [10, 15],
    [25, 0],
  ])(
    'what is over, record by record, also where it is so many that a person is asked: %i beside %i',
    async (over, others) => {
      await bench.ask('settings.save', { settings: { ...(await settings()), syncSince: dateIn(-30) } });
      for (let i = 0; i < over; i += 1) event(`Over ${i}`, -3 - i);
      for (let i = 0; i < others; i += 1) event(`Comes ${i}`, 3 + i);
      await bench.sync();
      await bench.sync();
      const found = await preview({ markHeld: true });
      expect(found).toMatchObject({ matters: true, updates: { espo: over, outlook: 0 } });
      expect(found.asks).toBe(others === 0 ? 1 : 0);
      expect(await titles('updateEspo')).toHaveLength(over);
    },
  );

  it('what only matters later asks nobody, and what is no setting is refused', async () => {
    const requests = () => bench.company.graph.control.log.length + bench.company.espo.control.log.length;
    const before = requests();
    expect(await preview({ notifications: 'off', conflicts: 'ask' })).toMatchObject({ matters: false, total: 0 });
    expect(requests()).toBe(before);
    const wrong = { ...(await settings()), entities: [{ type: 'Call', label: '' }], defaultEntity: 'Meeting' };
    expect(await bench.refused('settings.preview', { settings: wrong })).toMatchObject({ code: 'settings.invalid' });
  });
});

describe('the items of the preview of Start', () => {
  it('are listed for every line, searched, and the numbers are those of afterwards', async () => {
    const anna = bench.company.espo.control.act('anna');
    const time = (day: number, hour: string) => at(day, hour).dateTime.replace('T', ' ');
    const record = (name: string, day: number, description = '') =>
      anna.create('Meeting', {
        ...{ name, description, assignedUserId: anna.id },
        ...{ dateStart: time(day, '10'), dateEnd: time(day, '11') },
      });
    for (let i = 0; i < 5; i += 1) event(`New ${i}`, 3 + i);
    record('Made in EspoCRM', 9);
    event('Known', 10);
    record('Known', 10);
    event('Twin', 11);
    for (const text of ['a', 'b']) record('Twin', 11, text);
    event('Secret', 12, { sensitivity: 'private' });
    const found = await bench.ask('preview.get');
    expect(found).toMatchObject({ creates: { espo: 5, outlook: 1 }, linked: 1, asks: 1, held: 0 });
    expect(await titles('createEspo', 'start')).toHaveLength(5);
    expect(await titles('linked', 'start')).toEqual(['Known']);
    expect(await titles('leftOut', 'start')).toEqual(['']);
    const asked = { of: 'start', line: 'createEspo', text: 'NEW 3', limit: 2, after: '' };
    expect(await bench.ask('preview.list', asked)).toMatchObject({ rows: [{ title: 'New 3' }], total: 1, next: '' });
    const page = await bench.ask('preview.list', { ...asked, text: '' });
    expect([page.rows.length, page.total]).toEqual([2, 5]);
    const rest = await bench.ask('preview.list', { ...asked, text: '', limit: 9, after: page.next });
    expect(rest.rows).toHaveLength(3);
    await bench.sync();
    const { sync } = await bench.state();
    expect(sync.needsYou).toBe(found.asks);
    const why = await bench.ask('why.list', { group: '', limit: 0, after: '' });
    const leftOut = why.groups.filter(({ state }) => state !== 'needsYou').reduce((sum, { total }) => sum + total, 0);
    expect(leftOut).toBe(found.leftOut.reduce((sum, { count }) => sum + count, 0));
  });

  it('are gone when it was started: they are asked for again', async () => {
    event('New', 3);
    await bench.ask('preview.get');
    await bench.ask('sync.start');
    await bench.sync();
    const asked = { of: 'start', line: 'createEspo', text: '', limit: 2, after: '' };
    expect(await bench.refused('preview.list', asked)).toMatchObject({ code: 'message.refused' });
  });
});

describe('an undo before it is done', () => {
  it('says in numbers what would be deleted, put back and made again', async () => {
    for (let i = 0; i < 6; i += 1) event(`New ${i}`, 3 + i);
    await bench.sync();
    const first = (await bench.state()).sync.last?.id ?? '';
    expect(await bench.ask('undo.preview', { what: 'run', id: first })).toMatchObject({
      changes: 6,
      espo: { deleted: 6, putBack: 0, madeAgain: 0 },
      outlook: { deleted: 0 },
      already: 0,
    });
    mailbox().updateEvent(mailbox().events()[0]?.id ?? '', { subject: 'Renamed' });
    await bench.sync();
    const second = (await bench.state()).sync.last?.id ?? '';
    expect(await bench.ask('undo.preview', { what: 'run', id: second })).toMatchObject({ espo: { putBack: 1 } });
    await bench.ask('activity.undo', { what: 'run', id: second });
    expect(await bench.ask('undo.preview', { what: 'run', id: second })).toMatchObject({ changes: 0, already: 1 });
    await bench.ask('settings.save', { settings: { ...(await settings()), direction: 'espoToOutlook' } });
    expect(await bench.ask('undo.preview', { what: 'run', id: first })).toMatchObject({ changes: 0, closed: 6 });
  });

  it('says what comes back alone', async () => {
    for (let i = 0; i < 6; i += 1) event(`New ${i}`, 3 + i);
    await bench.sync();
    mailbox().deleteEvent(
      mailbox()
        .events()
        .find((one) => one.subject === 'New 0')?.id ?? '',
    );
    await bench.sync();
    const id = (await bench.state()).sync.last?.id ?? '';
    expect(await bench.ask('undo.preview', { what: 'run', id })).toMatchObject({ espo: { madeAgain: 1 }, alone: 1 });
    expect(await bench.ask('activity.undo', { what: 'run', id })).toMatchObject({ undone: 1 });
    // It stands alone in EspoCRM, and can be synced again.
    const { groups } = await bench.ask('why.list', { group: '', limit: 5, after: '' });
    expect(groups).toMatchObject([{ state: 'ended', rows: [{ title: 'New 0', again: true, espo: { there: true } }] }]);
  });
});

import { dateIn } from '../../../../test/days';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AppBench } from '../../../../test/errors/app-bench';
import { ANNA } from '../../../../test/simulation/company';
import type { NeedsItem } from '../../../shared/needs';
import type { Settings } from '../../../shared/settings';

vi.mock('webextension-polyfill', () => import('../../../../test/errors/fake-browser'));
vi.mock('../../auth/microsoft', () => import('../../../../test/errors/fake-microsoft'));

let bench: AppBench;
beforeEach(async () => {
  bench = await AppBench.open();
  await bench.connected();
});

const at = (day: number, hour: string) => ({
  dateTime: `${dateIn(day)}T${hour}:00:00`,
  timeZone: 'UTC',
});
const mailbox = () => bench.company.graph.control.mailbox(ANNA.oid);
const event = (subject: string, day: number, more: Record<string, unknown> = {}) =>
  mailbox().createEvent('default', { subject, start: at(day, '10'), end: at(day, '11'), ...more });
const anna = () => bench.company.espo.control.act('anna');
const records = () => bench.company.espo.control.dump('Meeting');
const names = () =>
  records()
    .map((row) => String(row['name']))
    .sort();
const idOf = (name: string) => String(records().find((row) => row['name'] === name)?.['id']);
const eventOf = (subject: string) =>
  mailbox()
    .events()
    .find((one) => one.subject === subject)?.id ?? '';

const needs = async (): Promise<NeedsItem[]> => (await bench.ask('needs.list', { limit: 100 })).items;
const settings = async () => (await bench.state()).pair?.settings as Settings;
const save = async (change: Partial<Settings>) =>
  bench.ask('settings.save', { settings: { ...(await settings()), ...change } });
/** The answer is taken in by a run that follows at once. */
async function act(request: Record<string, unknown>) {
  const done = await bench.ask('needs.act', { choice: '', ...request });
  const { runNow } = await import('../runs/runner');
  await runNow();
  return done;
}
const buttons = (item: NeedsItem | undefined) => item?.actions.map(({ action, danger }) => [action, danger]);

describe('a conflict', () => {
  async function conflict() {
    await save({ conflicts: 'ask' });
    event('Before', 3, { location: { displayName: 'Room 1' } });
    await bench.sync();
    mailbox().updateEvent(eventOf('Before'), { subject: 'From Outlook', location: { displayName: 'Outlook room' } });
    anna().update('Meeting', idOf('Before'), { name: 'From EspoCRM', location: 'EspoCRM room' });
    await bench.sync();
    return (await needs())[0] as NeedsItem;
  }

  it('says when it is, where both halves stand, and what either holds', async () => {
    const item = await conflict();
    expect(item).toMatchObject({
      reason: 'conflict',
      when: { allDay: false, start: Date.parse(`${at(3, '10').dateTime}Z`) },
      outlook: { there: true, name: 'Calendar', url: expect.stringContaining('outlook.office.com') },
      espo: { there: true, name: 'Meeting', url: expect.stringContaining('#Meeting/view/') },
      values: [
        { field: 'title', outlook: 'From Outlook', espo: 'From EspoCRM' },
        { field: 'location', outlook: 'Outlook room', espo: 'EspoCRM room' },
      ],
    });
    // What loses nothing comes first.
    expect(buttons(item)).toEqual([
      ['discard', false],
      ['fields', true],
      ['apply', true],
      ['takeEspo', true],
    ]);
    expect(item.changes).toContainEqual({ field: 'title', from: 'From EspoCRM', to: 'From Outlook' });
  });

  it('is decided field by field; what is not named stays as it is on both sides', async () => {
    const item = await conflict();
    await act({ ids: [item.id], action: 'fields', fields: { title: 'espo' } });
    expect([
      names(),
      mailbox()
        .events()
        .map((one) => one.subject),
    ]).toEqual([['From EspoCRM'], ['From EspoCRM']]);
    expect(records()[0]).toMatchObject({ location: 'EspoCRM room' });
    expect(mailbox().events()[0]?.location).toMatchObject({ displayName: 'Outlook room' });
    expect(await needs()).toEqual([]);
    expect(await bench.sync()).toBeUndefined();
    expect((await bench.state()).sync.last).toMatchObject({ updated: 0 });
  });

  it('takes a side for each field', async () => {
    const item = await conflict();
    await act({ ids: [item.id], action: 'fields', fields: { title: 'espo', location: 'outlook' } });
    expect(records()[0]).toMatchObject({ name: 'From EspoCRM', location: 'Outlook room' });
    expect(mailbox().events()[0]).toMatchObject({ subject: 'From EspoCRM', location: { displayName: 'Outlook room' } });
  });

  it('always this way: the setting that it names is made, too', async () => {
    const item = await conflict();
    expect(item.actions.find(({ action }) => action === 'takeEspo')?.always).toEqual({
      key: 'conflicts',
      value: 'espoWins',
    });
    const done = await act({ ids: [item.id], action: 'takeEspo', always: true });
    expect(done.always).toEqual({ key: 'conflicts', value: 'espoWins' });
    expect((await settings()).conflicts).toBe('espoWins');
    mailbox().updateEvent(eventOf('From EspoCRM'), { subject: 'Once more in Outlook' });
    anna().update('Meeting', idOf('From EspoCRM'), { name: 'Once more in EspoCRM' });
    await bench.sync();
    expect(names()).toEqual(['Once more in EspoCRM']);
    expect(await needs()).toEqual([]);
  });
});

describe('several questions of a kind', () => {
  async function asleep() {
    for (const name of ['A', 'B', 'C']) event(name, 3, { categories: ['Red'] });
    event('Stays', 4);
    await bench.sync();
    await save({ categoriesDeny: ['Red'] });
    await bench.sync();
    return needs();
  }

  it('have one answer, and the next question is named', async () => {
    const items = await asleep();
    expect(new Set(items.map(({ group }) => group)).size).toBe(1);
    const [a, b, c] = items.map(({ id }) => id);
    const done = await act({ ids: [a, b, 'link:gone'], action: 'discard' });
    expect(done).toMatchObject({ answered: 2, notAnswered: ['link:gone'], next: c });
    expect((await needs()).map(({ id }) => id)).toEqual([c]);
    expect(await act({ ids: [c], action: 'discard' })).toMatchObject({ answered: 1, next: '' });
  });

  it('of two answers that come from two windows at once the first counts, and the second is told', async () => {
    const ids = (await asleep()).slice(0, 1).map(({ id }) => id);
    const [first, second] = await Promise.all([act({ ids, action: 'discard' }), act({ ids, action: 'discard' })]);
    expect([first, second]).toMatchObject([{ answered: 1 }, { answered: 0, notAnswered: ids }]);
  });

  it('what is not offered is refused', async () => {
    const [item] = await asleep();
    expect(await bench.refused('needs.act', { ids: [item?.id], action: 'apply', choice: '' })).toMatchObject({
      code: 'message.refused',
    });
  });
});

describe('a bulk that is held', () => {
  async function held() {
    for (let i = 0; i < 10; i += 1) event(`Event ${i}`, 3 + i);
    await bench.sync();
    for (let i = 0; i < 6; i += 1) mailbox().deleteEvent(eventOf(`Event ${i}`));
    await bench.sync();
    return (await needs())[0] as NeedsItem;
  }
  const rowsOf = async (id: string, text = '', limit = 50, after = '') =>
    bench.ask('needs.rows', { id, text, limit, after });

  it('unfolds row by row, paged and searched', async () => {
    const item = await held();
    expect(item).toMatchObject({ kind: 'hold', op: 'remove', side: 'espo', count: 6, of: 10 });
    expect(buttons(item)).toEqual([
      ['discard', false],
      ['apply', true],
    ]);
    const page = await rowsOf(item.id, '', 4);
    expect([page.rows.length, page.total]).toEqual([4, 6]);
    expect(page.rows[0]).toMatchObject({ op: 'remove', side: 'espo', reason: 'bulk', espo: { there: true } });
    expect((await rowsOf(item.id, '', 4, page.next)).rows).toHaveLength(2);
    expect((await rowsOf(item.id, 'event 3')).rows).toMatchObject([{ title: 'Event 3' }]);
  });

  it('is answered in parts: the rest stays held, however few it is', async () => {
    const item = await held();
    const { rows } = await rowsOf(item.id);
    const chosen = rows.slice(0, 5).map(({ id }) => id);
    await act({ ids: [item.id], action: 'apply', rows: chosen });
    expect(records()).toHaveLength(5);
    const [rest, ...others] = await needs();
    expect(others).toEqual([]);
    expect(rest).toMatchObject({ kind: 'hold', count: 1 });
    await bench.sync();
    await bench.sync();
    expect(records()).toHaveLength(5);
    await act({ ids: [rest?.id ?? ''], action: 'discard' });
    expect([records().length, (await needs()).length]).toEqual([5, 0]);
    await bench.sync();
    expect(records()).toHaveLength(5);
  });

  it('a part may be left as it is, and the others deleted', async () => {
    const item = await held();
    const { rows } = await rowsOf(item.id);
    const keep = rows.filter(({ title }) => title === 'Event 2').map(({ id }) => id);
    await act({ ids: [item.id], action: 'discard', rows: keep });
    const [rest] = await needs();
    expect(rest).toMatchObject({ kind: 'hold', count: 5 });
    await act({ ids: [rest?.id ?? ''], action: 'apply' });
    expect(names()).toEqual(['Event 2', 'Event 6', 'Event 7', 'Event 8', 'Event 9']);
  });
});

describe('a change that would mail people', () => {
  it('says who is mailed and what is changed, and may be so always', async () => {
    const guests = ['bob', 'eve'].map((name) => ({
      type: 'required',
      emailAddress: { address: `${name}@customer.example`, name },
    }));
    event('With guests', 3, { attendees: guests });
    await bench.sync();
    anna().update('Meeting', idOf('With guests'), { name: 'Renamed' });
    await bench.sync();
    const [item] = await needs();
    expect(item).toMatchObject({
      reason: 'wouldMail',
      mails: ['bob', 'eve'],
      changes: [{ field: 'title', from: 'With guests', to: 'Renamed' }],
    });
    expect(item?.actions).toMatchObject([
      { action: 'discard', danger: false, does: 'keep' },
      {
        ...{ action: 'apply', danger: true, does: 'update', side: 'outlook', mails: 2 },
        always: { key: 'updateMeetingsWithAttendees', value: true },
      },
    ]);
  });
});

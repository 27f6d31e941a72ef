import { describe, expect, it } from 'vitest';
import type { Settings } from '../../src/shared/settings.ts';
import { DAY } from '../../src/shared/time.ts';
import { VERSIONS } from '../sandbox/espo/versions.ts';
import { Browser } from './company.ts';
import { Hands } from './hands.ts';
import { meetingScene } from './meeting-scene.ts';
import { scene, timed } from './scene.ts';

const ENTITIES = [
  { type: 'Meeting', label: '' },
  { type: 'Task', label: 'Task' },
];

async function stage(settings: Partial<Settings> = {}) {
  const place = await meetingScene({ entities: ENTITIES, ...settings });
  const me = place.espo.user('anna').id;
  const task = (name: string, attributes: Record<string, unknown>) =>
    place.anna.create('Task', { name, assignedUserId: me, ...attributes }).id;
  const reason = async (side: 'outlook' | 'espo', title: string) => {
    const rows = await place.browser.store.seenWithReason('noDate', 100);
    const shown = await place.browser.store.seenWithReason('onlyShown', 100);
    return [...rows, ...shown].find((row) => row.side === side && row.title === title)?.reason;
  };
  return { ...place, me, task, reason };
}

describe('a task', () => {
  it('is shown at the time it is due, without length, as free, and follows its record', async () => {
    const { task, run, event, anna, settled, mails } = await stage();
    const id = task('Offer', { dateStart: '2026-11-25 09:00:00', dateEnd: '2026-12-01 16:00:00' });
    await run();
    expect(event('Task: Offer')).toMatchObject({
      isAllDay: false,
      showAs: 'free',
      start: { dateTime: expect.stringContaining('2026-12-01T16:00') },
      end: { dateTime: expect.stringContaining('2026-12-01T16:00') },
    });
    await settled();
    anna.update('Task', id, { name: 'Better offer', dateEnd: '2026-12-02 10:30:00' });
    await run();
    expect(event('Better offer') ?? event('Task: Better offer')).toMatchObject({
      start: { dateTime: expect.stringContaining('2026-12-02T10:30') },
    });
    await settled();
    expect(mails).toEqual([]);
  });

  it.each(['UTC', 'Europe/Berlin', 'America/New_York'])(
    'lasts the day on which it is due where it has only that, whatever the zone: %s',
    async (timeZone) => {
      const { task, run, event, espo, settled, anna } = await stage();
      espo.settings.timeZone = timeZone;
      const id = task('Taxes', { dateEndDate: '2026-12-05' });
      await run();
      expect(event('Task: Taxes')).toMatchObject({
        isAllDay: true,
        start: { dateTime: expect.stringContaining('2026-12-05T00:00') },
        end: { dateTime: expect.stringContaining('2026-12-06T00:00') },
      });
      await settled();
      anna.update('Task', id, { dateEndDate: '2026-12-07' });
      await run();
      expect(event('Task: Taxes')).toMatchObject({ start: { dateTime: expect.stringContaining('2026-12-07T00:00') } });
      await settled();
    },
  );

  it('that is due on no day is left out with its reason, and comes when it is', async () => {
    const { task, run, subjects, anna, settled, reason } = await stage();
    const id = task('Some day', { dateStart: '2026-12-01 09:00:00' });
    await run();
    expect(subjects()).toEqual([]);
    expect(await reason('espo', 'Some day')).toBe('noDate');
    await settled();
    anna.update('Task', id, { dateEnd: '2026-12-04 09:00:00' });
    await run();
    expect(subjects()).toEqual(['Task: Some day']);
    await settled();
  });

  it.each([{ dateEnd: '2026-12-01 16:00:00' }, { dateEndDate: '2026-12-05' }])(
    'that is due on no day any more leaves the calendar, and comes back with its day: %j',
    async (due) => {
      const { task, run, subjects, anna, settled, reason, mails, espo } = await stage();
      const id = task('Offer', due);
      task('Other', { dateEnd: '2026-12-02 16:00:00' });
      await run();
      anna.update('Task', id, { dateEnd: null, dateEndDate: null });
      await run();
      expect(subjects()).toEqual(['Task: Other']);
      expect(await reason('espo', 'Offer')).toBe('noDate');
      await settled();
      anna.update('Task', id, { dateEnd: '2026-12-04 09:00:00' });
      await run();
      expect(subjects()).toEqual(['Task: Offer', 'Task: Other']);
      expect(await reason('espo', 'Offer')).toBeUndefined();
      await settled();
      expect(espo.row('Task', id)).toMatchObject({ deleted: false, name: 'Offer' });
      expect(mails).toEqual([]);
    },
  );

  it('that is due on no day any more is not put back by an undo: it would go again', async () => {
    const { task, run, subjects, anna, settled, browser } = await stage();
    const id = task('Offer', { dateEnd: '2026-12-01 16:00:00' });
    for (const name of ['One', 'Two']) task(name, { dateEnd: '2026-12-02 16:00:00' });
    await run();
    anna.update('Task', id, { dateEnd: null });
    expect(await run()).toMatchObject({ removed: 1 });
    expect(await new Hands(browser).undoLastRun()).toMatchObject({ undone: 0, skipped: [{ code: 'cannot' }] });
    expect(subjects()).toEqual(['Task: One', 'Task: Two']);
    await settled();
  });

  it('that is due on no day any more stays where it has guests, or nothing is written to Outlook', async () => {
    const { task, run, event, mailbox, anna, browser, settled, mails } = await stage();
    const guests = task('Guests', { dateEnd: '2026-12-01 16:00:00' });
    const closed = task('Closed', { dateEnd: '2026-12-02 16:00:00' });
    await run();
    const attendees = [{ type: 'required', emailAddress: { address: 'x@y.example', name: 'X' } }];
    mailbox.updateEvent(event('Task: Guests')?.immutableId ?? '', { attendees });
    await run();
    const sent = mails.length;
    anna.update('Task', guests, { dateEnd: null });
    await run();
    browser.settings = { ...browser.settings, direction: 'outlookToEspo' };
    anna.update('Task', closed, { dateEnd: null });
    await settled();
    expect([event('Task: Guests'), event('Task: Closed')]).not.toContain(undefined);
    expect(mails).toHaveLength(sent);
  });

  it('that is cancelled is not shown; its statuses are those of the administrator', async () => {
    const { task, run, subjects, settled } = await stage();
    task('Off', { dateEnd: '2026-12-01 16:00:00', status: 'Canceled' });
    task('Done', { dateEnd: '2026-12-01 16:00:00', status: 'Completed' });
    await run();
    expect(subjects()).toEqual(['Task: Done']);
    await settled();
  });

  it('of a colleague is not shown, and goes with its assignment', async () => {
    const { task, run, subjects, espo, anna } = await stage();
    const id = task('Mine', { dateEnd: '2026-12-01 16:00:00' });
    await run();
    expect(subjects()).toEqual(['Task: Mine']);
    anna.update('Task', id, { assignedUserId: espo.user('ben').id });
    await run();
    expect(subjects()).toEqual([]);
  });

  it('that is deleted takes its event along', async () => {
    const { task, run, subjects, anna, settled } = await stage();
    const id = task('Gone', { dateEnd: '2026-12-01 16:00:00' });
    await run();
    anna.remove('Task', id);
    await run();
    expect(subjects()).toEqual([]);
    await settled();
  });
});

describe('nothing of Outlook changes a task', () => {
  it('what is edited there stays there, and the task as it was', async () => {
    const { task, run, event, mailbox, espo, settled } = await stage({ descriptionBothWays: true });
    const id = task('Offer', { dateEnd: '2026-12-01 16:00:00' });
    await run();
    const before = espo.row('Task', id);
    const made = event('Task: Offer');
    mailbox.updateEvent(made?.immutableId ?? '', { ...timed('Moved', '2026-12-03'), showAs: 'busy' });
    await settled();
    expect(espo.row('Task', id)).toEqual(before);
    expect(event('Moved')).toBeDefined();
  });

  it('a deleted event is not made again, and the task stays, whatever the settings', async () => {
    const { task, run, event, mailbox, espo, needs, settled } = await stage({ removeEspoOnOutlookRemoval: true });
    const id = task('Offer', { dateEnd: '2026-12-01 16:00:00' });
    await run();
    mailbox.deleteEvent(event('Task: Offer')?.immutableId ?? '');
    await run();
    expect(espo.row('Task', id)).toMatchObject({ deleted: false, name: 'Offer' });
    expect(await needs()).toMatchObject([{ reason: 'deletedByPerson', actions: ['restore', 'discard'] }]);
    await settled();
  });

  it('no event becomes one: a label of tasks is left out with its reason', async () => {
    const { run, mailbox, espo, reason, settled } = await stage();
    mailbox.createEvent('default', timed('Task: Call them'));
    await run();
    expect(espo.dump('Task')).toEqual([]);
    expect(espo.dump('Meeting')).toEqual([]);
    expect(await reason('outlook', 'Task: Call them')).toBe('onlyShown');
    await settled();
  });

  it('an event of the same name and day is a meeting of its own', async () => {
    const { task, run, mailbox, espo, subjects, settled } = await stage();
    task('Taxes', { dateEndDate: '2026-12-05' });
    mailbox.createEvent('default', {
      subject: 'Taxes',
      isAllDay: true,
      start: { dateTime: '2026-12-05T00:00:00', timeZone: 'UTC' },
      end: { dateTime: '2026-12-06T00:00:00', timeZone: 'UTC' },
    });
    await run();
    expect(subjects()).toEqual(['Task: Taxes', 'Taxes']);
    expect(espo.dump('Meeting')).toMatchObject([{ name: 'Taxes' }]);
    await settled();
  });

  it('is not marked as completed because its time has passed', async () => {
    const { task, run, company, espo, settled } = await stage({ markHeld: true, declinedNotHeld: true });
    const id = task('Late', { dateEnd: '2026-11-23 16:00:00' });
    await run();
    company.world.advance(3 * DAY);
    await settled();
    expect(espo.row('Task', id)).toMatchObject({ status: 'Not Started' });
  });

  it('is not shown where the direction leads to EspoCRM only', async () => {
    const { task, run, subjects, settled } = await stage({ direction: 'outlookToEspo' });
    task('Offer', { dateEnd: '2026-12-01 16:00:00' });
    await run();
    expect(subjects()).toEqual([]);
    await settled();
  });
});

describe.each(VERSIONS)('EspoCRM %s', (version) => {
  it('shows tasks by their due date, and nothing is written to them', async () => {
    const { browser, espo, anna, run, subjects, settled } = await scene('both', version);
    browser.settings = { ...browser.settings, entities: ENTITIES };
    const assignedUserId = espo.user('anna').id;
    const { id } = anna.create('Task', { name: 'Timed', assignedUserId, dateEnd: '2026-12-01 16:00:00' });
    anna.create('Task', { name: 'Day', assignedUserId, dateEndDate: '2026-12-05' });
    anna.create('Task', { name: 'Never', assignedUserId });
    await run();
    expect(subjects()).toEqual(['Task: Day', 'Task: Timed']);
    await settled();
    anna.update('Task', id, { dateEnd: null, dateEndDate: '2026-12-06' });
    await run();
    await settled();
    anna.remove('Task', id);
    await run();
    expect(subjects()).toEqual(['Task: Day']);
    await settled();
  });
});

describe('filters', () => {
  it('of what becomes records leave tasks alone', async () => {
    const { task, run, event, anna, settled } = await stage({
      filterFree: true,
      filterAllDay: true,
      onlyExternal: true,
    });
    const id = task('Taxes', { dateEndDate: '2026-12-05' });
    await run();
    await settled();
    anna.update('Task', id, { name: 'All taxes' });
    await run();
    expect(event('All taxes') ?? event('Task: All taxes')).toBeDefined();
    await settled();
  });
});

describe('a browser that remembers nothing', () => {
  it('knows the events of tasks by their markers', async () => {
    const { task, run, subjects, company, login, browser } = await stage();
    task('Offer', { dateEnd: '2026-12-01 16:00:00' });
    task('Taxes', { dateEndDate: '2026-12-05' });
    await run();
    const anew = new Browser(company, login, { settings: browser.settings });
    for (let i = 0; i < 3; i += 1) await anew.run();
    expect(subjects()).toEqual(['Task: Offer', 'Task: Taxes']);
  });
});

/** Links that went to sleep or lost access: kept, or their other half removed. */

import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { asked } from '../surface/english.ts';
import { buttons } from './hands.ts';
import { meeting, timed } from './scene.ts';
import { stage } from './stage.ts';

describe('an event that went to sleep', () => {
  async function turnedPrivate() {
    const here = await stage();
    for (const name of ['Secret', 'Other 1', 'Other 2']) here.mailbox.createEvent('default', timed(name));
    await here.run();
    here.mailbox.updateEvent(here.eventOf('Secret'), { sensitivity: 'private' });
    expect(writesOf(await here.run())).toBe(0);
    return here;
  }

  it('is listed with its record: keep it, or have it removed', async () => {
    const { hands, run, settled, names, subjects } = await turnedPrivate();
    const item = await hands.press('remove');
    expect(item).toMatchObject({ reason: 'turnedPrivate', side: 'espo', actions: buttons('discard', 'remove') });
    expect(await run()).toMatchObject({ removed: 1 });
    expect(names()).toEqual(['Other 1', 'Other 2']);
    expect(subjects()).toContain('Secret');
    await settled();
    expect(await hands.needs()).toEqual([]);
  });

  it('removed and public again, it comes back by itself', async () => {
    const { hands, run, settled, mailbox, eventOf, names } = await turnedPrivate();
    await hands.press('remove');
    await run();
    mailbox.updateEvent(eventOf('Secret'), { sensitivity: 'normal' });
    expect(await run()).toMatchObject({ created: 1 });
    expect(names()).toContain('Secret');
    await settled();
  });

  it('kept, it is not listed again until it sleeps anew', async () => {
    const { hands, run, settled, mailbox, eventOf, names } = await turnedPrivate();
    await hands.press('discard');
    await run();
    await settled();
    expect(await hands.needs()).toEqual([]);
    mailbox.updateEvent(eventOf('Secret'), { sensitivity: 'normal' });
    await run();
    mailbox.updateEvent(eventOf('Secret'), { sensitivity: 'private' });
    await run();
    expect(await hands.need()).toMatchObject({ reason: 'turnedPrivate' });
    expect(names()).toHaveLength(3);
  });

  it('that wakes before the answer is carried out keeps its record', async () => {
    const { hands, run, mailbox, eventOf, names } = await turnedPrivate();
    await hands.press('remove');
    mailbox.updateEvent(eventOf('Secret'), { sensitivity: 'normal' });
    expect(await run()).toMatchObject({ removed: 0 });
    expect(names()).toContain('Secret');
    expect(await hands.needs()).toEqual([]);
  });

  it('by a filter, or in another calendar, is listed as well', async () => {
    const { hands, browser, run, mailbox, eventOf } = await stage();
    const other = mailbox.addCalendar({ name: 'Private stuff' });
    for (const name of ['Free', 'Moved', 'Other']) mailbox.createEvent('default', timed(name));
    await run();
    browser.settings = { ...browser.settings, filterFree: true };
    mailbox.updateEvent(eventOf('Free'), { showAs: 'free' });
    mailbox.moveEvent(eventOf('Moved'), other.id);
    expect(writesOf(await run())).toBe(0);
    expect((await hands.needs()).map(({ title, reason }) => [title, reason]).sort()).toEqual([
      ['Free', 'showsFree'],
      ['Moved', 'otherCalendar'],
    ]);
  });
});

describe('access that was lost', () => {
  it('to a record: the event is kept, or removed by the button', async () => {
    const { hands, run, settled, espo, anna, mailbox } = await stage();
    for (const name of ['Taken', 'Other 1', 'Other 2']) anna.create('Meeting', meeting(name, anna.id));
    await run();
    const id = String(espo.dump('Meeting').find((row) => row['name'] === 'Taken')?.id);
    const own = { create: 'yes', read: 'own', edit: 'own', delete: 'own' };
    espo.addRole('Own', {
      data: { Meeting: own, Call: own, CVisit: own, Calendar: true },
      assignmentPermission: 'all',
    });
    espo.addUser({ userName: 'anna', role: 'Own' });
    const ben = espo.user('ben');
    espo.insert('Meeting', {
      ...espo.row('Meeting', id),
      id,
      assignedUserId: ben.id,
      createdById: ben.id,
      '#users': [],
    });
    expect(writesOf(await run())).toBe(0);
    expect(await hands.press('remove')).toMatchObject({ reason: 'lostAccess', side: 'outlook' });
    expect(await run()).toMatchObject({ removed: 1 });
    expect(mailbox.events().map((e) => e.subject)).not.toContain('Taken');
    await settled();
    expect(await hands.needs()).toEqual([]);
  });

  it('to a calendar: it is named once, and its records stay or go', async () => {
    const { hands, browser, run, mailbox, company } = await stage();
    const namesOf = () =>
      company.espo.control
        .dump('Meeting')
        .map((row) => row['name'])
        .sort();
    const projects = mailbox.addCalendar({ name: 'Projects' });
    browser.settings = { ...browser.settings, otherCalendars: [projects.id] };
    mailbox.createEvent(projects.id, timed('In it'));
    for (const name of ['Other 1', 'Other 2']) mailbox.createEvent('default', timed(name));
    await run();
    mailbox.removeCalendar(projects.id);
    await run();
    await run();
    const item = await hands.need();
    expect(item).toMatchObject({ title: 'Projects', side: 'espo', actions: buttons('discard', 'remove') });
    expect(asked(item)).toContain('One record of it is left.');
    await hands.press('remove');
    browser.settings = { ...browser.settings, otherCalendars: [] };
    await run();
    expect(namesOf()).toEqual(['Other 1', 'Other 2']);
    expect(await hands.needs()).toEqual([]);
  });
});

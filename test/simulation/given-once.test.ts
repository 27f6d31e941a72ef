/** What new items are given when they are made: how they show, their reminder. Once: nothing is fought over afterwards. */
import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import type { Settings } from '../../src/shared/settings.ts';
import { meeting, timed } from './scene.ts';
import { stage } from './stage.ts';

async function giving(settings: Partial<Settings>) {
  const here = await stage();
  here.browser.settings = { ...here.browser.settings, ...settings };
  const eventNamed = (subject: string) => here.mailbox.events().find((event) => event.subject === subject);
  const remindersOf = (name: string) =>
    (here.espo.dump('Meeting').find((row) => row['name'] === name)?.['#reminders'] as Record<string, unknown>)[
      here.anna.id
    ];
  return { ...here, eventNamed, remindersOf };
}

const quarter = { type: 'Popup', seconds: 900 };

describe('how an event shows that is made for a record', () => {
  it('is what the user chose for that kind, and as Outlook does it for the others', async () => {
    const { anna, run, eventNamed, settled } = await giving({ showAs: { Call: 'free', CVisit: 'oof' } });
    anna.create('Meeting', meeting('Usual', anna.id));
    anna.create('Call', meeting('Ring', anna.id));
    anna.create('CVisit', meeting('There', anna.id));
    expect(await run()).toMatchObject({ created: 3 });
    expect(['Usual', 'Call: Ring', 'Visit: There'].map((name) => eventNamed(name)?.showAs)).toEqual([
      'busy',
      'free',
      'oof',
    ]);
    await settled();
  });

  it('is the user’s own afterwards, and does not put what was made free to sleep', async () => {
    const { anna, mailbox, run, names, eventNamed, settled } = await giving({
      showAs: { Meeting: 'free' },
      filterFree: true,
    });
    const record = anna.create('Meeting', meeting('Plan', anna.id));
    await run();
    mailbox.updateEvent(eventNamed('Plan')?.id ?? '', { subject: 'Plan B' });
    expect(await run()).toMatchObject({ updated: 1 });
    expect(names()).toEqual(['Plan B']);
    mailbox.updateEvent(eventNamed('Plan B')?.id ?? '', { showAs: 'oof' });
    await settled();
    anna.update('Meeting', record.id, { name: 'Plan C' });
    await run();
    expect(eventNamed('Plan C')?.showAs).toBe('oof');
    await settled();
  });
});

describe('the reminder of a new item', () => {
  it('goes to the event: the popup that comes last, or none; nothing of what lies behind', async () => {
    const { anna, run, eventNamed, settled } = await giving({ reminders: true });
    const day = { type: 'Popup', seconds: 86_400 };
    const make = (name: string, reminders: object[], on = '2026-12-01') =>
      anna.create('Meeting', { ...meeting(name, anna.id, on), reminders });
    make('Two', [day, quarter, { type: 'Email', seconds: 60 }]);
    make('None', []);
    make('Begun', [day, quarter], '2026-11-23');
    anna.update('Meeting', make('Soon', [day], '2026-11-23').id, { dateStart: '2026-11-23 09:00:00' });
    await run();
    const of = (name: string) => {
      const event = eventNamed(name);
      return event?.isReminderOn && event.reminderMinutesBeforeStart;
    };
    expect(['Two', 'None', 'Begun', 'Soon'].map(of)).toEqual([15, false, 15, false]);
    await settled();
  });

  it('goes to the record as a popup, and nothing where it lies behind or there is none', async () => {
    const { mailbox, run, remindersOf, settled } = await giving({ reminders: true });
    const make = (subject: string, reminder: object, day?: string) =>
      mailbox.createEvent('default', { ...timed(subject, day), ...reminder });
    make('Quarter', { isReminderOn: true, reminderMinutesBeforeStart: 15 });
    make('Silent', { isReminderOn: false });
    make('Behind', { isReminderOn: true, reminderMinutesBeforeStart: 1440 }, '2026-11-23');
    await run();
    expect(['Quarter', 'Silent', 'Behind'].map(remindersOf)).toEqual([[quarter], [], []]);
    await settled();
  });

  it('is carried over once: later changes stay on their side', async () => {
    const { anna, mailbox, run, eventNamed, remindersOf, idOf, settled } = await giving({ reminders: true });
    anna.create('Meeting', { ...meeting('Mine', anna.id), reminders: [quarter] });
    mailbox.createEvent('default', {
      ...timed('Theirs', '2026-12-03'),
      isReminderOn: true,
      reminderMinutesBeforeStart: 15,
    });
    await run();
    anna.update('Meeting', idOf('Mine'), { reminders: [] });
    mailbox.updateEvent(eventNamed('Theirs')?.id ?? '', { isReminderOn: false });
    expect(writesOf(await run())).toBe(0);
    expect(eventNamed('Mine')?.reminderMinutesBeforeStart).toBe(15);
    expect(remindersOf('Theirs')).toEqual([quarter]);
    await settled();
  });

  it('is not touched while the user does not want it, and no record is read for it', async () => {
    const { anna, mailbox, run, eventNamed, remindersOf, espo } = await giving({});
    const { id } = anna.create('Meeting', { ...meeting('Mine', anna.id), reminders: [] });
    mailbox.createEvent('default', {
      ...timed('Theirs', '2026-12-03'),
      isReminderOn: true,
      reminderMinutesBeforeStart: 15,
    });
    await run();
    expect(eventNamed('Mine')?.isReminderOn).toBe(true);
    expect(remindersOf('Theirs')).toEqual([]);
    expect(espo.log.some(({ path }) => path.endsWith(`Meeting/${id}`))).toBe(false);
  });

  it('is none where the record cannot be asked', async () => {
    const { anna, run, eventNamed, espo, settled } = await giving({ reminders: true });
    const { id } = anna.create('Meeting', { ...meeting('Mine', anna.id), reminders: [quarter] });
    espo.faults.push({ match: ({ url }) => url.endsWith(`Meeting/${id}`), status: 403 });
    expect(await run()).toMatchObject({ created: 1 });
    expect(eventNamed('Mine')).toBeDefined();
    await settled();
  });
});

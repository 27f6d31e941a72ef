import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { buttons, Hands } from './hands.ts';
import { meeting, scene, timed } from './scene.ts';

const bob = { type: 'required', emailAddress: { address: 'bob@customer.example', name: 'Bob Ray' } };
const eve = { type: 'required', emailAddress: { address: 'eve@customer.example', name: '' } };

/** A scene with a user who reads and answers. */
async function stage(...args: Parameters<typeof scene>) {
  const here = await scene(...args);
  const hands = new Hands(here.browser);
  const eventOf = (subject: string) => here.mailbox.events().find((e) => e.subject === subject)?.id ?? '';
  const idOf = (name: string, type = 'Meeting') =>
    String(here.espo.dump(type).find((row) => row['name'] === name)?.id ?? '');
  const subjects = () =>
    here.mailbox
      .events()
      .map((e) => e.subject)
      .sort();
  const names = (type = 'Meeting') =>
    here.espo
      .dump(type)
      .map((row) => String(row['name']))
      .sort();
  return { ...here, hands, eventOf, idOf, subjects, names };
}

describe('a conflict, when the user wants to be asked', () => {
  async function conflict() {
    const here = await stage();
    here.browser.settings = { ...here.browser.settings, conflicts: 'ask' };
    here.mailbox.createEvent('default', timed('Base'));
    await here.run();
    here.mailbox.updateEvent(here.eventOf('Base'), { subject: 'From Outlook' });
    here.anna.update('Meeting', here.idOf('Base'), { name: 'From EspoCRM' });
    expect(await here.run()).toMatchObject({ updated: 0, held: 1 });
    return here;
  }

  it('shows both values, with the record', async () => {
    const { hands, idOf } = await conflict();
    expect(await hands.need()).toMatchObject({
      reason: 'conflict',
      side: 'espo',
      title: 'From Outlook',
      actions: buttons('discard', 'fields', 'apply', 'takeEspo'),
      values: [{ field: 'title', outlook: 'From Outlook', espo: 'From EspoCRM' }],
      espo: { there: true, url: `https://crm.example.test/#Meeting/view/${idOf('From EspoCRM')}` },
    });
  });

  it('Apply takes the value of Outlook', async () => {
    const { hands, run, settled, subjects, names } = await conflict();
    await hands.press('apply');
    expect(await hands.needs()).toEqual([]);
    expect(await run()).toMatchObject({ updated: 1, held: 0 });
    expect([subjects(), names()]).toEqual([['From Outlook'], ['From Outlook']]);
    expect(hands.log.at(-1)).toMatchObject({ op: 'update', oldValue: 'From EspoCRM', newValue: 'From Outlook' });
    await settled();
  });

  it('the other button takes the value of EspoCRM, and what it overwrites is in the log', async () => {
    const { hands, run, settled, subjects, names } = await conflict();
    await hands.press('takeEspo');
    expect(await run()).toMatchObject({ updated: 1, held: 0 });
    expect([subjects(), names()]).toEqual([['From EspoCRM'], ['From EspoCRM']]);
    expect(hands.log.at(-1)).toMatchObject({ side: 'outlook', oldValue: 'From Outlook', newValue: 'From EspoCRM' });
    await settled();
  });

  it('Discard leaves both as they are, and does not ask again', async () => {
    const { hands, settled, subjects, names } = await conflict();
    await hands.press('discard');
    await settled();
    expect([subjects(), names()]).toEqual([['From Outlook'], ['From EspoCRM']]);
    expect(await hands.needs()).toEqual([]);
  });

  it('another edit after the answer is another question', async () => {
    const { hands, run, anna, idOf, names } = await conflict();
    await hands.press('takeEspo');
    anna.update('Meeting', idOf('From EspoCRM'), { location: 'Room 1' });
    expect(await run()).toMatchObject({ held: 0 });
    expect(names()).toEqual(['From EspoCRM']);
  });
});

describe('a change that would mail people', () => {
  async function invited(attendees: unknown[]) {
    const here = await stage();
    here.mailbox.createEvent('default', { ...timed('With people'), attendees } as never);
    await here.run();
    here.anna.update('Meeting', here.idOf('With people'), { name: 'Renamed' });
    expect(await here.run()).toMatchObject({ updated: 0, held: 1 });
    return here;
  }

  it('says how many and who, and mails them only when it is applied', async () => {
    const { hands, run, settled, company, subjects } = await invited([bob, eve]);
    const mails = company.graph.control.mails.length;
    expect((await hands.need()).sentence).toBe('Update and notify 2 people: Bob Ray, eve@customer.example.');
    await hands.press('apply');
    expect(company.graph.control.mails).toHaveLength(mails);
    expect(await run()).toMatchObject({ updated: 1, held: 0 });
    expect(subjects()).toEqual(['Renamed']);
    expect(company.graph.control.mails.length).toBeGreaterThan(mails);
    await settled();
  });

  it('is asked again when somebody else would be mailed, too', async () => {
    const { hands, run, mailbox, eventOf, company } = await invited([bob]);
    await hands.press('apply');
    mailbox.updateEvent(eventOf('With people'), { attendees: [bob, eve] } as never);
    const mails = company.graph.control.mails.length;
    await run();
    expect((await hands.need()).sentence).toContain('notify 2 people');
    expect(company.graph.control.mails).toHaveLength(mails);
  });

  it('discarded, both sides stay different and nobody is mailed', async () => {
    const { hands, settled, subjects, names, company } = await invited([bob]);
    const mails = company.graph.control.mails.length;
    await hands.press('discard');
    await settled();
    expect([subjects(), names()]).toEqual([['With people'], ['Renamed']]);
    expect(company.graph.control.mails).toHaveLength(mails);
  });

  it('a bulk that was confirmed is no consent to mail', async () => {
    const here = await stage();
    const { mailbox, anna, run, hands, company } = here;
    for (let i = 0; i < 22; i += 1) anna.create('Meeting', meeting(`M${i}`, anna.id, `2026-12-${10 + (i % 15)}`));
    await run();
    for (const row of here.espo.dump('Meeting').slice(0, 14))
      anna.update('Meeting', String(row.id), { name: `${String(row['name'])} new` });
    expect(await run()).toMatchObject({ updated: 0, held: 14 });
    await hands.press('apply');
    mailbox.updateEvent(here.eventOf('M0'), { attendees: [bob] } as never);
    const mails = company.graph.control.mails.length;
    await run();
    expect(here.subjects().filter((subject) => subject.endsWith(' new'))).toHaveLength(13);
    expect(company.graph.control.mails).toHaveLength(mails);
    expect(await hands.need()).toMatchObject({ reason: 'wouldMail', title: 'M0 new' });
  });

  it('a deletion says whom it would mail; Restore makes the record again instead', async () => {
    const { hands, run, settled, espo, anna, idOf, mailbox, subjects, names } = await stage();
    anna.create('Meeting', meeting('With people', anna.id));
    await run();
    mailbox.updateEvent(mailbox.events()[0]?.id ?? '', { attendees: [bob] } as never);
    await run();
    anna.remove('Meeting', idOf('With people'));
    expect(await run()).toMatchObject({ removed: 0, held: 1 });
    const item = await hands.press('restore');
    expect(item.sentence).toContain('Delete and notify 1 person: Bob Ray.');
    expect(item).toMatchObject({ side: 'outlook', restores: 'espo' });
    expect(await run()).toMatchObject({ created: 1, removed: 0, held: 0 });
    expect([subjects(), names()]).toEqual([['With people'], ['With people']]);
    await settled();
    expect(espo.dump('Meeting')).toHaveLength(1);
  });
});

describe('a record that the server refuses', () => {
  it('says which field is missing, does not stop the others, and goes through when it is mended', async () => {
    const { hands, run, settled, espo, mailbox, names } = await stage();
    espo.addField('Meeting', 'cBudget', { type: 'varchar', required: true } as never);
    mailbox.createEvent('default', timed('Refused'));
    mailbox.createEvent('default', timed('Call: Fine', '2026-12-03'));
    expect(await run()).toMatchObject({ created: 1, refused: 1 });
    expect(await hands.need()).toMatchObject({ reason: 'refused', side: 'espo', actions: buttons('retry', 'discard') });
    expect((await hands.need()).sentence).toContain('cBudget');
    espo.removeField('Meeting', 'cBudget');
    expect(await run()).toMatchObject({ created: 0, held: 1 });
    await hands.press('retry');
    expect(await run()).toMatchObject({ created: 1, held: 0 });
    expect(names()).toEqual(['Refused']);
    await settled();
  });

  it('tried again in vain, it waits again; discarded, it is left out for good', async () => {
    const { hands, run, settled, espo, mailbox } = await stage();
    espo.addField('Meeting', 'cBudget', { type: 'varchar', required: true } as never);
    mailbox.createEvent('default', timed('Refused'));
    await run();
    await hands.press('retry');
    expect(await run()).toMatchObject({ created: 0, refused: 1 });
    await hands.press('discard');
    espo.removeField('Meeting', 'cBudget');
    await settled();
    expect(espo.dump('Meeting')).toEqual([]);
    expect(await hands.needs()).toEqual([]);
  });
});

describe('several records that could be the same meeting', () => {
  async function twins() {
    const here = await stage();
    const { anna, mailbox, run } = here;
    for (const text of ['first', 'second']) anna.create('Meeting', { ...meeting('Twin', anna.id), description: text });
    mailbox.createEvent('default', timed('Twin'));
    expect(await run()).toMatchObject({ created: 0, linked: 0, held: 1 });
    return here;
  }

  it('links the one that is chosen, and syncs the other by itself', async () => {
    const { hands, run, settled, mailbox, espo, browser } = await twins();
    const { choices } = await hands.need();
    expect(choices).toMatchObject([
      { title: 'Twin', place: 'Meeting', madeAt: expect.any(Number) },
      { title: 'Twin', place: 'Meeting' },
    ]);
    await hands.press('link', choices[1]?.id);
    await run();
    // The other one looks the same: a person says that it is another meeting.
    expect(await hands.press('apply')).toMatchObject({ reason: 'severalCandidates', side: 'outlook', choices: [] });
    expect(await run()).toMatchObject({ created: 1 });
    const links = await browser.store.linksInState('active');
    expect(links.map((link) => link.espoRef).sort()).toEqual(choices.map(({ id }) => id).sort());
    expect(links.find((link) => link.espoRef === choices[1]?.id)?.origin).toBe('outlook');
    await run();
    await settled();
    expect([mailbox.events().length, espo.dump('Meeting').length]).toEqual([2, 2]);
  });

  it('Apply makes a new one', async () => {
    const { hands, run, espo } = await twins();
    await hands.press('apply');
    expect((await run()).created).toBeGreaterThan(0);
    expect(espo.dump('Meeting')).toHaveLength(3);
  });

  it('Discard leaves the event out', async () => {
    const { hands, run, settled, espo } = await twins();
    await hands.press('discard');
    await run();
    await settled();
    expect(espo.dump('Meeting')).toHaveLength(2);
    expect(await hands.needs()).toEqual([]);
  });

  it('a choice that went away meanwhile is asked anew, or decided', async () => {
    const { hands, run, anna, espo } = await twins();
    const { choices } = await hands.need();
    await hands.press('link', choices[0]?.id);
    anna.remove('Meeting', choices[0]?.id.split('/')[1] ?? '');
    expect(await run()).toMatchObject({ linked: 1, created: 0 });
    expect(espo.dump('Meeting')).toHaveLength(1);
  });
});

describe('deleted on one side', () => {
  async function worked() {
    const here = await stage();
    here.mailbox.createEvent('default', {
      ...timed('Worked on'),
      body: { contentType: 'text', content: 'plan' },
    } as never);
    for (let i = 0; i < 6; i += 1) here.mailbox.createEvent('default', timed(`Other ${i}`, `2026-12-1${i}`));
    await here.run();
    here.anna.update('Meeting', here.idOf('Worked on'), { description: 'hours of work' });
    await here.run();
    here.mailbox.deleteEvent(here.eventOf('Worked on'));
    expect(await here.run()).toMatchObject({ removed: 0, held: 1 });
    return here;
  }

  it('a record that was worked on is restored in Outlook, deleted, or left', async () => {
    const { hands, run, settled, subjects, names } = await worked();
    const item = await hands.press('restore');
    expect(item).toMatchObject({ reason: 'touchedRecord', side: 'espo', restores: 'outlook' });
    expect(item.sentence).toContain('stream');
    expect(await run()).toMatchObject({ created: 1, removed: 0, held: 0 });
    expect(subjects()).toContain('Worked on');
    expect(names()).toContain('Worked on');
    await settled();
    expect(await hands.needs()).toEqual([]);
  });

  it('restored, it runs on as the same pair', async () => {
    const { hands, run, settled, mailbox, eventOf, idOf, anna, names } = await worked();
    await hands.press('restore');
    await run();
    mailbox.updateEvent(eventOf('Worked on'), { subject: 'Worked on, renamed' });
    expect(await run()).toMatchObject({ updated: 1, created: 0 });
    expect(names()).toContain('Worked on, renamed');
    anna.update('Meeting', idOf('Worked on, renamed'), { name: 'Again' });
    expect(await run()).toMatchObject({ updated: 1, created: 0 });
    await settled();
  });

  it('Apply deletes it, with all its values in the log', async () => {
    const { hands, run, settled, names } = await worked();
    await hands.press('apply');
    expect(await run()).toMatchObject({ removed: 1 });
    expect(names()).not.toContain('Worked on');
    const gone = hands.log.filter((row) => row.op === 'remove');
    expect(gone.find((row) => row.field === 'description')?.oldValue).toBe('hours of work');
    expect(gone.map((row) => row.field)).toEqual(['title', 'when', 'description', 'status']);
    await settled();
    expect(await hands.needs()).toEqual([]);
  });

  it('Discard leaves it, and it is not listed again', async () => {
    const { hands, run, settled, names } = await worked();
    await hands.press('discard');
    await run();
    await settled();
    expect(names()).toContain('Worked on');
    expect(await hands.needs()).toEqual([]);
  });

  it('what was kept by the rules can be restored, and an edit made meanwhile travels with it', async () => {
    const { hands, run, settled, mailbox, anna, eventOf, idOf, names } = await stage();
    for (const name of ['Kept', 'Other 1', 'Other 2']) mailbox.createEvent('default', timed(name));
    await run();
    anna.update('Meeting', idOf('Kept'), { location: 'Room 3' });
    await run();
    anna.remove('Meeting', idOf('Kept'));
    expect(await run()).toMatchObject({ removed: 0, held: 0 });
    const item = await hands.need();
    expect(item).toMatchObject({ side: 'espo', reason: 'deletedByPerson', actions: buttons('restore', 'discard') });
    expect(item.sentence).toBe('It was deleted in EspoCRM and kept in Outlook.');
    mailbox.updateEvent(eventOf('Kept'), { subject: 'Kept, renamed' });
    await run();
    await hands.press('restore');
    expect(await run()).toMatchObject({ created: 1, updated: 1 });
    expect(names()).toContain('Kept, renamed');
    await settled();
    expect(await hands.needs()).toEqual([]);
  });

  it('somebody who has made it again by hand is not given a second one', async () => {
    const { hands, run, settled, mailbox, anna, idOf, espo } = await stage();
    for (const name of ['Kept', 'Other 1', 'Other 2']) mailbox.createEvent('default', timed(name));
    await run();
    anna.remove('Meeting', idOf('Kept'));
    await run();
    await hands.press('restore');
    anna.create('Meeting', meeting('Kept', anna.id));
    expect(await run()).toMatchObject({ created: 0 });
    await settled();
    expect(espo.dump('Meeting')).toHaveLength(3);
    expect(mailbox.events()).toHaveLength(3);
  });

  it('where the direction does not lead, nothing is offered', async () => {
    const { hands, browser, run, mailbox, anna, idOf } = await stage('outlookToEspo');
    for (const name of ['Kept', 'Other 1', 'Other 2']) mailbox.createEvent('default', timed(name));
    anna.create('Meeting', meeting('Only there', anna.id, '2026-12-02'));
    await run();
    anna.remove('Meeting', idOf('Kept'));
    await run();
    expect((await hands.need()).restores).toBe('espo');
    browser.settings = { ...browser.settings, direction: 'espoToOutlook' };
    expect(await hands.needs()).toEqual([]);
  });

  it('in EspoCRM to Outlook, a deleted event is kept and can be restored in Outlook only', async () => {
    const { hands, run, settled, mailbox, anna, subjects } = await stage('espoToOutlook');
    for (const name of ['Kept', 'Other 1', 'Other 2']) anna.create('Meeting', meeting(name, anna.id));
    await run();
    mailbox.deleteEvent(mailbox.events().find((e) => e.subject === 'Kept')?.id ?? '');
    await run();
    expect(await hands.press('restore')).toMatchObject({ restores: 'outlook' });
    expect(await run()).toMatchObject({ created: 1 });
    expect(subjects()).toEqual(['Kept', 'Other 1', 'Other 2']);
    await settled();
  });

  it('a restore that was killed after its create makes one event', async () => {
    for (const where of ['request sent', 'answer received', 'before commit', 'after commit']) {
      for (let at = 0; at < 40; at += 1) {
        const here = await worked();
        await here.hands.press('restore');
        let left = at;
        const dies = () => {
          left -= 1;
          if (left < 0) throw new Error('killed');
        };
        await here.run((what) => (what === where ? dies() : undefined)).catch(() => undefined);
        await here.run();
        await here.run();
        expect(here.subjects().filter((s) => s === 'Worked on')).toEqual(['Worked on']);
        expect(here.names().filter((s) => s === 'Worked on')).toEqual(['Worked on']);
        await here.settled();
        if (left >= 0) break;
      }
    }
  }, 120_000);
});

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

describe('a Call that cannot last all day', () => {
  const allDay = (subject: string, day = '2026-12-01') => ({
    subject,
    isAllDay: true,
    start: { dateTime: `${day}T00:00:00`, timeZone: 'UTC' },
    end: { dateTime: `${day.slice(0, 8)}02T00:00:00`, timeZone: 'UTC' },
  });

  it('becomes a Meeting when its event turns all-day; the untouched Call goes', async () => {
    const { hands, run, settled, mailbox, eventOf, names } = await stage();
    for (const name of ['Call: Ring', 'Call: Other']) mailbox.createEvent('default', timed(name));
    await run();
    mailbox.updateEvent(eventOf('Call: Ring'), allDay('Call: Ring'));
    expect(writesOf(await run())).toBe(0);
    const item = await hands.press('makeMeeting');
    expect(item).toMatchObject({ reason: 'turnedAllDay', actions: buttons('makeMeeting', 'discard', 'remove') });
    expect(await run()).toMatchObject({ created: 1, removed: 1 });
    expect([names(), names('Call')]).toEqual([['Ring'], ['Other']]);
    await settled();
    mailbox.updateEvent(eventOf('Call: Ring'), { subject: 'Call: Ring twice' });
    expect(await run()).toMatchObject({ updated: 1 });
    expect(names()).toEqual(['Ring twice']);
    expect(await hands.needs()).toEqual([]);
  });

  it('a Call that was worked on is kept, unlinked, and its text is on the Meeting', async () => {
    const { hands, run, settled, mailbox, anna, espo, eventOf, idOf, names } = await stage();
    mailbox.createEvent('default', timed('Call: Ring'));
    await run();
    anna.update('Call', idOf('Ring', 'Call'), { description: 'what was said' });
    await run();
    mailbox.updateEvent(eventOf('Call: Ring'), allDay('Call: Ring'));
    await run();
    await hands.press('makeMeeting');
    expect(await run()).toMatchObject({ created: 1, removed: 0 });
    expect([names(), names('Call')]).toEqual([['Ring'], ['Ring']]);
    expect(espo.dump('Meeting')[0]).toMatchObject({ description: 'what was said' });
    await settled();
    expect(mailbox.events()).toHaveLength(1);
  });

  it('killed anywhere on the way, it is one Meeting, no Call and one event', async () => {
    for (let at = 0; at < 80; at += 1) {
      const { hands, run, settled, mailbox, eventOf, names, subjects } = await stage();
      for (const name of ['Call: Ring', 'Call: Other']) mailbox.createEvent('default', timed(name));
      await run();
      mailbox.updateEvent(eventOf('Call: Ring'), allDay('Call: Ring'));
      await run();
      await hands.press('makeMeeting');
      let left = at;
      const died = await run(() => {
        left -= 1;
        if (left < 0) throw new Error('killed');
      }).then(
        () => false,
        () => true,
      );
      await run();
      await run();
      await settled();
      expect([at, names(), names('Call'), subjects()]).toEqual([
        at,
        ['Ring'],
        ['Other'],
        ['Call: Other', 'Call: Ring'],
      ]);
      expect(await hands.needs()).toEqual([]);
      if (!died) return;
    }
  }, 120_000);

  it('an all-day event that is left out becomes a Meeting by the button', async () => {
    const { hands, run, settled, mailbox, names } = await stage();
    mailbox.createEvent('default', allDay('Call: Whole day'));
    expect(writesOf(await run())).toBe(0);
    const item = await hands.press('makeMeeting');
    expect(item).toMatchObject({ reason: 'callAllDay', sentence: 'Calls cannot last all day.', side: 'espo' });
    expect(await hands.needs()).toEqual([]);
    expect(await run()).toMatchObject({ created: 1 });
    expect([names(), names('Call')]).toEqual([['Whole day'], []]);
    await settled();
    expect(await hands.needs()).toEqual([]);
  });

  it('the decision outlives runs that fail before it is written', async () => {
    const { hands, run, mailbox, espo, names } = await stage();
    mailbox.createEvent('default', allDay('Call: Whole day'));
    await run();
    await hands.press('makeMeeting');
    espo.faults.push({ match: (r) => r.method === 'POST' && r.url.endsWith('/Meeting'), when: 'before', status: 503 });
    await run().catch(() => undefined);
    expect(await hands.needs()).toEqual([]);
    await run();
    expect(names()).toEqual(['Whole day']);
  });

  it('discarded, it is not listed again, and comes when it is timed', async () => {
    const { hands, run, settled, mailbox, eventOf, names } = await stage();
    mailbox.createEvent('default', allDay('Call: Whole day'));
    await run();
    await hands.press('discard');
    await run();
    expect(await hands.needs()).toEqual([]);
    mailbox.updateEvent(eventOf('Call: Whole day'), timed('Call: Whole day'));
    expect(await run()).toMatchObject({ created: 1 });
    expect(names('Call')).toEqual(['Whole day']);
    await settled();
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
    expect(item.sentence).toContain('One record of it is left.');
    await hands.press('remove');
    browser.settings = { ...browser.settings, otherCalendars: [] };
    await run();
    expect(namesOf()).toEqual(['Other 1', 'Other 2']);
    expect(await hands.needs()).toEqual([]);
  });
});

describe('answers', () => {
  it('wait for the next run, over a restart, and are taken in once', async () => {
    const { hands, browser, run, mailbox, company, idOf, anna } = await stage();
    mailbox.createEvent('default', { ...timed('With Bob'), attendees: [bob] } as never);
    await run();
    anna.update('Meeting', idOf('With Bob'), { name: 'Renamed' });
    await run();
    await hands.press('apply');
    // The worker dies before, at and after every commit that takes the answer in.
    for (let at = 0; at < 3; at += 1) {
      let left = at;
      await run(() => {
        left -= 1;
        if (left < 0) throw new Error('killed');
      }).catch(() => undefined);
    }
    const mails = company.graph.control.mails.length;
    expect(await run()).toMatchObject({ updated: 1 });
    expect(company.graph.control.mails.length).toBe(mails + 1);
    expect(writesOf(await run())).toBe(0);
    expect(await browser.store.cursorNames('answer|')).toEqual([]);
  });

  it('to a question that is over do nothing', async () => {
    const { hands, run, settled, mailbox, anna, idOf, subjects } = await stage();
    mailbox.createEvent('default', { ...timed('With Bob'), attendees: [bob] } as never);
    await run();
    const id = idOf('With Bob');
    anna.update('Meeting', id, { name: 'Renamed' });
    await run();
    await hands.press('apply');
    anna.update('Meeting', id, { name: 'With Bob' });
    await settled();
    expect(subjects()).toEqual(['With Bob']);
  });
});

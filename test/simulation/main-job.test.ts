import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { applyHeld, discardHeld, holdId } from '../../src/background/sync/person/answer-row.ts';
import { Browser } from './company.ts';
import type { MemoryStore } from './memory-store.ts';
import { scene, timed } from './scene.ts';

describe('first sync', () => {
  it('carries events and records both ways, and the second run writes nothing', async () => {
    const { company, browser, mailbox, anna } = await scene();
    mailbox.createEvent('default', {
      ...timed('Quarterly review'),
      location: { displayName: 'Room 5' },
      body: { contentType: 'text', content: 'Agenda:\r\n1. x' },
    });
    mailbox.createEvent('default', timed('a < b = c > d  '));
    anna.create('Meeting', {
      name: 'From Espo',
      dateStart: '2026-12-02 10:00:00',
      dateEnd: '2026-12-02 11:00:00',
      assignedUserId: anna.id,
    });
    anna.create('Call', {
      name: 'Ring Bob',
      dateStart: '2026-12-02 12:00:00',
      dateEnd: '2026-12-02 12:30:00',
      assignedUserId: anna.id,
    });
    const report = await browser.run();
    expect(report).toMatchObject({ created: 4, held: 0, refused: 0, failed: 0, lost: 0 });
    expect(
      mailbox
        .events()
        .map((e) => e.subject)
        .sort(),
    ).toEqual(['Call: Ring Bob', 'From Espo', 'Quarterly review', 'a < b = c > d  '].sort());
    expect(
      company.espo.control
        .dump('Meeting')
        .map((r) => r['name'])
        .sort(),
    ).toContain('a ‹ b ＝ c › d');
    for (let i = 0; i < 4; i += 1) {
      company.world.advance(600_000);
      const again = await browser.run();
      expect(writesOf(again)).toBe(0);
    }
    expect(company.graph.control.mails).toEqual([]);
  });

  it('carries edits and deletions on both sides', async () => {
    const { company, browser, mailbox, anna } = await scene();
    const made = mailbox.createEvent('default', timed('One'));
    mailbox.createEvent('default', timed('Two', '2026-12-03'));
    const record = anna.create('Meeting', {
      name: 'Three',
      dateStart: '2026-12-02 10:00:00',
      dateEnd: '2026-12-02 11:00:00',
      assignedUserId: anna.id,
    });
    await browser.run();
    company.world.advance(60_000);
    mailbox.updateEvent(made.id, {
      subject: 'One, moved',
      start: { dateTime: '2026-12-05T10:00:00', timeZone: 'UTC' },
      end: { dateTime: '2026-12-05T11:30:00', timeZone: 'UTC' },
    });
    anna.update('Meeting', String(record.id), { name: 'Three, renamed' });
    company.world.advance(60_000);
    expect(await browser.run()).toMatchObject({ updated: 2 });
    const row = company.espo.control.dump('Meeting').find((r) => r['name'] === 'One, moved');
    expect(row).toMatchObject({ dateStart: '2026-12-05 10:00:00', dateEnd: '2026-12-05 11:30:00' });
    expect(mailbox.events().map((e) => e.subject)).toContain('Three, renamed');
    company.world.advance(60_000);
    mailbox.deleteEvent(made.id);
    anna.remove('Meeting', String(record.id));
    company.world.advance(60_000);
    const report = await browser.run();
    expect(report).toMatchObject({ removed: 2 });
    expect(company.espo.control.dump('Meeting').map((r) => r['name'])).toEqual(['Two']);
    expect(mailbox.events().map((e) => e.subject)).toEqual(['Two']);
    company.world.advance(60_000);
    expect(writesOf(await browser.run())).toBe(0);
  });
});

describe('an update whose answer was lost', () => {
  it('still stands in the activity log with the value it overwrote', async () => {
    const { company, browser, mailbox } = await scene();
    const made = mailbox.createEvent('default', timed('Before'));
    await browser.run();
    company.world.advance(60_000);
    mailbox.updateEvent(made.id, { subject: 'After' });
    company.espo.control.faults.push({ match: (r) => r.method === 'PUT', when: 'after', times: 1 });
    company.world.advance(60_000);
    await expect(browser.run()).rejects.toMatchObject({ code: 'espo.unreachable' });
    company.world.advance(60_000);
    expect(await browser.run()).toMatchObject({ updated: 1 });
    const { activity } = browser.store as MemoryStore;
    expect(activity.filter((a) => a.op === 'update')).toMatchObject([
      { field: 'title', oldValue: 'Before', newValue: 'After' },
    ]);
    company.world.advance(60_000);
    expect(writesOf(await browser.run())).toBe(0);
  });
});

describe('deleted on both sides between two runs', () => {
  it('leaves nothing to decide', async () => {
    const { company, browser, mailbox, anna } = await scene();
    const record = anna.create('Meeting', {
      name: 'Both',
      dateStart: '2026-12-02 10:00:00',
      dateEnd: '2026-12-02 11:00:00',
      assignedUserId: anna.id,
    });
    await browser.run();
    company.world.advance(60_000);
    anna.remove('Meeting', String(record.id));
    mailbox.deleteEvent(mailbox.events()[0]?.id ?? '');
    company.world.advance(60_000);
    expect(writesOf(await browser.run())).toBe(0);
    expect((await browser.store.plan()).filter((row) => row.state === 'held')).toEqual([]);
    expect(await browser.store.linksInState('active')).toEqual([]);
  });
});

describe('what waits for a person', () => {
  it('a bulk deletion is held with its numbers, over runs, until it is applied', async () => {
    const { company, browser, mailbox, anna } = await scene();
    for (let i = 0; i < 12; i += 1)
      anna.create('Meeting', {
        name: `M${i}`,
        dateStart: `2026-12-${10 + i} 10:00:00`,
        dateEnd: `2026-12-${10 + i} 11:00:00`,
        assignedUserId: anna.id,
      });
    await browser.run();
    for (const row of company.espo.control.dump('Meeting').slice(0, 6)) anna.remove('Meeting', String(row.id));
    for (let i = 0; i < 2; i += 1) {
      company.world.advance(600_000);
      expect(await browser.run()).toMatchObject({ removed: 0, held: 6 });
    }
    const [hold] = await browser.store.holds();
    expect(hold).toMatchObject({ count: 6, of: 12, state: 'waiting' });
    await applyHeld(browser.store, holdId(hold?.id ?? ''));
    company.world.advance(600_000);
    expect(await browser.run()).toMatchObject({ removed: 6, held: 0 });
    expect(mailbox.events()).toHaveLength(6);
    company.world.advance(600_000);
    expect(await browser.run()).toMatchObject({ removed: 0, held: 0 });
  });

  it('a discarded one stays discarded, and both sides stay as they are', async () => {
    const { company, browser, mailbox, anna } = await scene();
    for (let i = 0; i < 4; i += 1)
      anna.create('Meeting', {
        name: `M${i}`,
        dateStart: `2026-12-${10 + i} 10:00:00`,
        dateEnd: `2026-12-${10 + i} 11:00:00`,
        assignedUserId: anna.id,
      });
    await browser.run();
    for (const row of company.espo.control.dump('Meeting')) anna.remove('Meeting', String(row.id));
    company.world.advance(600_000);
    expect(await browser.run()).toMatchObject({ held: 4 });
    await discardHeld(browser.store, holdId((await browser.store.holds())[0]?.id ?? ''));
    for (let i = 0; i < 2; i += 1) {
      company.world.advance(600_000);
      expect(await browser.run()).toMatchObject({ created: 0, removed: 0, held: 0 });
    }
    expect(mailbox.events()).toHaveLength(4);
  });

  it('a change to a meeting with attendees, which would mail them', async () => {
    const { company, browser, mailbox, anna } = await scene();
    const made = mailbox.createEvent('default', {
      ...timed('With Bob'),
      attendees: [{ type: 'required', emailAddress: { address: 'bob@customer.example', name: 'Bob' } }],
    });
    await browser.run();
    const mails = company.graph.control.mails.length;
    company.world.advance(60_000);
    const record = company.espo.control.dump('Meeting')[0];
    anna.update('Meeting', String(record?.id), { name: 'With Bob, renamed' });
    company.world.advance(60_000);
    expect(await browser.run()).toMatchObject({ updated: 0, held: 1 });
    expect(company.graph.control.mails).toHaveLength(mails);
    const [row] = await browser.store.plan();
    expect(row).toMatchObject({ reason: 'wouldMail' });
    await applyHeld(browser.store, row?.id ?? '');
    expect(await browser.run()).toMatchObject({ updated: 1 });
    expect(mailbox.events().find((e) => e.immutableId === made.immutableId)?.subject).toBe('With Bob, renamed');
  });

  it('a record that the server refuses does not stop the others and is not sent again', async () => {
    const { company, browser, mailbox } = await scene();
    company.espo.control.addField('Meeting', 'cBudget', { type: 'varchar', required: true } as never);
    mailbox.createEvent('default', timed('Refused'));
    mailbox.createEvent('default', timed('Call: Fine', '2026-12-03'));
    expect(await browser.run()).toMatchObject({ created: 1, refused: 1 });
    const posts = () => company.espo.control.log.filter((e) => e.method === 'POST').length;
    const before = posts();
    company.world.advance(600_000);
    expect(await browser.run()).toMatchObject({ created: 0, refused: 0, held: 1 });
    expect(posts()).toBe(before);
  });
});

describe('identity', () => {
  it('after a re-install everything is linked again, nothing is written, and an edit made meanwhile arrives', async () => {
    const { company, browser, mailbox, anna } = await scene();
    mailbox.createEvent('default', timed('From Outlook'));
    anna.create('Call', {
      name: 'From Espo',
      dateStart: '2026-12-02 12:00:00',
      dateEnd: '2026-12-02 12:30:00',
      assignedUserId: anna.id,
    });
    await browser.run();
    company.world.advance(60_000);
    const fromEspo = mailbox.events().find((e) => e.subject === 'Call: From Espo');
    mailbox.updateEvent(fromEspo?.id ?? '', { subject: 'Call: Edited meanwhile' });
    const token = await company.token('anna', 'Anna12345');
    const again = new Browser(company, { userName: 'anna', token });
    company.world.advance(60_000);
    expect(await again.run()).toMatchObject({ created: 0, linked: 2, updated: 1 });
    expect(company.espo.control.dump('Call').map((r) => r['name'])).toEqual(['Edited meanwhile']);
    expect(mailbox.events()).toHaveLength(2);
    company.world.advance(60_000);
    expect(writesOf(await again.run())).toBe(0);
  });

  it('a mailbox that was moved (all ids new) keeps its links', async () => {
    const { company, browser, mailbox } = await scene();
    for (let i = 0; i < 6; i += 1) mailbox.createEvent('default', timed(`E${i}`, `2026-12-0${i + 1}`));
    await browser.run();
    mailbox.moveMailbox();
    const calendar = mailbox.calendar().id;
    company.world.advance(600_000);
    await browser.store.commit({ cursors: { remove: ['surroundings'] } });
    const report = await browser.run();
    expect(report).toMatchObject({ created: 0, removed: 0 });
    expect(mailbox.events()).toHaveLength(6);
    expect(company.espo.control.dump('Meeting')).toHaveLength(6);
    expect((await browser.store.linksInState('active')).map((l) => l.outlook.calendarId)).toEqual(
      Array(6).fill(calendar),
    );
  });

  it('a POST that the browser delivered twice leaves one record, and one link', async () => {
    const { company, browser, mailbox, anna } = await scene();
    mailbox.createEvent('default', timed('Twice'));
    await browser.run();
    const [record] = company.espo.control.dump('Meeting');
    anna.create('Meeting', {
      name: 'Twice',
      dateStart: String(record?.['dateStart']),
      dateEnd: String(record?.['dateEnd']),
      assignedUserId: anna.id,
    });
    company.world.advance(60_000);
    await browser.run();
    company.world.advance(60_000);
    await browser.run();
    expect(company.espo.control.dump('Meeting')).toHaveLength(1);
    expect(mailbox.events()).toHaveLength(1);
    const [link] = await browser.store.linksInState('active');
    expect(link?.espoRef).toBe(`Meeting/${String(company.espo.control.dump('Meeting')[0]?.id)}`);
  });

  it('a copy of an event made in Outlook is a new event, and the original keeps its link', async () => {
    const { company, browser, mailbox, anna } = await scene();
    anna.create('Meeting', {
      name: 'Original',
      dateStart: '2026-12-02 10:00:00',
      dateEnd: '2026-12-02 11:00:00',
      assignedUserId: anna.id,
    });
    await browser.run();
    const original = mailbox.events()[0];
    const copy = mailbox.copyEvent(original?.id ?? '');
    mailbox.updateEvent(copy.id, {
      start: { dateTime: '2026-12-09T10:00:00', timeZone: 'UTC' },
      end: { dateTime: '2026-12-09T11:00:00', timeZone: 'UTC' },
    });
    company.world.advance(60_000);
    expect(await browser.run()).toMatchObject({ created: 1, removed: 0 });
    expect(company.espo.control.dump('Meeting')).toHaveLength(2);
    expect(await browser.store.linksInState('active')).toHaveLength(2);
  });
});

describe('who the record belongs to', () => {
  it('a record that is assigned to a colleague leaves the calendar and comes back with the assignment', async () => {
    const { company, browser, mailbox, anna } = await scene();
    const ben = company.espo.control.user('ben');
    const record = anna.create('Meeting', {
      name: 'Mine',
      dateStart: '2026-12-02 10:00:00',
      dateEnd: '2026-12-02 11:00:00',
      assignedUserId: anna.id,
    });
    await browser.run();
    expect(mailbox.events()).toHaveLength(1);
    company.world.advance(60_000);
    anna.update('Meeting', String(record.id), { assignedUserId: String(ben.id) });
    company.world.advance(60_000);
    await browser.run();
    expect(mailbox.events()).toHaveLength(0);
    company.world.advance(60_000);
    anna.update('Meeting', String(record.id), { assignedUserId: anna.id });
    company.world.advance(60_000);
    await browser.run();
    expect(mailbox.events()).toHaveLength(1);
    company.world.advance(60_000);
    expect(writesOf(await browser.run())).toBe(0);
  });
});

/** What a link survives: a re-install, moved mailboxes, copies, twins, records that were merged. */

import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { MINUTE } from '../../src/shared/time.ts';
import { Browser } from './company.ts';
import { meeting, scene, timed } from './scene.ts';

describe('one meeting, two records', () => {
  it('a record that was deleted because it was merged into its twin goes on there', async () => {
    const { anna, mailbox, run, espo, settled } = await scene();
    const first = anna.create('Meeting', meeting('Merged', anna.id));
    await run();
    const second = anna.create('Meeting', meeting('Merged', anna.id));
    await run();
    // Which of the two is meant is a person's decision; meanwhile there is no second event.
    expect(mailbox.events()).toHaveLength(1);
    anna.remove('Meeting', first.id);
    await run();
    expect(mailbox.events()).toHaveLength(1);
    anna.update('Meeting', second.id, { name: 'Merged and renamed' });
    await run();
    expect(mailbox.events()[0]?.subject).toBe('Merged and renamed');
    expect(espo.dump('Meeting')).toHaveLength(1);
    await settled();
  });

  it('and does so while a question about the meeting waits', async () => {
    const { anna, mailbox, run, browser } = await scene();
    browser.settings = { ...browser.settings, conflicts: 'ask' };
    const first = anna.create('Meeting', meeting('Merged', anna.id));
    await run();
    const [event] = mailbox.events();
    mailbox.updateEvent(event?.immutableId ?? '', { location: { displayName: 'Room 1' } });
    anna.update('Meeting', first.id, { location: 'Room 2', cLocation: 'Room 2' });
    await run();
    expect((await browser.store.plan()).map(({ reason }) => reason)).toEqual(['conflict']);
    const second = anna.create('Meeting', meeting('Merged', anna.id));
    await run();
    anna.remove('Meeting', first.id);
    for (let i = 0; i < 2; i += 1) await run();
    const [link] = await browser.store.linksInState('active');
    expect([link?.outlookId, link?.espoRef]).toEqual([event?.immutableId, `Meeting/${second.id}`]);
    expect(mailbox.events()).toHaveLength(1);
  });
});

describe('twins', () => {
  it('of a private event: the record is linked and nothing private is copied', async () => {
    const { run, mailbox, espo, anna, browser } = await scene();
    mailbox.createEvent('default', {
      ...timed('Doctor'),
      sensitivity: 'private',
      location: { displayName: 'Secret clinic' },
    });
    anna.create('Meeting', meeting('Doctor', anna.id));
    expect(writesOf(await run())).toBe(0);
    expect(JSON.stringify(espo.dump('Meeting'))).not.toContain('Secret clinic');
    expect(await browser.store.linksInState('asleep')).toMatchObject([{ reason: 'turnedPrivate' }]);
    expect(writesOf(await run())).toBe(0);
    expect(mailbox.events()).toHaveLength(1);
  });

  it('a record that somebody has worked on before it was linked is not deleted with the event', async () => {
    const { company, run, mailbox, espo, anna, browser } = await scene();
    const record = anna.create('Meeting', meeting('Known', anna.id));
    company.world.advance(MINUTE);
    anna.update('Meeting', String(record.id), { description: 'prepared for hours' });
    const event = mailbox.createEvent('default', timed('Known'));
    expect(await run()).toMatchObject({ linked: 1, created: 0 });
    mailbox.deleteEvent(event.id);
    expect(await run()).toMatchObject({ removed: 0, held: 1 });
    expect(espo.dump('Meeting')).toHaveLength(1);
    expect((await browser.store.plan())[0]).toMatchObject({ reason: 'touchedRecord' });
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

/** The first sync, and the edits and deletions after it, both ways. */
import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
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

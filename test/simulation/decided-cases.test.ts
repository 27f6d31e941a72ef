import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { MINUTE } from '../../src/shared/time.ts';
import { meeting, scene, timed } from './scene.ts';

describe('decided cases', () => {
  it.each(['7.5.6', '9.2.7', '10.0.0'] as const)(
    'edits where optimistic concurrency control is on, EspoCRM %s',
    async (version) => {
      const { run, settled, mailbox, espo, anna, browser } = await scene('both', version);
      espo.setConcurrencyControl('Meeting', true);
      const event = mailbox.createEvent('default', timed('One'));
      const record = anna.create('Meeting', meeting('Two', anna.id, '2026-12-02'));
      await run();
      mailbox.updateEvent(event.id, { subject: 'One b' });
      anna.update('Meeting', String(record.id), { name: 'Two b' });
      expect(await run()).toMatchObject({ updated: 2 });
      const two = mailbox.events().find((e) => e.subject === 'Two b');
      mailbox.updateEvent(two?.id ?? '', { subject: 'Two c' });
      expect(await run()).toMatchObject({ updated: 1 });
      await settled();
      expect(
        espo
          .dump('Meeting')
          .map((r) => r['name'])
          .sort(),
      ).toEqual(['One b', 'Two c']);
      expect((await browser.store.plan()).length).toBe(0);
    },
  );

  it('a locked record is not written, and written once it is unlocked', async () => {
    const { run, mailbox, espo } = await scene('both', '10.0.0');
    espo.setLockable('Meeting', true);
    const event = mailbox.createEvent('default', timed('One'));
    await run();
    const id = String(espo.dump('Meeting')[0]?.id);
    espo.setLocked('Meeting', id, true);
    mailbox.updateEvent(event.id, { subject: 'One b' });
    expect(await run()).toMatchObject({ updated: 0 });
    expect(await run()).toMatchObject({ updated: 0 });
    expect(espo.log.filter((e) => e.method === 'PUT').length).toBe(0);
    espo.setLocked('Meeting', id, false);
    expect(await run()).toMatchObject({ updated: 1 });
  });

  it('a Call whose event turns all-day sleeps, and wakes when the event has times again', async () => {
    const { run, settled, mailbox, espo, anna, browser } = await scene();
    const event = mailbox.createEvent('default', timed('Call: Bob'));
    await run();
    mailbox.updateEvent(event.id, {
      isAllDay: true,
      start: { dateTime: '2026-12-03T00:00:00', timeZone: 'UTC' },
      end: { dateTime: '2026-12-04T00:00:00', timeZone: 'UTC' },
    });
    expect(writesOf(await run())).toBe(0);
    expect(await browser.store.linksInState('asleep')).toMatchObject([{ reason: 'turnedAllDay' }]);
    const id = String(espo.dump('Call')[0]?.id);
    anna.update('Call', id, { dateStart: '2026-12-01 12:00:00', dateEnd: '2026-12-01 13:00:00' });
    await settled();
    expect(mailbox.events()[0]).toMatchObject({ isAllDay: true });
    mailbox.updateEvent(event.id, timed('Call: Bobby', '2026-12-05'));
    await run();
    expect(espo.dump('Call')[0]).toMatchObject({ name: 'Bobby', dateStart: '2026-12-05 10:00:00' });
    await settled();
  });

  it('moved before the window by either side: synced on, and its deletion is noticed', async () => {
    const { company, run, settled, mailbox, espo, anna } = await scene();
    const event = mailbox.createEvent('default', timed('One'));
    const record = anna.create('Meeting', meeting('Two', anna.id, '2026-12-02'));
    await run();
    mailbox.updateEvent(event.id, timed('One', '2026-10-01'));
    anna.update('Meeting', String(record.id), { dateStart: '2026-10-02 10:00:00', dateEnd: '2026-10-02 11:00:00' });
    expect(await run()).toMatchObject({ updated: 2, removed: 0 });
    await settled();
    expect(
      espo
        .dump('Meeting')
        .map((r) => r['dateStart'])
        .sort(),
    ).toEqual(['2026-10-01 10:00:00', '2026-10-02 10:00:00']);
    expect(mailbox.events()).toHaveLength(2);
    anna.remove('Meeting', String(record.id));
    company.world.advance(24 * 60 * MINUTE);
    expect(await run()).toMatchObject({ removed: 1 });
    expect(mailbox.events().map((e) => e.subject)).toEqual(['One']);
  });

  it('an entity that is taken out and put back catches up with edits and deletions', async () => {
    const { run, settled, mailbox, espo, anna, browser } = await scene();
    const record = anna.create('Call', meeting('A', anna.id));
    anna.create('Call', meeting('B', anna.id, '2026-12-02'));
    anna.create('Call', meeting('C', anna.id, '2026-12-03'));
    await run();
    const all = browser.settings.entities;
    browser.settings = { ...browser.settings, entities: all.filter((e) => e.type !== 'Call') };
    anna.remove('Call', String(record.id));
    mailbox.updateEvent(mailbox.events().find((e) => e.subject === 'Call: B')?.id ?? '', { subject: 'Call: B2' });
    mailbox.deleteEvent(mailbox.events().find((e) => e.subject === 'Call: C')?.id ?? '');
    await settled();
    expect(mailbox.events()).toHaveLength(2);
    browser.settings = { ...browser.settings, entities: all };
    expect(await run()).toMatchObject({ updated: 1, removed: 1, held: 1 });
    expect(
      espo
        .dump('Call')
        .map((r) => r['name'])
        .sort(),
    ).toEqual(['B2', 'C']);
    await settled();
  });

  it('zero length stays, a missing end is not written back, an end before the start waits', async () => {
    const { run, settled, espo, anna, browser } = await scene();
    anna.create('Meeting', { ...meeting('Zero', anna.id), dateEnd: '2026-12-01 10:00:00' });
    anna.create('Meeting', { name: 'Open', assignedUserId: anna.id, dateStart: '2026-12-02 10:00:00' });
    anna.create('Meeting', { ...meeting('Back', anna.id), dateEnd: '2026-12-01 09:00:00' });
    const ok = anna.create('Meeting', meeting('Fine', anna.id));
    expect(await run()).toMatchObject({ created: 3 });
    await settled();
    expect(espo.dump('Meeting').find((r) => r['name'] === 'Open')?.['dateEnd'] ?? null).toBeNull();
    anna.update('Meeting', String(ok.id), {
      name: 'Fine b',
      dateStart: '2026-12-05 10:00:00',
      dateEnd: '2026-12-05 09:00:00',
    });
    // Its name travels, its time does not.
    expect(await run()).toMatchObject({ updated: 1, refused: 0 });
    expect(await browser.store.plan()).toMatchObject([{ state: 'held', reason: 'endBeforeStart', title: 'Fine b' }]);
    await settled();
  });

  it('control characters in names settle; an edited description is never overwritten', async () => {
    const { run, settled, mailbox, espo, anna } = await scene();
    const record = anna.create('Meeting', { ...meeting('a\tb\nc \u00a0', anna.id), description: 'x\ny' });
    mailbox.createEvent('default', { ...timed('\u00a0', '2026-12-04') });
    const event = mailbox.createEvent('default', {
      ...timed('T', '2026-12-05'),
      body: { contentType: 'text', content: 'one' },
    });
    expect(await run()).toMatchObject({ created: 3 });
    await settled();
    anna.update('Meeting', String(record.id), { description: 'z' });
    expect(await run()).toMatchObject({ updated: 1 });
    await settled();
    const t = espo.dump('Meeting').find((r) => r['name'] === 'T');
    anna.update('Meeting', String(t?.id), { description: 'mine' });
    expect(writesOf(await run())).toBe(0);
    mailbox.updateEvent(event.id, { body: { contentType: 'text', content: 'two' } });
    expect(writesOf(await run())).toBe(0);
    await settled();
    expect(espo.dump('Meeting').find((r) => r['name'] === 'T')?.['description']).toBe('mine');
  });
});

describe('an online meeting', () => {
  it('keeps its body, which carries it: a new description stays in EspoCRM', async () => {
    const { anna, mailbox, run, settled } = await scene();
    const record = anna.create('Meeting', { ...meeting('Online', anna.id), description: 'first' });
    await run();
    const [event] = mailbox.events();
    mailbox.updateEvent(event?.id ?? '', { isOnlineMeeting: true, onlineMeetingProvider: 'teamsForBusiness' });
    await run();
    const body = () => JSON.stringify(mailbox.events()[0]?.body);
    const before = body();
    anna.update('Meeting', record.id, { description: 'second', name: 'Online, renamed' });
    await run();
    expect(mailbox.events()[0]).toMatchObject({ subject: 'Online, renamed', isOnlineMeeting: true });
    expect(body()).toBe(before);
    await settled();
  });
});

/** What the user may do changes: rights, assignment, records that cannot be read any more. */
import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { meeting, scene, timed } from './scene.ts';

describe('rights', () => {
  it('an entity that is taken away in mid-life pauses; the others go on', async () => {
    const { run, mailbox, espo, anna } = await scene();
    anna.create('Call', meeting('Ring', anna.id, '2026-12-05'));
    mailbox.createEvent('default', timed('One'));
    expect(await run()).toMatchObject({ created: 2 });
    espo.addRole('No calls', {
      data: { Meeting: { create: 'yes', read: 'all', edit: 'all', delete: 'all' }, Call: false, Calendar: true },
      assignmentPermission: 'all',
    });
    espo.addUser({ userName: 'anna', role: 'No calls' });
    mailbox.createEvent('default', timed('Two', '2026-12-02'));
    // Refused, and not yet known as taken away: the new event may be one of those that nobody can read now.
    expect(await run()).toMatchObject({ created: 0, parts: [{ feed: 'Call' }, { feed: 'CVisit' }] });
    // The rights were read again: of what this user cannot see there is nothing to be a second one of.
    expect(await run()).toMatchObject({ created: 1 });
    expect(mailbox.events()).toHaveLength(3);
  });

  it('without the right to delete, the record stays and is asked for once', async () => {
    const { run, mailbox, espo } = await scene();
    const event = mailbox.createEvent('default', timed('One'));
    await run();
    espo.addRole('Keeps', {
      data: {
        Meeting: { create: 'yes', read: 'all', edit: 'all', delete: 'no' },
        Call: { create: 'yes', read: 'all', edit: 'all', delete: 'no' },
        CVisit: { create: 'yes', read: 'all', edit: 'all', delete: 'no' },
        Calendar: true,
      },
      assignmentPermission: 'all',
    });
    espo.addUser({ userName: 'anna', role: 'Keeps' });
    mailbox.deleteEvent(event.id);
    for (let i = 0; i < 3; i += 1) await run();
    expect(espo.log.filter((e) => e.method === 'DELETE')).toHaveLength(1);
    expect(espo.dump('Meeting')).toHaveLength(1);
  });
});

describe('links that sleep', () => {
  it('a record that cannot be read any more is not tried to be deleted in every run', async () => {
    const { run, mailbox, espo } = await scene();
    const event = mailbox.createEvent('default', timed('One'));
    await run();
    const id = String(espo.dump('Meeting')[0]?.id);
    const ben = espo.user('ben');
    espo.addRole('Own', {
      data: {
        Meeting: { create: 'yes', read: 'own', edit: 'own', delete: 'own' },
        Call: { create: 'yes', read: 'own', edit: 'own', delete: 'own' },
        CVisit: { create: 'yes', read: 'own', edit: 'own', delete: 'own' },
        Calendar: true,
      },
      assignmentPermission: 'all',
    });
    espo.addUser({ userName: 'anna', role: 'Own' });
    espo.insert('Meeting', {
      ...espo.row('Meeting', id),
      id,
      assignedUserId: ben.id,
      createdById: ben.id,
      '#users': [],
    });
    await run();
    mailbox.deleteEvent(event.id);
    await run();
    const before = espo.log.length;
    await run();
    expect(espo.log.slice(before).filter((e) => e.path.includes(id))).toEqual([]);
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

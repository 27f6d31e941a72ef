import { describe, expect, it } from 'vitest';
import type { Act } from './acts.ts';
import { Browser } from './company.ts';
import { play } from './history.ts';
import type { MemoryStore } from './memory-store.ts';
import { meeting, scene, timed } from './scene.ts';

describe('what stood in the way is gone', () => {
  it('a server that broke over a record is tried again, once a run', async () => {
    const { mailbox, run, espo, browser, settled } = await scene();
    const event = mailbox.createEvent('default', timed('Breaks'));
    await run();
    mailbox.updateEvent(event.id, { subject: 'Mended' });
    espo.faults.push({ match: (r) => r.method === 'PUT', status: 500 });
    await run();
    expect(espo.dump('Meeting')[0]?.['name']).toBe('Breaks');
    expect(await browser.store.plan()).toMatchObject([{ state: 'held', reason: 'brokeDown' }]);
    await run();
    expect(espo.dump('Meeting')[0]?.['name']).toBe('Mended');
    await settled();
  });

  it('a server that broke after it had stored the change has stored it, and what was there before is logged', async () => {
    const { mailbox, run, espo, browser, settled } = await scene();
    const event = mailbox.createEvent('default', timed('As it was'));
    await run();
    mailbox.updateEvent(event.id, { subject: 'Changed' });
    espo.faults.push({ match: (r) => r.method === 'PUT', when: 'after', status: 500 });
    await run();
    expect(await browser.store.plan()).toEqual([]);
    const log = (browser.store as MemoryStore).activity.filter((row) => row.op === 'update' && row.side === 'espo');
    expect(log).toMatchObject([{ field: 'title', oldValue: 'As it was', newValue: 'Changed' }]);
    await settled();
  });

  it('rights that come back bring what was left out for want of them', async () => {
    const { mailbox, run, espo, browser, company } = await scene();
    const rights = (create: 'yes' | 'no') => ({
      data: {
        Meeting: { create, read: 'all', edit: 'all', delete: 'all', stream: 'all' },
        User: { read: 'all', edit: 'no' },
      },
      assignmentPermission: 'all' as const,
    });
    espo.addRole('Sales full', rights('no'));
    browser.settings = { ...browser.settings, entities: [{ type: 'Meeting', label: '' }] };
    mailbox.createEvent('default', timed('Waits'));
    await run();
    expect(espo.dump('Meeting')).toHaveLength(0);
    espo.addRole('Sales full', rights('yes'));
    // Rights are read anew once a day.
    company.world.advance(25 * 3_600_000);
    await run();
    expect(espo.dump('Meeting')).toHaveLength(1);
  });
});

it('what an update overwrote is logged, though its answer is lost and access with it for a while', async () => {
  const { mailbox, run, espo, browser, settled } = await scene();
  const event = mailbox.createEvent('default', timed('As it was'));
  await run();
  mailbox.updateEvent(event.id, { subject: 'Renamed' });
  espo.faults.push({ match: ({ method }) => method === 'PUT', when: 'after' });
  await run().catch(() => undefined);
  const times = Number.POSITIVE_INFINITY;
  espo.faults.push({ match: ({ url }) => url.includes('/api/v1/Meeting'), status: 403, times });
  await run();
  espo.faults.length = 0;
  await run();
  const [link] = await browser.store.linksInState('active');
  const log = await browser.store.activityOfLink(link?.id ?? '');
  expect(log.filter((row) => row.side === 'espo' && row.field === 'title').map((row) => row.oldValue)).toContain(
    'As it was',
  );
  await settled();
});

it('a record whose answer was lost, and that is renamed while access is denied, is not made a second time', async () => {
  const { anna, mailbox, run, espo, settled } = await scene();
  mailbox.createEvent('default', timed('As it was'));
  espo.faults.push({ match: ({ method }) => method === 'POST', when: 'after' });
  await run().catch(() => undefined);
  anna.update('Meeting', String(espo.dump('Meeting')[0]?.id), { name: 'Renamed' });
  const times = Number.POSITIVE_INFINITY;
  espo.faults.push({ match: ({ url }) => url.includes('/api/v1/Meeting'), status: 403, times });
  await run();
  espo.faults.length = 0;
  await run();
  expect(espo.dump('Meeting')).toHaveLength(1);
  expect(mailbox.events().map((event) => event.subject)).toEqual(['Renamed']);
  await settled();
});

it('what was edited last counts where a browser forgot everything and could not read the record at first', async () => {
  const { anna, mailbox, run, espo, company, login } = await scene();
  const { id } = anna.create('Meeting', meeting('As it was', anna.id));
  await run();
  anna.update('Meeting', String(id), { name: 'Edited first' });
  company.world.advance(60_000);
  mailbox.updateEvent(mailbox.events()[0]?.id ?? '', { subject: 'Edited last' });
  const anew = new Browser(company, login, { settings: { direction: 'both' } });
  const times = Number.POSITIVE_INFINITY;
  espo.faults.push({ match: ({ url }) => url.includes('/api/v1/Meeting'), status: 403, times });
  await anew.run();
  espo.faults.length = 0;
  company.world.advance(60_000);
  await anew.run();
  expect(mailbox.events().map((event) => event.subject)).toEqual(['Edited last']);
  expect(espo.dump('Meeting').map((row) => row['name'])).toEqual(['Edited last']);
});

it("the texts stay each side's own where a browser forgot everything and could not read the record at first", async () => {
  const { anna, mailbox, run, espo, company, login } = await scene();
  const { id } = anna.create('Meeting', { ...meeting('Same', anna.id), description: 'As it was' });
  await run();
  mailbox.updateEvent(mailbox.events()[0]?.id ?? '', { body: { contentType: 'text', content: 'In Outlook' } });
  company.world.advance(60_000);
  anna.update('Meeting', String(id), { description: 'In EspoCRM' });
  const anew = new Browser(company, login, { settings: { direction: 'both' } });
  const times = Number.POSITIVE_INFINITY;
  espo.faults.push({ match: ({ url }) => url.includes('/api/v1/Meeting'), status: 403, times });
  await anew.run();
  espo.faults.length = 0;
  company.world.advance(60_000);
  await anew.run();
  expect(JSON.stringify(mailbox.events()[0]?.body)).toContain('In Outlook');
  expect(espo.dump('Meeting')[0]?.['description']).toBe('In EspoCRM');
});

it('a record whose answer was lost, and whose entity pauses for days since then, is not made a second time', async () => {
  const { anna, mailbox, run, espo, company, browser, settled } = await scene();
  const rights = (read: 'all' | 'no') => ({
    data: {
      Meeting: {
        create: read === 'no' ? ('no' as const) : ('yes' as const),
        read,
        edit: read,
        delete: read,
        stream: read,
      },
      User: { read: 'all' as const, edit: 'no' as const },
    },
    assignmentPermission: 'all' as const,
  });
  espo.addRole('Sales full', rights('all'));
  browser.settings = { ...browser.settings, entities: [{ type: 'Meeting', label: '' }] };
  mailbox.createEvent('default', timed('As it was'));
  espo.faults.push({ match: ({ method }) => method === 'POST', when: 'after' });
  await run().catch(() => undefined);
  anna.update('Meeting', String(espo.dump('Meeting')[0]?.id), { name: 'Renamed' });
  espo.addRole('Sales full', rights('no'));
  for (let day = 0; day < 2; day += 1) {
    company.world.advance(25 * 3_600_000);
    await run();
  }
  espo.addRole('Sales full', rights('all'));
  company.world.advance(25 * 3_600_000);
  await run();
  await run();
  expect(espo.dump('Meeting')).toHaveLength(1);
  expect(mailbox.events().map((event) => event.subject)).toEqual(['Renamed']);
  await settled();
});

describe('an event that is deleted while the run goes on', () => {
  it('is known to be gone although it still answers by id', async () => {
    const { anna, mailbox, run, espo, browser, settled } = await scene();
    const event = mailbox.createEvent('default', timed('Deleted meanwhile'));
    await run();
    const [record] = espo.dump('Meeting');
    anna.update('Meeting', String(record?.['id']), {
      dateStart: '2026-12-02 10:00:00',
      dateEnd: '2026-12-02 11:00:00',
    });
    // A new record makes the run look at Outlook a second time, and there it is told of the deletion.
    anna.create('Meeting', meeting('New', anna.id, '2026-12-03'));
    let there = true;
    espo.faults.push({
      match: () => {
        if (there) mailbox.deleteEvent(event.id);
        there = false;
        return false;
      },
    });
    await run();
    await run();
    expect(await browser.store.linksInState('active')).toMatchObject([{ gone: 'outlook' }, { gone: '' }]);
    await settled();
  });
});

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
});

describe('a create whose answer was lost', () => {
  it('is found although the clock of EspoCRM was set and the record renamed since', async () => {
    const { anna, mailbox, run, espo, settled } = await scene();
    mailbox.createEvent('default', timed('Lost'));
    espo.faults.push({ match: (r) => r.method === 'POST' && r.url.endsWith('/Meeting'), when: 'after' });
    await run().catch(() => undefined);
    espo.settings.clockSkewMs += 30_000;
    anna.update('Meeting', String(espo.dump('Meeting')[0]?.id), { name: 'Lost, and found' });
    await run();
    await run();
    expect(espo.dump('Meeting').map((row) => row['name'])).toEqual(['Lost, and found']);
    expect(mailbox.events().map((event) => event.subject)).toEqual(['Lost, and found']);
    await settled();
  });
});

describe('creates that were sent by a computer that had slept', () => {
  it('are found, and no copy that was made meanwhile takes the records of its original', async () => {
    const { company, mailbox, run, espo, settled } = await scene();
    const body = (content: string) => ({ body: { contentType: 'text', content } });
    const days = ['2026-12-07', '2026-12-08', '2026-12-09', '2026-12-10'];
    const originals = days.map((day) =>
      mailbox.createEvent('default', { ...timed('Slept', day), ...body('original') }),
    );
    let slept = false;
    espo.faults.push({
      match: (r) => {
        const create = r.method === 'POST' && r.url.endsWith('/Meeting');
        if (create && !slept) company.world.advance(3 * 86_400_000);
        slept ||= create;
        return create;
      },
      when: 'after',
      times: 4,
    });
    await run().catch(() => undefined);
    for (const { id } of originals) mailbox.updateEvent(mailbox.copyEvent(id, 'default').id, body('copy'));
    await run();
    await run();
    const made = espo.dump('Meeting').map((row) => row['description']);
    expect(made.sort()).toEqual([...days.map(() => 'copy'), ...days.map(() => 'original')]);
    await settled();
  });
});

describe('two creates whose answers were lost', () => {
  it('of an event and its copy: each record is found for its own, also where the other is gone', async () => {
    const { anna, mailbox, run, espo, browser } = await scene();
    const body = (content: string) => ({ body: { contentType: 'text', content } });
    const first = mailbox.createEvent('default', { ...timed('Alike'), ...body('original') });
    const copy = mailbox.copyEvent(first.id, 'default');
    mailbox.updateEvent(copy.id, body('copy'));
    espo.faults.push({ match: (r) => r.method === 'POST' && r.url.endsWith('/Meeting'), when: 'after', times: 2 });
    await run().catch(() => undefined);
    const records = espo.dump('Meeting');
    expect(records).toHaveLength(2);
    const gone = records.find((row) => row['description'] === 'original');
    const kept = records.find((row) => row['description'] === 'copy');
    anna.remove('Meeting', String(gone?.id));
    await run();
    const links = await browser.store.linksInState('active');
    expect(links.find((link) => link.espo.id === kept?.id)?.outlookId).toBe(copy.immutableId);
    expect(espo.dump('Meeting')).toHaveLength(2);
  });
});

describe('an event that its transaction had made before', () => {
  it('takes what was changed in its record since, though nobody knew the two as a pair', async () => {
    const { anna, browser, company, login, mailbox, run, espo } = await scene('espoToOutlook');
    const { id } = anna.create('Meeting', meeting('Before', anna.id));
    await run();
    // Installed anew, and the calendar is closed while all of its markers are asked for.
    const match = ({ path }: { path: string }, member?: { path: string }) =>
      (member ?? { path }).path.includes('/calendars/');
    const { faults } = company.graph.control;
    faults.add({ match, status: 403, code: 'ErrorAccessDenied', times: 99 });
    const again = new Browser(company, login, { settings: browser.settings });
    await again.run();
    faults.clear();
    anna.update('Meeting', String(id), { name: 'After' });
    for (let i = 0; i < 2; i += 1) {
      company.world.advance(60_000);
      await again.run();
    }
    expect(mailbox.events().map((event) => event.subject)).toEqual(['After']);
    expect(espo.dump('Meeting')).toMatchObject([{ name: 'After' }]);
  });
});

describe('an edit in the second of the state that a write was decided on', () => {
  it.each(['update', 'remove'] as const)('is met by the re-read before the %s, and not lost', async (op) => {
    const { anna, mailbox, run, espo, browser } = await scene();
    browser.settings = { ...browser.settings, removeEspoOnOutlookRemoval: true };
    const { id } = anna.create('Meeting', meeting('One', anna.id));
    await run();
    const event = mailbox.events()[0];
    if (op === 'update') mailbox.updateEvent(event?.id ?? '', { subject: 'From Outlook' });
    else mailbox.deleteEvent(event?.id ?? '');
    // All of it in one second: the run begins, reads the record, and reads it again before it writes.
    const edits = [{ location: 'Room 1' }, { name: 'By a person' }];
    espo.faults.push({
      match: ({ url }) => {
        const due = edits.length === 2 || (url.includes('?') && url.includes(String(id)));
        if (due && edits.length > 0) anna.update('Meeting', String(id), edits.shift() ?? {});
        return false;
      },
    });
    await run();
    expect(edits).toEqual([]);
    await run();
    const left = espo.dump('Meeting').map((row) => row['name']);
    const logged = (browser.store as MemoryStore).activity.map((row) => row.oldValue);
    expect([...left, ...logged]).toContain('By a person');
  });
});

describe('an event that waits since a run that was stopped', () => {
  it('becomes no record once the direction is EspoCRM to Outlook', async () => {
    const acts: Act[] = [
      { act: 'sync' },
      { act: 'inviteEvent', tag: 4, day: 19, title: 0 },
      { act: 'truncate', side: 'espo', times: 2 },
      { act: 'sync' },
      // Its calendar has another id now, and is not read any more.
      { act: 'moveMailbox' },
      { act: 'setting', change: { direction: 'espoToOutlook' } },
    ];
    expect((await play(1, acts)).violations).toEqual([]);
  });
});

describe('a full round whose token is lost on the way', () => {
  it('begins again in the same run', async () => {
    const { mailbox, run, espo, company, settled } = await scene();
    for (let i = 0; i < 70; i += 1) mailbox.createEvent('default', timed(`E${i}`, `2026-12-${10 + (i % 20)}`));
    const { faults } = company.graph.control;
    const match = ({ path }: { path: string }) => path.includes('calendarView/delta') && /token/i.test(path);
    faults.add({ match, status: 410, code: 'SyncStateNotFound', times: 1 });
    expect(await run()).toMatchObject({ created: 70 });
    expect(espo.dump('Meeting')).toHaveLength(70);
    await settled();
  });
});

describe('a record and its event that are both deleted', () => {
  it('while a bulk deletion is held: the event is known to be gone when the record is restored', async () => {
    const { anna, mailbox, run, espo, browser, settled } = await scene();
    const made = [1, 2, 3, 4, 5].map((i) => anna.create('Meeting', meeting(`M${i}`, anna.id, `2026-12-0${i}`)));
    await run();
    for (const { id } of made) anna.remove('Meeting', String(id));
    expect(await run()).toMatchObject({ held: 5 });
    for (const { id } of mailbox.events()) mailbox.deleteEvent(id);
    espo.act('admin').restore('Meeting', String(made[0]?.id));
    await run();
    await run();
    expect(await browser.store.linksInState('active')).toMatchObject([{ gone: 'outlook' }]);
    await settled();
  });
});

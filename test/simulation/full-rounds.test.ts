/** Reading all of a side: cut short, its token lost, more than a page of one second, and what comes when the window moves. */

import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { DAY, MINUTE } from '../../src/shared/time.ts';
import type { Act } from './acts.ts';
import { Browser, type Step } from './company.ts';
import { play } from './history.ts';
import { slot } from './many-items.ts';
import type { MemoryStore } from './memory-store.ts';
import { meeting, scene, timed } from './scene.ts';

/** Stops a run behind the first page of its full round. */
const killedInRound = (browser: Browser): Step => {
  const store = browser.store as MemoryStore;
  return (what) => {
    if (what === 'after commit' && [...store.cursors.keys()].some((name) => name.startsWith('met|')))
      throw new Error('killed');
  };
};

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

describe('a full round that was cut short', () => {
  it('loses none of the events that its first pages brought', async () => {
    const { browser, run, mailbox, espo } = await scene();
    for (let i = 0; i < 70; i += 1) mailbox.createEvent('default', timed(`E${i}`, `2026-12-${10 + (i % 20)}`));
    await expect(run(killedInRound(browser))).rejects.toThrow('killed');
    const waiting = (await browser.store.arrivals('outlook', 1000, '')).length;
    expect(waiting).toBe(50);
    expect(await run()).toMatchObject({ created: 70 });
    expect(espo.dump('Meeting')).toHaveLength(70);
  });

  it.each([
    { empty: 1, ends: [4, 7] },
    { empty: 2, ends: [5, 7] },
  ])('loses none where page $empty is empty and runs end behind pages $ends', async ({ empty, ends }) => {
    const { company, run, mailbox, espo } = await scene();
    for (let i = 0; i < 500; i += 1) mailbox.createEvent('default', timed(`E${i}`, ...slot(i)));
    const { fetch } = company;
    let pages = 0;
    let end = 0;
    company.fetch = async (input, init) => {
      if (!String(input).includes('calendarView/delta')) return fetch(input, init);
      if (pages === end) throw new TypeError('Failed to fetch');
      pages += 1;
      // Graph goes on behind a page without items (graph.md 1).
      return pages === empty ? Response.json({ value: [], '@odata.nextLink': String(input) }) : fetch(input, init);
    };
    for (end of [...ends, Number.POSITIVE_INFINITY]) await run();
    expect(espo.dump('Meeting')).toHaveLength(500);
  });

  it('still forgets what the round did not bring', async () => {
    const { browser, run, mailbox } = await scene('espoToOutlook');
    const made = Array.from({ length: 70 }, (_, i) =>
      mailbox.createEvent('default', timed(`E${i}`, `2026-12-${10 + (i % 20)}`)),
    );
    await run();
    expect(await browser.store.countSeen()).toBe(70);
    for (const event of made.slice(0, 3)) mailbox.deleteEvent(event.id);
    await browser.store.commit({ cursors: { remove: await browser.store.cursorNames('at|outlook') } });
    await expect(run(killedInRound(browser))).rejects.toThrow('killed');
    await run();
    expect(await browser.store.countSeen()).toBe(67);
    expect(await browser.store.cursorNames('met|')).toEqual([]);
  });
});

describe('time', () => {
  it('what lies beyond the window comes when the window has moved', async () => {
    const { company, run, mailbox, anna } = await scene();
    anna.create('Meeting', meeting('Far', anna.id, '2029-06-01'));
    mailbox.createEvent('default', timed('Far too', '2029-06-02'));
    expect(writesOf(await run())).toBe(0);
    anna.create('Meeting', meeting('Near', anna.id, '2026-12-05'));
    expect(await run()).toMatchObject({ created: 1 });
    company.world.advance(370 * DAY);
    expect(await run()).toMatchObject({ created: 2 });
    expect(mailbox.events()).toHaveLength(3);
    expect(writesOf(await run())).toBe(0);
  });

  it('a linked record that lost its dates leaves the event where it is', async () => {
    const { company, run, mailbox, espo, anna } = await scene();
    const record = anna.create('Meeting', meeting('Dated', anna.id));
    await run();
    company.world.advance(MINUTE);
    const row = espo.row('Meeting', String(record.id));
    espo.insert('Meeting', {
      ...row,
      id: String(record.id),
      dateStart: null,
      dateEnd: null,
      modifiedAt: '2026-11-23 08:03:00',
    });
    expect(writesOf(await run())).toBe(0);
    expect(JSON.stringify(mailbox.events()[0]?.start)).toContain('2026-12-01T10:00');
  });
});

describe('reading', () => {
  it('a long text that cannot be read at once is read in the next run', async () => {
    const { company, run, mailbox, espo, anna } = await scene();
    const record = anna.create('Meeting', { ...meeting('Long', anna.id), description: 'x'.repeat(10_000) });
    await run();
    expect(mailbox.events()).toHaveLength(1);
    company.world.advance(MINUTE);
    anna.update('Meeting', String(record.id), { name: 'Long, renamed' });
    espo.faults.push({ match: (r) => r.method === 'GET' && r.url.includes(String(record.id)), status: 500 });
    await run().catch(() => undefined);
    await run();
    await run();
    expect(mailbox.events()[0]?.subject).toBe('Long, renamed');
  });

  it('more than a page of records of one second', async () => {
    const { run, mailbox, anna } = await scene();
    for (let i = 0; i < 230; i += 1) anna.create('Meeting', meeting(`M${i}`, anna.id, `2026-12-${10 + (i % 20)}`));
    expect(await run()).toMatchObject({ created: 230 });
    expect(mailbox.events()).toHaveLength(230);
    expect(writesOf(await run())).toBe(0);
  });

  it('an edit in the very second of our own write makes the record touched', async () => {
    const { browser, run, mailbox, espo, anna } = await scene();
    const event = mailbox.createEvent('default', timed('One'));
    await run();
    const [row] = espo.dump('Meeting');
    anna.update('Meeting', String(row?.id), { name: 'One, by a person' });
    espo.insert('Meeting', {
      ...espo.row('Meeting', String(row?.id)),
      id: String(row?.id),
      modifiedAt: row?.['modifiedAt'],
    });
    expect(await run()).toMatchObject({ updated: 1 });
    expect((await browser.store.linksInState('active'))[0]?.espo.touched).toBe(true);
    mailbox.deleteEvent(event.id);
    expect(await run()).toMatchObject({ removed: 0, held: 1 });
  });
});

describe('counting', () => {
  it('goes on where the administrator switched it off for an entity', async () => {
    const { run, mailbox, espo, anna } = await scene();
    const record = anna.create('Meeting', meeting('One', anna.id));
    await run();
    anna.remove('Meeting', String(record.id));
    // Every list of Meeting then says only whether there is more (espo.md 5).
    const uncounted = (r: { url: string }) => r.url.includes('/Meeting?') && r.url.includes('%22maxSize%22:0');
    espo.faults.push({ match: uncounted, when: 'after', status: 200, body: '{"total":-1,"list":[]}', times: 9 });
    expect(await run()).toMatchObject({ removed: 1 });
    expect(mailbox.events()).toEqual([]);
    expect(espo.faults[0]?.times).toBeLessThan(9);
  });
});

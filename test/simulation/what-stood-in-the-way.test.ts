/** What stood in the way of a write is gone: it is tried again, and nothing was lost meanwhile. */
import { describe, expect, it } from 'vitest';
import type { MemoryStore } from './memory-store.ts';
import { scene, timed } from './scene.ts';

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

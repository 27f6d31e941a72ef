/** An entity without a field for the location. */

import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { MINUTE } from '../../src/shared/time.ts';
import { Browser } from './company.ts';
import { scene, timed } from './scene.ts';

describe('an entity without a field for the location', () => {
  it('takes no location from Outlook, and gives none back after a re-install', async () => {
    const { company, browser, login, run, mailbox, espo } = await scene();
    for (const name of ['location', 'cLocation']) espo.removeField('Meeting', name);
    const event = mailbox.createEvent('default', { ...timed('Here'), location: { displayName: 'Room 5' } });
    await run();
    mailbox.updateEvent(event.id, { location: { displayName: 'Room 6' } });
    const puts = () => espo.log.filter((e) => e.method === 'PUT').length;
    expect(writesOf(await run())).toBe(0);
    expect(puts()).toBe(0);
    const again = new Browser(company, login, { settings: browser.settings });
    company.world.advance(MINUTE);
    expect(writesOf(await again.run())).toBe(0);
    expect(mailbox.events().map((e) => (e.location as { displayName?: string }).displayName)).toEqual(['Room 6']);
  });

  it('does not empty the places in Outlook when the administrator removes the field', async () => {
    const { browser, run, mailbox, espo, anna } = await scene();
    const event = mailbox.createEvent('default', { ...timed('Here'), location: { displayName: 'Room 5' } });
    await run();
    for (const name of ['location', 'cLocation']) espo.removeField('Meeting', name);
    await browser.store.commit({ cursors: { remove: ['surroundings'] } });
    anna.update('Meeting', String(espo.dump('Meeting')[0]?.id), { name: 'Renamed' });
    expect(await run()).toMatchObject({ updated: 1 });
    expect(mailbox.events()[0]).toMatchObject({ subject: 'Renamed', location: { displayName: 'Room 5' } });
    expect(event.id).toBeDefined();
    expect(writesOf(await run())).toBe(0);
  });
});

/** A linked record that ends before it begins. */
import { describe, expect, it } from 'vitest';
import { giveAnswer } from '../../src/background/sync/person/answers.ts';
import { listNeeds } from '../../src/background/sync/person/needs.ts';
import type { Settings } from '../../src/shared/settings.ts';
import type { Row } from '../sandbox/espo/types.ts';
import type { MemoryStore } from './memory-store.ts';
import { scene, timed } from './scene.ts';

/** One field of EspoCRM does not refuse a record. */

async function stage(settings: Partial<Settings> = {}) {
  const place = await scene();
  const { browser, espo, mailbox } = place;
  browser.settings = { ...browser.settings, ...settings };
  const needs = async () => listNeeds(browser.store, (await browser.engine()).policy);
  const record = () => espo.dump('Meeting')[0] as Row;
  const activity = () => (browser.store as MemoryStore).activity;
  const sent = (method: string) => espo.log.filter((one) => one.method === method).length;
  const place1 = () => (mailbox.events()[0]?.location as { displayName: string } | undefined)?.displayName;
  return { ...place, needs, record, activity, sent, placeInOutlook: place1 };
}

describe('a linked record that ends before it begins', () => {
  it('is named, its time is written nowhere, everything else travels, and it goes on when it is corrected', async () => {
    const { mailbox, run, anna, record, needs, settled, espo } = await stage();
    mailbox.createEvent('default', timed('Backwards'));
    await run();
    const begins = '2026-12-01 10:00:00';
    anna.update('Meeting', record().id, { name: 'Renamed', dateStart: begins, dateEnd: '2026-12-01 09:00:00' });
    expect(await run()).toMatchObject({ updated: 1, refused: 0 });
    const [event] = mailbox.events();
    expect(event).toMatchObject({ subject: 'Renamed', end: { dateTime: '2026-12-01T11:00:00.0000000' } });
    expect(await needs()).toMatchObject([
      { kind: 'row', side: 'outlook', reason: 'endBeforeStart', title: 'Renamed', actions: ['discard'], detail: '' },
    ]);
    await settled();
    anna.update('Meeting', record().id, { dateStart: begins, dateEnd: '2026-12-01 12:00:00' });
    expect(await run()).toMatchObject({ updated: 1 });
    expect(mailbox.events()[0]).toMatchObject({ end: { dateTime: '2026-12-01T12:00:00.0000000' } });
    expect(await needs()).toEqual([]);
    expect(espo.dump('Meeting')).toHaveLength(1);
    await settled();
  });

  it('gets the time that the event is moved to', async () => {
    const { mailbox, run, anna, record, needs, settled } = await stage();
    const { id } = mailbox.createEvent('default', timed('Backwards'));
    await run();
    anna.update('Meeting', record().id, { dateStart: '2026-12-01 10:00:00', dateEnd: '2026-12-01 09:00:00' });
    await run();
    mailbox.updateEvent(id, timed('Backwards', '2026-12-05'));
    expect(await run()).toMatchObject({ updated: 1 });
    expect(record()).toMatchObject({ dateStart: '2026-12-05 10:00:00', dateEnd: '2026-12-05 11:00:00' });
    expect(await needs()).toEqual([]);
    await settled();
  });

  it('is not named again once the user has left it so', async () => {
    const { mailbox, run, anna, record, needs, settled, browser } = await stage();
    mailbox.createEvent('default', timed('Backwards'));
    await run();
    anna.update('Meeting', record().id, { dateStart: '2026-12-01 10:00:00', dateEnd: '2026-12-01 09:00:00' });
    await run();
    const [need] = await needs();
    await giveAnswer(browser.store, { id: need?.id ?? '', action: 'discard', choice: '' });
    await settled();
    expect(await needs()).toEqual([]);
    expect(record()).toMatchObject({ dateEnd: '2026-12-01 09:00:00' });
    expect(mailbox.events()[0]).toMatchObject({ end: { dateTime: '2026-12-01T11:00:00.0000000' } });
  });
});

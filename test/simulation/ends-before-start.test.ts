/** A linked record that ends before it begins. */
import { describe, expect, it } from 'vitest';
import { giveAnswer } from '../../src/background/sync/person/answers.ts';
import { fieldScene } from './field-scene.ts';
import { timed } from './scene.ts';

describe('a linked record that ends before it begins', () => {
  it('is named, its time is written nowhere, everything else travels, and it goes on when it is corrected', async () => {
    const { mailbox, run, anna, record, needs, settled, espo } = await fieldScene();
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
    const { mailbox, run, anna, record, needs, settled } = await fieldScene();
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
    const { mailbox, run, anna, record, needs, settled, browser } = await fieldScene();
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

/** An invitation that was declined is marked as Not Held, where the user wants it and nobody has said otherwise. */
import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { DAY } from '../../src/shared/time.ts';
import { timed } from './scene.ts';
import { stage } from './stage.ts';

describe('an invitation that I decline', () => {
  async function invited(name = 'Offer', day = '2026-12-01') {
    const here = await stage();
    here.browser.settings = { ...here.browser.settings, declinedNotHeld: true };
    // As who has chosen in Outlook to see declined events.
    here.company.graph.control.variants.declineRemovesCopy = false;
    const attendees = [{ type: 'required', emailAddress: { address: 'anna@contoso.example', name: 'Anna' } }];
    const organizer = { name: 'Bob Stone', address: 'bob@fabrikam.example' };
    const event = here.mailbox.receiveInvitation({ ...timed(name, day), attendees }, organizer);
    const decline = () => here.mailbox.respond(here.eventOf(name), 'declined', { send: false });
    const record = () => here.espo.dump('Meeting').find((row) => row['name'] === name);
    return { ...here, event, decline, record };
  }

  it('without a record gets none', async () => {
    const { decline, run, espo } = await invited();
    decline();
    expect(writesOf(await run())).toBe(0);
    expect(espo.dump('Meeting')).toEqual([]);
  });

  it.each([true, false])('is marked as Not Held, once (with attendees: %s)', async (attendees) => {
    const { decline, run, record, settled, hands, anna, browser } = await invited();
    browser.settings = { ...browser.settings, attendees };
    await run();
    expect(record()?.['status']).toBe('Planned');
    decline();
    await run();
    expect(record()?.['status']).toBe('Not Held');
    expect(hands.log.filter(({ field }) => field === 'status')).toMatchObject([
      { side: 'espo', oldValue: 'planned', newValue: 'cancelled' },
    ]);
    await settled();
    // It takes place after all: that is the user's own word.
    anna.update('Meeting', String(record()?.id), { status: 'Planned' });
    await settled();
    expect(record()?.['status']).toBe('Planned');
  });

  it('also where somebody has worked on the record; what is Held stays Held', async () => {
    const worked = await invited();
    await worked.run();
    const acme = worked.anna.create('Account', { name: 'Acme' });
    worked.anna.update('Meeting', String(worked.record()?.id), { parentType: 'Account', parentId: acme.id });
    await worked.run();
    worked.decline();
    await worked.run();
    expect(worked.record()?.['status']).toBe('Not Held');
    await worked.settled();
    const held = await invited();
    await held.run();
    held.anna.update('Meeting', String(held.record()?.id), { status: 'Held' });
    held.decline();
    await held.run();
    expect(held.record()?.['status']).toBe('Held');
    await held.settled();
  });

  it('before it was switched on is marked where nobody has worked on the record', async () => {
    const { decline, run, record, settled, browser } = await invited();
    browser.settings = { ...browser.settings, declinedNotHeld: false };
    await run();
    decline();
    await run();
    expect(record()?.['status']).toBe('Planned');
    browser.settings = { ...browser.settings, declinedNotHeld: true };
    expect(await run()).toMatchObject({ updated: 1 });
    expect(record()?.['status']).toBe('Not Held');
    await settled();
  });

  it.each([
    ['before it is over', '2026-12-01', 'Not Held'],
    ['afterwards, tidying up', '2026-11-24', 'Planned'],
  ] as const)('taken off the calendar %s', async (_when, day, status) => {
    const { run, record, settled, mailbox, eventOf, company } = await invited('Offer', day);
    await run();
    company.world.advance(3 * DAY);
    mailbox.deleteEvent(eventOf('Offer'));
    await run();
    expect(record()).toMatchObject({ status });
    await settled();
  });

  it.each(['off', 'espoToOutlook'] as const)('keeps its status: %s', async (how) => {
    const { decline, run, record, browser } = await invited();
    await run();
    const change = how === 'off' ? { declinedNotHeld: false } : { direction: 'espoToOutlook' as const };
    browser.settings = { ...browser.settings, ...change };
    decline();
    await run();
    expect(record()?.['status']).toBe('Planned');
  });

  it('is undone, and stays so', async () => {
    const { decline, run, record, settled, hands } = await invited();
    await run();
    decline();
    await run();
    await hands.undo('change', hands.log.find(({ field }) => field === 'status')?.id ?? 0);
    expect(record()?.['status']).toBe('Planned');
    await settled();
    expect(record()?.['status']).toBe('Planned');
  });

  it('is not marked as Held when its time has passed', async () => {
    const { decline, run, record, browser, company } = await invited();
    browser.settings = { ...browser.settings, declinedNotHeld: false, markHeld: true };
    await run();
    decline();
    await run();
    company.world.advance(20 * DAY);
    await run();
    expect(record()?.['status']).toBe('Planned');
  });
});

/** What is not certain says so in its record, where the user wants it and the record has a word for it. */
import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import type { Settings } from '../../src/shared/settings.ts';
import { DAY } from '../../src/shared/time.ts';
import { meeting, timed } from './scene.ts';
import { stage } from './stage.ts';

const OPTIONS = ['Planned', 'Tentative', 'Held', 'Not Held'];
const BOB = { name: 'Bob Stone', address: 'bob@fabrikam.example' };

async function uncertain(settings: Partial<Settings> = {}) {
  const here = await stage();
  here.company.graph.control.variants.declineRemovesCopy = false;
  here.espo.setField('Meeting', 'status', { options: OPTIONS });
  here.browser.settings = { ...here.browser.settings, markTentative: true, ...settings };
  const invited = (subject: string, day?: string) =>
    here.mailbox.receiveInvitation(
      { ...timed(subject, day), attendees: [{ type: 'required', emailAddress: { address: 'anna@contoso.example' } }] },
      BOB,
    );
  const statusOf = (name: string, type = 'Meeting') =>
    here.espo.dump(type).find((row) => row['name'] === name)?.['status'];
  const answer = (id: string, to: 'accepted' | 'tentativelyAccepted' | 'declined') =>
    here.mailbox.respond(id, to, { send: false });
  return { ...here, invited, statusOf, answer };
}

describe('an event that is not certain', () => {
  it('makes a tentative record: answered so, or an own event that shows so; not one without an answer', async () => {
    const { mailbox, invited, answer, run, statusOf, settled } = await uncertain();
    answer(invited('Perhaps').id, 'tentativelyAccepted');
    invited('Silent', '2026-12-02');
    mailbox.createEvent('default', { ...timed('Own', '2026-12-03'), showAs: 'tentative' });
    mailbox.createEvent('default', { ...timed('Call: Ring', '2026-12-04'), showAs: 'tentative' });
    await run();
    expect(['Perhaps', 'Silent', 'Own'].map((name) => statusOf(name))).toEqual(['Tentative', 'Planned', 'Tentative']);
    // A Call has no word for it.
    expect(statusOf('Ring', 'Call')).toBe('Planned');
    await settled();
  });

  it('follows the answer, for as long as the record says what it said before', async () => {
    const { invited, answer, run, statusOf, settled } = await uncertain({ declinedNotHeld: true });
    const { id } = invited('Offer');
    await run();
    const after = async (to: Parameters<typeof answer>[1]) => {
      answer(id, to);
      await run();
      await settled();
      return statusOf('Offer');
    };
    expect(await after('tentativelyAccepted')).toBe('Tentative');
    expect(await after('accepted')).toBe('Planned');
    expect(await after('tentativelyAccepted')).toBe('Tentative');
    expect(await after('declined')).toBe('Not Held');
  });

  it('is left alone once a person has said otherwise in EspoCRM', async () => {
    const { anna, invited, answer, run, statusOf, idOf, settled } = await uncertain();
    const { id } = invited('Offer');
    answer(id, 'tentativelyAccepted');
    await run();
    anna.update('Meeting', idOf('Offer'), { status: 'Planned' });
    await settled();
    expect(statusOf('Offer')).toBe('Planned');
    anna.update('Meeting', idOf('Offer'), { status: 'Held' });
    answer(id, 'accepted');
    await run();
    answer(id, 'tentativelyAccepted');
    await run();
    expect(statusOf('Offer')).toBe('Held');
    await settled();
  });

  it('cancelled it is Not Held; over it stays tentative; deleted its untouched record goes', async () => {
    const { mailbox, invited, answer, run, statusOf, names, company, settled } = await uncertain({ markHeld: true });
    const ids = ['Cancelled', 'Over', 'Other'].map((name, i) => invited(name, `2026-11-2${4 + i}`).id);
    for (const id of ids) answer(id, 'tentativelyAccepted');
    for (const name of ['Own', 'Rest 1', 'Rest 2', 'Rest 3'])
      mailbox.createEvent('default', { ...timed(name, '2026-12-20'), showAs: 'tentative' });
    await run();
    mailbox.receiveUpdate(ids[0] ?? '', 'cancelled');
    mailbox.deleteEvent(mailbox.events().find(({ subject }) => subject === 'Own')?.id ?? '');
    await run();
    expect(statusOf('Cancelled')).toBe('Not Held');
    expect(names()).not.toContain('Own');
    company.world.advance(10 * DAY);
    await run();
    expect(statusOf('Over')).toBe('Tentative');
    await settled();
  });

  it('switched on, what is there is marked; switched off, it stays', async () => {
    const { invited, answer, run, statusOf, browser, settled } = await uncertain({ markTentative: false });
    answer(invited('Offer').id, 'tentativelyAccepted');
    await run();
    await settled();
    expect(statusOf('Offer')).toBe('Planned');
    browser.settings = { ...browser.settings, markTentative: true };
    expect(await run()).toMatchObject({ updated: 1 });
    await settled();
    expect(statusOf('Offer')).toBe('Tentative');
    browser.settings = { ...browser.settings, markTentative: false };
    await settled();
    expect(statusOf('Offer')).toBe('Tentative');
  });

  it('made for a record and shown as tentative by the user’s own setting says nothing of the record', async () => {
    const { anna, run, statusOf, settled } = await uncertain({ showAs: { Meeting: 'tentative' } });
    anna.create('Meeting', meeting('Mine', anna.id));
    await run();
    await settled();
    expect(statusOf('Mine')).toBe('Planned');
  });

  it('is undone, and stays so', async () => {
    const { invited, answer, run, statusOf, hands, settled } = await uncertain();
    const { id } = invited('Offer');
    await run();
    answer(id, 'tentativelyAccepted');
    await run();
    expect(await hands.undoLastRun()).toMatchObject({ undone: 1 });
    expect(statusOf('Offer')).toBe('Planned');
    await settled();
    expect(statusOf('Offer')).toBe('Planned');
  });

  it('is not written in the direction that writes nothing there', async () => {
    const { mailbox, anna, run, statusOf } = await uncertain({ direction: 'espoToOutlook' });
    anna.create('Meeting', meeting('Mine', anna.id));
    await run();
    mailbox.updateEvent(mailbox.events()[0]?.id ?? '', { showAs: 'tentative' });
    expect(writesOf(await run())).toBe(0);
    expect(statusOf('Mine')).toBe('Planned');
  });
});

/** People of a record who are invited to its event: asked about, written by themselves, or as a draft. */
import { describe, expect, it } from 'vitest';
import { keepFindings } from '../../src/background/app/kept/findings.ts';
import type { Settings } from '../../src/shared/settings.ts';
import { linksOf } from '../sandbox/espo/links.ts';
import type { Row } from '../sandbox/espo/types.ts';
import { asked } from '../surface/english.ts';
import { buttons } from './hands.ts';
import { company } from './invite-scene.ts';

describe('people of a record', () => {
  it('are invited to nothing unless that is wanted', async () => {
    const { make, bob, run, guests, mailed, settled, hands } = await company({});
    make([bob]);
    expect(await run()).toMatchObject({ created: 1, held: 0 });
    expect(guests()).toEqual([]);
    await settled();
    expect(await hands.needs()).toEqual([]);
    expect(mailed()).toEqual([]);
  });

  it('are asked about at once, with the event standing there without them, and mailed when it is applied', async () => {
    const { make, bob, eve, nomail, run, guests, mailed, settled, hands } = await company({ invite: 'ask' });
    make([bob, eve, nomail]);
    expect(await run()).toMatchObject({ created: 1 });
    expect(guests()).toEqual([]);
    const need = await hands.need();
    expect(need).toMatchObject({ reason: 'wouldInvite', title: 'Review', actions: buttons('discard', 'apply') });
    expect(asked(need)).toBe(
      'Invite 2 people: Bob Ray and Eve Ray? Outlook would send them invitations. EspoCRM has no address by which to invite these people: Nemo Ray',
    );
    await settled();
    expect(mailed()).toEqual([]);
    await hands.press('apply');
    expect(await run()).toMatchObject({ updated: 1, held: 0 });
    expect(guests()).toEqual(['bob@customer.example', 'eve@customer.example']);
    expect(mailed()).toEqual([['invitation', ['bob@customer.example', 'eve@customer.example']]]);
    await run();
    await settled();
    expect(mailed()).toHaveLength(1);
  });

  it('are not asked about again once the user said no; whoever comes later is', async () => {
    const { make, anna, bob, eve, run, guests, mailed, settled, hands } = await company({ invite: 'ask' });
    const id = make([bob]);
    await run();
    await hands.press('discard');
    await run();
    await settled();
    expect(await hands.needs()).toEqual([]);
    anna.update('Meeting', id, { contactsIds: [bob, eve] });
    await run();
    expect(asked(await hands.need())).toBe('Invite one person: Eve Ray? Outlook would send an invitation.');
    await hands.press('apply');
    await run();
    expect(guests()).toEqual(['eve@customer.example']);
    expect(mailed()).toEqual([['invitation', ['eve@customer.example']]]);
    await run();
    await settled();
  });

  it('are asked about in an event that shows as tentative, too', async () => {
    const { make, anna, bob, run, hands } = await company({
      invite: 'ask',
      markTentative: true,
      showAs: { Meeting: 'tentative' },
    });
    const id = make([]);
    await run();
    anna.update('Meeting', id, { contactsIds: [bob] });
    await run();
    expect(asked(await hands.need())).toBe('Invite one person: Bob Ray? Outlook would send an invitation.');
  });

  it('are asked about anew when the meeting has moved since', async () => {
    const { make, anna, bob, run, mailed, hands } = await company({ invite: 'ask' });
    const id = make([bob]);
    await run();
    await hands.press('apply');
    anna.update('Meeting', id, { dateStart: '2026-12-03 10:00:00', dateEnd: '2026-12-03 11:00:00' });
    await run();
    expect(mailed()).toEqual([]);
    expect(await hands.need()).toMatchObject({ reason: 'wouldInvite' });
    await hands.press('apply');
    await run();
    expect(mailed()).toEqual([['invitation', ['bob@customer.example']]]);
  });

  it('are invited with the event where they always are, and taken out again; whom a person has invited stays', async () => {
    const { make, anna, bob, eve, run, event, invited, guests, mailbox, mailed, settled } = await company({
      invite: 'always',
    });
    const id = make([bob]);
    expect(await run()).toMatchObject({ created: 1, held: 0 });
    expect(mailed()).toEqual([['invitation', ['bob@customer.example']]]);
    await run();
    await settled();
    const attendees = [
      ...invited(),
      { type: 'optional', emailAddress: { address: 'guest@else.example', name: 'Guest' } },
    ];
    mailbox.updateEvent(event()?.id ?? '', { attendees });
    await run();
    anna.update('Meeting', id, { contactsIds: [eve] });
    await run();
    expect(guests()).toEqual(['guest@else.example', 'eve@customer.example']);
    expect(invited()[0]?.type).toBe('optional');
    expect(mailed().slice(2)).toEqual([
      ['cancellation', ['bob@customer.example']],
      ['invitation', ['eve@customer.example']],
    ]);
    await run();
    await settled();
    expect(mailed()).toHaveLength(4);
  });

  it('who went without a word in the record is not invited once nobody is asked any more', async () => {
    const { make, bob, eve, run, guests, mailed, settled, anna, browser } = await company({ invite: 'ask' });
    const record = make([bob, eve]);
    await run();
    // Relations move no time of change.
    anna.unlink('Meeting', record, 'contacts', bob);
    browser.settings = { ...browser.settings, invite: 'always' };
    await run();
    expect(guests()).toEqual(['eve@customer.example']);
    await run();
    await settled();
    expect(mailed()).toEqual([['invitation', ['eve@customer.example']]]);
  });

  it('whom a person has put into the event, and takes out of it again, are not invited after them', async () => {
    const { make, anna, bob, eve, run, event, guests, mailbox, mailed, settled, espo } = await company({
      invite: 'always',
    });
    const id = make([]);
    await run();
    const attendee = { type: 'required', emailAddress: { address: 'bob@customer.example', name: 'Bob Ray' } };
    mailbox.updateEvent(event()?.id ?? '', { attendees: [attendee] });
    await run();
    mailbox.updateEvent(event()?.id ?? '', { attendees: [] });
    // In the same run something else is said of who takes part.
    anna.update('Meeting', id, { contactsIds: [bob, eve] });
    await run();
    await run();
    await settled();
    expect(guests()).toEqual(['eve@customer.example']);
    expect(mailed().filter(([kind]) => kind === 'invitation')).toEqual([
      ['invitation', ['bob@customer.example']],
      ['invitation', ['eve@customer.example']],
    ]);
    const row = espo.dump('Meeting').find((one) => one.id === id);
    expect(linksOf(row as Row, 'contacts').flatMap((one) => (one.deleted ? [] : [one.id]))).toEqual([eve]);
  });

  it('who is taken out is asked about, and may stay', async () => {
    const { make, anna, bob, eve, run, espo, event, mailbox, guests, mailed, settled, hands, browser } = await company({
      invite: 'always',
    });
    const id = make([bob, eve]);
    await run();
    await run();
    browser.settings = { ...browser.settings, invite: 'ask' };
    anna.update('Meeting', id, { contactsIds: [eve] });
    await run();
    const need = await hands.need();
    expect(asked(need)).toBe('Take back the invitation of one person: Bob Ray? Outlook would send a cancellation.');
    await hands.press('discard');
    await run();
    await settled();
    expect(guests()).toEqual(['bob@customer.example', 'eve@customer.example']);
    expect(mailed()).toHaveLength(1);
    // An answer of another guest does not put them back into the record.
    mailbox.outsideAnswer(event()?.id ?? '', 'eve@customer.example', 'accepted');
    await run();
    const row = espo.dump('Meeting').find((one) => one.id === id);
    expect(linksOf(row as Row, 'contacts').flatMap((one) => (one.deleted ? [] : [[one.id, one.status]]))).toEqual([
      [eve, 'Accepted'],
    ]);
  });

  it('answer, and the record says so', async () => {
    const { make, bob, run, espo, event, mailbox, settled } = await company({ invite: 'always' });
    const id = make([bob]);
    await run();
    mailbox.outsideAnswer(event()?.id ?? '', 'bob@customer.example', 'accepted');
    await run();
    expect(linksOf(espo.row('Meeting', id) as Row, 'contacts')).toMatchObject([{ id: bob, status: 'Accepted' }]);
    await settled();
  });

  it('stand in a draft where drafts mail nobody, until the user sends it', async () => {
    const { make, bob, run, event, mailed, settled, browser, mailbox } = await company({ invite: 'draft' });
    const yes = { trial: 'draftMailsNobody', answer: 'yes', at: 0, detail: '' } as const;
    await keepFindings(browser.store, [yes]);
    make([bob]);
    await run();
    expect(event()).toMatchObject({ isDraft: true });
    expect(mailed()).toEqual([]);
    await run();
    await settled();
    mailbox.updateEvent(event()?.id ?? '', { isDraft: false });
    expect(mailed()).toEqual([['invitation', ['bob@customer.example']]]);
    await run();
    await settled();
    expect(mailed()).toHaveLength(1);
  });

  it.each(['no', 'unknown', undefined] as const)('are asked about instead where the trial says %s', async (answer) => {
    const { make, bob, run, event, mailed, hands, browser } = await company({ invite: 'draft' });
    if (answer) await keepFindings(browser.store, [{ trial: 'draftMailsNobody', answer, at: 0, detail: '' }]);
    make([bob]);
    await run();
    expect(event()).toMatchObject({ isDraft: false, attendees: [] });
    expect(await hands.need()).toMatchObject({ reason: 'wouldInvite' });
    expect(mailed()).toEqual([]);
  });

  const never: [string, Partial<Settings>, object][] = [
    ['where attendees are not synced', { invite: 'always', attendees: false }, {}],
    [
      'to what is over',
      { invite: 'always', syncSince: '2026-01-01' },
      { dateStart: '2026-11-02 10:00:00', dateEnd: '2026-11-02 11:00:00' },
    ],
    ['whom the block list names', { invite: 'always', blockList: ['customer.example'] }, {}],
  ];
  it.each(never)('are not invited %s', async (_what, settings, more) => {
    const { make, bob, run, guests, mailed, settled, hands } = await company(settings);
    make([bob], more);
    await run();
    await run();
    await settled();
    expect(guests()).toEqual([]);
    expect(mailed()).toEqual([]);
    expect(await hands.needs()).toEqual([]);
  });

  it('are invited once, whatever was lost on the way', async () => {
    const {
      make,
      bob,
      eve,
      anna,
      run,
      company: { graph },
      mailed,
      hands,
    } = await company({ invite: 'ask' });
    const id = make([bob]);
    await run();
    await hands.press('apply');
    graph.control.faults.add({ match: { method: 'PATCH', path: 'events' }, when: 'after', status: 504, times: 9 });
    await run().catch(() => undefined);
    graph.control.faults.clear();
    await run();
    await run();
    expect(mailed()).toEqual([['invitation', ['bob@customer.example']]]);
    expect(await hands.needs()).toEqual([]);
    anna.update('Meeting', id, { contactsIds: [bob, eve] });
    await run();
    expect(asked(await hands.need())).toContain('Eve');
  });

  it('stop no event from being made when one of them cannot be invited', async () => {
    const { make, bob, run, event, guests, company: firm, mailed } = await company({ invite: 'always' });
    const match = { method: 'POST', path: 'events' };
    firm.graph.control.faults.add({ match, status: 400, code: 'ErrorInvalidRecipients' });
    make([bob]);
    expect(await run()).toMatchObject({ created: 1, refused: 0 });
    expect(event()).toBeDefined();
    expect(guests()).toEqual([]);
    await run();
    expect(mailed()).toEqual([['invitation', ['bob@customer.example']]]);
  });

  it('are not put into the log as something to undo', async () => {
    const { make, bob, run, hands, guests } = await company({ invite: 'ask' });
    make([bob]);
    await run();
    await hands.press('apply');
    await run();
    const row = hands.log.find(({ field, side }) => field === 'attendees' && side === 'outlook');
    expect(row).toMatchObject({ op: 'update', newValue: 'bob@customer.example' });
    expect(await hands.undo('change', row?.id ?? 0)).toMatchObject({ undone: 0 });
    expect(guests()).toEqual(['bob@customer.example']);
  });
});

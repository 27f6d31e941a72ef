/** Who takes part in a meeting, and what they answered. */
import { describe, expect, it } from 'vitest';
import { company, FULL, OWN, person, usersOf } from './colleagues.ts';
import { Browser } from './company.ts';
import { timed } from './scene.ts';

describe('responses', () => {
  it('an attendee writes their own response, and nothing else', async () => {
    const { clara, dirk, later, settled, records } = await company();
    const event = clara.mailbox.createEvent('default', { ...timed('Plan'), attendees: [person('dirk')] });
    await clara.browser.run();
    later();
    await dirk.browser.run();
    later();
    const copy = dirk.mailbox.events()[0];
    dirk.mailbox.respond(copy?.id ?? '', 'tentativelyAccepted', { send: false });
    await dirk.browser.run();
    expect(usersOf(records()[0]).find((u) => u.id === dirk.id)?.status).toBe('Tentative');
    later();
    clara.mailbox.updateEvent(event.id, { subject: 'Plan B' });
    await clara.browser.run();
    expect(records()[0]?.['name']).toBe('Plan B');
    expect(usersOf(records()[0]).find((u) => u.id === dirk.id)?.status).toBe('Tentative');
    await settled();
  });

  it("an attendee's second browser leaves the organizer's response as it is", async () => {
    const { firm, clara, dirk, espo, later, records } = await company({ keyField: true });
    clara.mailbox.createEvent('default', { ...timed('Plan'), attendees: [person('dirk')] });
    await dirk.browser.run();
    const said = () => usersOf(records()[0]).find((u) => u.id === clara.id)?.status;
    expect(said()).toBe('Accepted');
    espo.act('clara').accept('Meeting', records()[0]?.id ?? '', 'Declined');
    later();
    const second = new Browser(firm, dirk.login, { oid: 'dirk', settings: dirk.settings });
    expect(await second.run()).toMatchObject({ linked: 1 });
    expect(said()).toBe('Declined');
  });

  it('taken off the list of those invited, the record of the others stays planned', async () => {
    const { clara, dirk, later, settled, records } = await company();
    const event = clara.mailbox.createEvent('default', { ...timed('Plan'), attendees: [person('dirk')] });
    await clara.browser.run();
    later();
    await dirk.browser.run();
    later();
    clara.mailbox.updateEvent(event.id, { attendees: [] });
    expect(dirk.mailbox.events()[0]).toMatchObject({ isCancelled: true });
    for (const { browser } of [dirk, clara]) {
      later();
      await browser.run();
    }
    expect(records()).toMatchObject([{ status: 'Planned', assignedUserId: clara.id }]);
    await settled();
  });

  it('taking the meeting off the own calendar declines it, and the record stays', async () => {
    const { clara, dirk, later, settled, records } = await company();
    clara.mailbox.createEvent('default', { ...timed('Plan'), attendees: [person('dirk')] });
    await clara.browser.run();
    later();
    await dirk.browser.run();
    later();
    dirk.mailbox.deleteEvent(dirk.mailbox.events()[0]?.id ?? '');
    await dirk.browser.run();
    expect(records()).toHaveLength(1);
    expect(usersOf(records()[0]).find((u) => u.id === dirk.id)?.status).toBe('Declined');
    expect(clara.mailbox.events()).toHaveLength(1);
    await settled();
  });

  it('so does who made the record, however young it is', async () => {
    const { clara, dirk, later, settled, records } = await company();
    clara.mailbox.createEvent('default', { ...timed('Plan'), attendees: [person('dirk')] });
    await dirk.browser.run();
    later();
    dirk.mailbox.deleteEvent(dirk.mailbox.events()[0]?.id ?? '');
    await dirk.browser.run();
    later();
    await settled();
    expect(usersOf(records()[0]).find((u) => u.id === dirk.id)?.status).toBe('Declined');
  });
});

describe('attendees', () => {
  it('come with the event, go only if this link has added them, and others stay', async () => {
    const { clara, dirk, espo, later, settled, records } = await company();
    const by = espo.act('clara');
    const [bob, eve] = ['bob', 'eve'].map(
      (name) => by.create('Contact', { lastName: name, emailAddress: `${name}@outside.example` }).id,
    );
    const outside = (name: string) => ({
      type: 'required',
      emailAddress: { name, address: `${name.toUpperCase()}@outside.example` },
    });
    const event = clara.mailbox.createEvent('default', {
      ...timed('Plan'),
      attendees: [person('dirk'), outside('bob')],
    });
    await clara.browser.run();
    const contacts = () =>
      (records()[0]?.['#contacts'] as { id: string; deleted?: boolean }[]).filter((c) => !c.deleted).map((c) => c.id);
    expect(contacts()).toEqual([bob]);
    later();
    by.update('Meeting', records()[0]?.id ?? '', { contactsIds: [bob, eve] });
    later();
    clara.mailbox.updateEvent(event.id, { attendees: [person('dirk')] });
    await clara.browser.run();
    expect(contacts()).toEqual([eve]);
    expect(usersOf(records()[0]).map((u) => u.id)).toEqual(expect.arrayContaining([clara.id, dirk.id]));
    await settled();
  });

  it('whom the user may not add is left out, the record is saved, and the activity says so', async () => {
    const { clara, records, later } = await company({
      role: { ...FULL, assignmentPermission: 'no' },
    });
    clara.mailbox.createEvent('default', { ...timed('Plan'), attendees: [person('dirk')] });
    await clara.browser.run();
    later();
    expect(records()).toHaveLength(1);
    expect(usersOf(records()[0]).map((u) => u.id)).toEqual([clara.id]);
  });

  it('with own rights only there is one record per colleague, and nothing more', async () => {
    const { clara, dirk, later, settled, records } = await company({ role: OWN });
    clara.mailbox.createEvent('default', { ...timed('Plan'), attendees: [person('dirk')] });
    await clara.browser.run();
    later();
    await dirk.browser.run();
    await settled();
    expect(records().map((r) => r['assignedUserId'])).toEqual([clara.id, dirk.id]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guest, HAS_ADMIN, Office } from './office.ts';

/** What a change does, in both directions: each setting of "Changes", the two removals, participants and fields. */
const UPDATE = 'Update my meetings that have attendees (Outlook notifies them)';
const REMOVE_OUTLOOK = 'Remove Outlook event upon removal in EspoCRM';
const REMOVE_ESPO = 'Remove EspoCRM record upon removal in Outlook';

let office: Office;
beforeAll(async () => {
  office = await Office.open({ direction: 'Two-way' });
  for (let i = 0; i < 6; i += 1) office.event(`Stays ${i}`, 40 + i);
});
afterAll(() => office?.close());

const rename = async (from: string, to: string) =>
  office.change('Meeting', (await office.row(from)).id, { name: office.prefix + to });
const waiting = async (reason: string) =>
  (await office.chrome.ask('needs.list', { limit: 1000 })).items
    .filter((item) => item.reason === reason)
    .map(({ title }) => title);

describe('Conflicts', () => {
  it('"The last change wins" keeps the later one; "Ask me" waits under Needs you', async () => {
    office.event('Both', 3);
    await office.sync();
    office.mailbox.updateEvent(office.eventOf('Both').id, { subject: `${office.prefix}Both, Outlook` });
    await rename('Both', 'Both, EspoCRM');
    await office.sync();
    // Either may be the later one by its server's clock, but they agree.
    const [kept] = ['Both, Outlook', 'Both, EspoCRM'].filter((name) => office.subjects().includes(name));
    await office.row(kept ?? '');
    await office.choose({ Conflicts: 'Ask me' });
    office.mailbox.updateEvent(office.eventOf(kept ?? '').id, { subject: `${office.prefix}Mine` });
    await rename(kept ?? '', 'Theirs');
    expect(await office.sync()).toMatchObject({ graph: 0, held: 1 });
    expect(await waiting('conflict')).toHaveLength(1);
    await office.row('Theirs');
    expect(office.subjects()).toContain('Mine');
    await office.choose({ Conflicts: 'The last change wins' });
  });
});

describe('Update my meetings that have attendees', () => {
  it('off, a change waits with whom it would mail; on, it is written, and Outlook mails them', async () => {
    office.event('Invited', 4, { attendees: [guest('carla@customer.example')] });
    await office.sync();
    await rename('Invited', 'Invited, renamed');
    expect(await office.sync()).toMatchObject({ graph: 0 });
    expect(await waiting('wouldMail')).toHaveLength(1);
    expect(office.mailed).toEqual([]);
    await office.choose({ [UPDATE]: true });
    await office.sync();
    expect(office.subjects()).toContain('Invited, renamed');
    expect(office.mailed).toEqual([`update ${office.prefix}Invited, renamed`]);
    await office.choose({ [UPDATE]: false });
  });
});

describe('Description both ways', () => {
  it('off, a text edited in EspoCRM stays there; on, it travels, but not to an event with attendees', async () => {
    const body = { contentType: 'text', content: 'Agenda' };
    office.event('Text', 5, { body });
    office.event('Text with guests', 6, { body, attendees: [guest('carla@customer.example')] });
    await office.sync();
    const edit = async (name: string, description: string) =>
      office.change('Meeting', (await office.row(name)).id, { description });
    const text = (subject: string) => JSON.stringify(office.eventOf(subject)['body']);
    await edit('Text', 'Edited once');
    await office.sync();
    expect(text('Text')).toContain('Agenda');
    await office.choose({ 'Description both ways': true });
    await edit('Text', 'Edited twice');
    await edit('Text with guests', 'Edited twice');
    await office.sync();
    expect(text('Text')).toContain('Edited twice');
    expect(text('Text with guests')).toContain('Agenda');
    expect(await office.sync()).toMatchObject({ graph: 0, written: 0 });
    await office.choose({ 'Description both ways': false });
  });
});

describe('the two removals', () => {
  it('off, the other side keeps what was made there; on, it goes, too', async () => {
    for (const n of [1, 2]) {
      office.event(`Event ${n}`, 6 + n);
      await office.record(`Record ${n}`, 8 + n);
    }
    await office.sync();
    await office.remove('Meeting', (await office.row('Event 1')).id);
    office.mailbox.deleteEvent(office.eventOf('Record 1').id);
    await office.sync();
    expect(office.subjects()).toContain('Event 1');
    await office.row('Record 1');
    await office.choose({ [REMOVE_OUTLOOK]: true, [REMOVE_ESPO]: true });
    await office.remove('Meeting', (await office.row('Event 2')).id);
    office.mailbox.deleteEvent(office.eventOf('Record 2').id);
    await office.sync();
    expect(office.subjects()).not.toContain('Event 2');
    expect(await office.rows('Meeting', 'Record 2')).toEqual([]);
    await office.choose({ [REMOVE_OUTLOOK]: false, [REMOVE_ESPO]: false });
  });
});

describe('what needs an administrator', () => {
  it.runIf(HAS_ADMIN)('"Also meetings where I only take part" (needs an administrator)', async () => {
    const colleague = await office.colleague();
    const theirs = { assignedUserId: colleague, usersIds: [colleague, office.me] };
    await office.record('Theirs, with me', 12, theirs, office.admin);
    await office.sync();
    expect(await office.reasonOf('Theirs, with me')).toBe('notAssigned');
    await office.choose({ 'Also meetings where I only take part': true });
    await office.sync();
    expect(office.subjects()).toContain('Theirs, with me');
    await office.choose({ 'Also meetings where I only take part': false });
  });

  it.runIf(HAS_ADMIN)(
    '"Location field" and "Join link field" take a field of the entity (needs an administrator)',
    async () => {
      const [room, link] = [
        await office.field('Sync Test Room', 'varchar'),
        await office.field('Sync Test Link', 'url'),
      ];
      await office.checkSetup();
      await office.choose({ 'Location field': 'Sync Test Room', 'Join link field': 'Sync Test Link' }, 'Meeting');
      office.event('Placed', 13, {
        location: { displayName: 'Hall 3' },
        isOnlineMeeting: true,
        onlineMeetingProvider: 'teamsForBusiness',
      });
      await office.sync();
      const row = await office.row('Placed');
      expect(row[room]).toBe('Hall 3');
      expect(String(row[link])).toMatch(/^https:\/\/teams\.microsoft\.com\//);
      expect(await office.sync()).toMatchObject({ graph: 0, written: 0 });
      await office.choose({ 'Location field': 'Automatic', 'Join link field': 'None' }, 'Meeting');
    },
  );
});

it('nobody else was mailed', () => {
  expect(office.mailed).toEqual([`update ${office.prefix}Invited, renamed`]);
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guest, HAS_ADMIN, IS_STAND_IN, Office } from './office.ts';

/** What new items are given once, what is not certain, and categories: each setting by itself, in the directions that it touches. */
const POPUP = { type: 'Popup', seconds: 900 };

let office: Office;
beforeAll(async () => {
  office = await Office.open({ direction: 'Two-way' }, ({ espo }) => {
    espo.control.setField('Meeting', 'status', { options: ['Planned', 'Held', 'Not Held', 'Tentative'] });
  });
  for (let i = 0; i < 6; i += 1) office.event(`Stays ${i}`, 40 + i);
  await office.sync();
});
afterAll(() => office?.close());

const settled = async (): Promise<void> => expect(await office.sync()).toMatchObject({ graph: 0, written: 0 });

describe('Show as', () => {
  it('is how an event shows that is made for a record, once', async () => {
    await office.choose({ 'Show as': 'Free' }, 'Meeting');
    await office.record('Travel', 3);
    await office.sync();
    expect(office.eventOf('Travel')['showAs']).toBe('free');
    office.mailbox.updateEvent(office.eventOf('Travel').id, { showAs: 'oof' });
    await settled();
    expect(office.eventOf('Travel')['showAs']).toBe('oof');
    await office.choose({ 'Show as': 'As Outlook does it' }, 'Meeting');
  });
});

describe('Take over the reminder', () => {
  it('gives it to the new event, and to the new record, once', async () => {
    await office.choose({ 'Take over the reminder': true });
    await office.record('Reminds', 4, { reminders: [POPUP] });
    office.event('Rings', 5, { isReminderOn: true, reminderMinutesBeforeStart: 15 });
    await office.sync();
    expect(office.eventOf('Reminds')).toMatchObject({ isReminderOn: true, reminderMinutesBeforeStart: 15 });
    expect((await office.row('Rings'))['reminders']).toEqual([POPUP]);
    await office.change('Meeting', (await office.row('Reminds')).id, { reminders: [] });
    await settled();
    await office.choose({ 'Take over the reminder': false });
  });
});

describe('Make it a Teams meeting', () => {
  it.runIf(HAS_ADMIN)(
    '"Make it a Teams meeting" where a field says so: the link is in the record after the same sync (needs an administrator)',
    async () => {
      const join = await office.field('Join here', 'url');
      const online = await office.field('Held online', 'bool');
      await office.checkSetup();
      await office.choose({ 'Make it a Teams meeting': 'Where a field says so' });
      await office.choose({ 'Join link field': 'Join here', 'Teams meeting field': 'Held online' }, 'Meeting');
      await office.record('Online', 6, { [online]: true });
      await office.record('In the room', 7);
      await office.sync();
      const event = office.eventOf('Online');
      expect(event['isOnlineMeeting']).toBe(true);
      expect((await office.row('Online'))[join]).toBe((event['onlineMeeting'] as { joinUrl: string }).joinUrl);
      expect(office.eventOf('In the room')['isOnlineMeeting']).toBe(false);
      await settled();
    },
  );

  it.runIf(IS_STAND_IN)('a calendar without Teams says so once, and its events are made without', async () => {
    office.stage.graph.control.variants.noTeams = 'said';
    await office.choose({ 'Make it a Teams meeting': 'Always' });
    await office.record('Always 1', 8);
    await office.record('Always 2', 9);
    await office.sync();
    await office.sync();
    expect(office.eventOf('Always 1')['isOnlineMeeting']).toBe(false);
    const { items } = await office.chrome.ask('needs.list', { limit: 1000 });
    expect(items.filter(({ choice }) => choice?.what === 'teams')).toHaveLength(1);
    office.stage.graph.control.variants.noTeams = 'never';
    await office.choose({ 'Make it a Teams meeting': 'Never' });
    await settled();
  });
});

describe('Mark as Tentative', () => {
  it.runIf(IS_STAND_IN)('says so of what is answered tentatively, and no more when it is accepted', async () => {
    office.stage.graph.control.variants.declineRemovesCopy = false;
    await office.choose({ 'Mark as Tentative': true });
    const { id } = office.invitation('Perhaps', 10);
    await office.sync();
    expect((await office.row('Perhaps'))['status']).toBe('Planned');
    office.mailbox.respond(id, 'tentativelyAccepted', { send: false });
    await office.sync();
    expect((await office.row('Perhaps'))['status']).toBe('Tentative');
    office.mailbox.respond(id, 'accepted', { send: false });
    await office.sync();
    expect((await office.row('Perhaps'))['status']).toBe('Planned');
    await settled();
    await office.choose({ 'Mark as Tentative': false });
  });
});

describe('categories', () => {
  it('"Outlook category" chooses the kind of record', async () => {
    await office.choose({ 'Outlook category': ['Phone'] }, 'Call');
    office.event('Ring them', 11, { categories: ['Phone'] });
    await office.sync();
    expect(await office.rows('Call', 'Ring them')).toHaveLength(1);
    await office.choose({ 'Outlook category': [''] }, 'Call');
  });

  it('"Category of synced events" is on what is made and on what is linked, once, and on nothing with attendees', async () => {
    await office.choose({ 'Category of synced events': ['EspoCRM'] });
    await office.record('Made', 12);
    office.event('Made there', 13, { categories: ['Red'] });
    office.event('With guests', 14, { attendees: [guest('who@customer.example')] });
    await office.sync();
    await office.sync();
    const categories = (name: string) => office.eventOf(name)['categories'];
    expect([categories('Made'), categories('Made there'), categories('With guests')]).toEqual([
      ['EspoCRM'],
      ['Red', 'EspoCRM'],
      [],
    ]);
    office.mailbox.updateEvent(office.eventOf('Made').id, { categories: [] });
    await office.sync();
    await settled();
    expect(categories('Made')).toEqual([]);
    expect(office.mailed).toEqual([]);
    await office.choose({ 'Category of synced events': [''] });
  });
});

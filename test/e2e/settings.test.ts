import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allDay, guest, HAS_ADMIN, Office } from './office.ts';

/** Which events become records, and with whom: each setting of "People" and "What to leave out" by itself. */
let office: Office;
beforeAll(async () => {
  office = await Office.open({ direction: 'Outlook to EspoCRM' });
  // Enough that stays, so that nothing below is one of "all that there is".
  for (let i = 0; i < 6; i += 1) office.event(`Stays ${i}`, 40 + i);
});
afterAll(() => office?.close());

const CARLA = 'carla@customer.example';
const BLOCKED = 'lena@blocked.example';

describe('People', () => {
  it('attendees come as contacts; with "Don\'t sync attendees" nobody does', async () => {
    const person = { firstName: 'Carla', lastName: `${office.prefix}Conti`, emailAddress: CARLA };
    const { id } = await office.make('Contact', person);
    office.event('With Carla', 3, { attendees: [guest(CARLA)] });
    await office.sync();
    expect((await office.row('With Carla'))['contactsIds']).toEqual([id]);
    await office.choose({ "Don't sync attendees": true });
    office.event('Without anybody', 4, { attendees: [guest(CARLA)] });
    await office.sync();
    expect((await office.row('Without anybody'))['contactsIds'] ?? []).toEqual([]);
    await office.choose({ "Don't sync attendees": false });
  });

  it('nobody of the "Block list" is put on a record, by address or by domain', async () => {
    const person = { firstName: 'Lena', lastName: `${office.prefix}Lang`, emailAddress: BLOCKED };
    await office.make('Contact', person);
    await office.choose({ 'Block list': ['blocked.example', CARLA] });
    office.event('Blocked', 5, { attendees: [guest(CARLA), guest(BLOCKED)] });
    await office.sync();
    expect((await office.row('Blocked'))['contactsIds'] ?? []).toEqual([]);
    await office.choose({ 'Block list': [] });
  });

  it.runIf(HAS_ADMIN)('"Assign my default team" puts it on new records (needs an administrator)', async () => {
    office.event('Without team', 6);
    await office.sync();
    expect((await office.row('Without team'))['teamsIds'] ?? []).toEqual([]);
    const team = await office.defaultTeam();
    await office.choose({ 'Assign my default team': true });
    await office.checkSetup();
    office.event('With team', 7);
    await office.sync();
    expect((await office.row('With team'))['teamsIds']).toEqual([team]);
    await office.choose({ 'Assign my default team': false });
  });
});

describe('What to leave out', () => {
  it('declined always; not answered, free, all-day and a denied category: each is left out with its reason, and comes when it is unset', async () => {
    const all = {
      'Leave out events I have not answered': true,
      'Leave out events shown as free': true,
      'Leave out all-day events': true,
    };
    await office.choose({ ...all, 'Not these categories': ['Yoga'] });
    const invited = office.invitation('Not answered', 10);
    // As who has chosen in Outlook to see declined events.
    office.stage.graph.control.variants.declineRemovesCopy = false;
    office.mailbox.respond(office.invitation('Declined', 9).id, 'declined', { send: false });
    office.event('Free', 11, { showAs: 'free' });
    office.event('Whole day', 12, allDay(12));
    office.event('Denied', 13, { categories: ['yoga'] });
    office.event('Comes', 14, { categories: ['Work'] });
    await office.sync();
    const names = ['Not answered', 'Free', 'Whole day', 'Denied', 'Comes'];
    expect(await office.reasonOf('Declined')).toBe('declined');
    expect(await Promise.all(names.map((name) => office.reasonOf(name)))).toEqual([
      'notAnswered',
      'showsFree',
      'allDayFiltered',
      'categoryDenied',
      '',
    ]);
    expect(await office.rows('Meeting', 'Free')).toEqual([]);
    office.mailbox.respond(invited.id, 'accepted');
    await office.sync();
    await office.row('Not answered');
    const none = Object.fromEntries(Object.keys(all).map((name) => [name, false]));
    await office.choose({ ...none, 'Not these categories': [] });
    await office.sync();
    for (const name of names) await office.row(name);
  });

  it('"Only these categories" and "Only with attendees from outside my organization"', async () => {
    await office.choose({
      'Only these categories': ['Customers', 'Partners'],
      'Only with attendees from outside my organization': true,
    });
    const customers = { categories: ['Customers'] };
    office.event('No category', 15, { attendees: [guest(CARLA)] });
    office.event('Colleagues only', 16, { ...customers, attendees: [guest('ben@contoso.example')] });
    office.event('Customer', 17, { ...customers, attendees: [guest(CARLA), guest('ben@contoso.example')] });
    await office.sync();
    const names = ['No category', 'Colleagues only', 'Customer'];
    expect(await Promise.all(names.map((name) => office.reasonOf(name)))).toEqual([
      'categoryNotAllowed',
      'onlyOwnDomain',
      '',
    ]);
    await office.row('Customer');
    // What is linked sleeps while it is filtered, and nothing of it is deleted.
    expect(await office.rows('Meeting', 'Comes')).toHaveLength(1);
    await office.choose({
      'Only these categories': [],
      'Only with attendees from outside my organization': false,
    });
    await office.sync();
    await office.row('No category');
  });
});

describe('Private events', () => {
  const secret = {
    sensitivity: 'private',
    location: { displayName: 'Clinic' },
    body: { contentType: 'text', content: 'x-ray' },
  };

  it('are left out, come as "Private appointment" with times only, or in full', async () => {
    office.event('Secret 1', 20, secret);
    await office.sync();
    expect(await office.rows('Meeting', 'Secret 1')).toEqual([]);
    await office.choose({ 'Private events': 'As "Private appointment" with times only' });
    await office.sync();
    expect(await office.rows('Meeting', 'Secret 1')).toEqual([]);
    const [shown] = await office.at('Private appointment', 20);
    expect(shown).toMatchObject({ name: 'Private appointment' });
    expect(JSON.stringify(shown)).not.toMatch(/Clinic|x-ray|Secret/);
    await office.choose({ 'Private events': 'In full' });
    office.event('Secret 2', 21, secret);
    await office.sync();
    expect(await office.row('Secret 2')).toMatchObject({ description: 'x-ray' });
    await office.choose({ 'Private events': 'Leave out' });
  });
});

it('nothing was written in Outlook, nobody was mailed, and the next run writes nothing', async () => {
  const run = await office.sync();
  expect(run).toMatchObject({ graph: 0, written: 0 });
  const again = await office.sync();
  expect(again).toMatchObject({ graph: 0, written: 0, held: run.held });
  expect(office.mailed).toEqual([]);
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dateIn } from '../days.ts';
import { guest, Office } from './office.ts';
import { go, until } from './popup.ts';

/** The settings of "People" that ask or look up, and recurring events. */
const STRANGER = 'stranger@customer.example';
const KNOWN = 'known@customer.example';

let office: Office;
beforeAll(async () => {
  office = await Office.open({ direction: 'Outlook to EspoCRM' });
  for (let i = 0; i < 6; i += 1) office.event(`Stays ${i}`, 40 + i);
});
afterAll(() => office?.close());

const weekly = (day: number, times: number) => {
  const weekday = new Date(`${dateIn(day)}T00:00:00Z`).toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' });
  return {
    recurrence: {
      pattern: { type: 'weekly', interval: 1, daysOfWeek: [weekday.toLowerCase()] },
      range: { type: 'numbered', startDate: dateIn(day), numberOfOccurrences: times },
    },
  };
};

describe('Recurring events', () => {
  it('off, a series is left out; on, its occurrences are records, and a deleted one goes', async () => {
    const series = office.event('Weekly', 3, weekly(3, 4));
    await office.sync();
    expect(await office.rows('Meeting', 'Weekly')).toEqual([]);
    expect(await office.reasonOf('Weekly')).toBe('recurring');
    await office.choose({ 'Recurring events': true });
    await office.sync();
    const days = async () =>
      (await office.rows('Meeting', 'Weekly')).map((row) => String(row['dateStart']).slice(0, 10)).sort();
    expect(await days()).toEqual([3, 10, 17, 24].map(dateIn));
    office.mailbox.deleteOccurrence(series.id, dateIn(10));
    expect(await office.sync()).toMatchObject({ graph: 0 });
    expect(await days()).toEqual([3, 17, 24].map(dateIn));
    expect(await office.sync()).toMatchObject({ graph: 0, written: 0 });
    await office.choose({ 'Recurring events': false });
  });
});

describe('Unknown attendees', () => {
  it('are ignored, or listed under Needs you, and added only by the button', async () => {
    office.event('With a stranger', 5, { attendees: [guest(STRANGER)] });
    await office.sync();
    const asked = async () =>
      (await office.chrome.ask('needs.list', { limit: 1000 })).items.filter(
        (item) => item.reason === 'unknownAttendee',
      );
    expect(await asked()).toEqual([]);
    await office.choose({ 'Unknown attendees': 'List under Needs you' });
    office.event('With them again', 6, { attendees: [guest(STRANGER)] });
    await office.sync();
    expect(await asked()).toHaveLength(1);
    expect((await office.row('With them again'))['contactsIds'] ?? []).toEqual([]);
    const page = await go(office.chrome, 'needs');
    await page.getByRole('button', { name: 'Add as Contact', exact: true }).click();
    await until(
      async () => ((await office.row('With them again'))['contactsIds'] as string[]).length === 1,
      () => 'nobody was added',
    );
    const [id = ''] = (await office.row('With them again'))['contactsIds'] as string[];
    office.willGo(`Contact/${id}`);
    await office.idle();
    expect(await asked()).toEqual([]);
    await office.choose({ 'Unknown attendees': 'Ignore' });
  });
});

describe('Only with people known to EspoCRM', () => {
  it('leaves out what nobody known takes part in', async () => {
    await office.make('Contact', { lastName: `${office.prefix}Known`, emailAddress: KNOWN });
    await office.choose({ 'Only with people known to EspoCRM': true });
    office.event('Nobody known', 8, { attendees: [guest('who@customer.example')] });
    office.event('Somebody known', 9, { attendees: [guest(KNOWN)] });
    await office.sync();
    expect(await office.reasonOf('Nobody known')).toBe('nobodyKnown');
    await office.row('Somebody known');
    await office.choose({ 'Only with people known to EspoCRM': false });
    await office.sync();
    await office.row('Nobody known');
    expect(office.mailed).toEqual([]);
  });
});

describe('Which status a record gets', () => {
  it('"Mark as Held when it is over" marks what nobody has touched a day later, and leaves the rest', async () => {
    await office.choose({ 'Sync since': dateIn(-9) });
    office.event('Took place', -5);
    office.event('Written on', -4);
    office.event('Not over', 11);
    await office.sync();
    await office.change('Meeting', (await office.row('Written on')).id, { description: 'Minutes' });
    await office.sync();
    const statuses = async () =>
      Promise.all(
        ['Took place', 'Written on', 'Not over'].map(async (name) => (await office.row(name))['status'] as string),
      );
    expect(await statuses()).toEqual(['Planned', 'Planned', 'Planned']);
    await office.choose({ 'Mark as Held when it is over': true });
    expect(await office.sync()).toMatchObject({ graph: 0 });
    expect(await statuses()).toEqual(['Held', 'Planned', 'Planned']);
    expect(await office.sync()).toMatchObject({ graph: 0, written: 0 });
    await office.choose({ 'Mark as Held when it is over': false });
  });

  it('"Mark as Not Held when I decline" marks the record, and makes none for an invitation without one', async () => {
    // As who has chosen in Outlook to see declined events.
    office.stage.graph.control.variants.declineRemovesCopy = false;
    await office.choose({ 'Mark as Not Held when I decline': true });
    const known = office.invitation('Offer', 12);
    await office.sync();
    expect((await office.row('Offer'))['status']).toBe('Planned');
    const unknown = office.invitation('Refused at once', 13);
    for (const { id } of [known, unknown]) office.mailbox.respond(id, 'declined', { send: false });
    expect(await office.sync()).toMatchObject({ graph: 0 });
    expect((await office.row('Offer'))['status']).toBe('Not Held');
    expect(await office.rows('Meeting', 'Refused at once')).toEqual([]);
    expect(await office.sync()).toMatchObject({ graph: 0, written: 0 });
    expect(office.mailed).toEqual([]);
    await office.choose({ 'Mark as Not Held when I decline': false });
  });
});

import { describe, expect, it } from 'vitest';
import { writesOf } from '../../src/background/sync/model/engine.ts';
import { DAY } from '../../src/shared/time.ts';
import { Browser } from './company.ts';
import { meeting, scene, timed } from './scene.ts';

const weekly = (subject: string, startDate: string, more: Record<string, unknown> = {}) => ({
  ...timed(subject, startDate),
  recurrence: {
    pattern: { type: 'weekly', interval: 1, daysOfWeek: [weekday(startDate)] },
    range: { type: 'noEnd', startDate },
  },
  ...more,
});
const weekday = (date: string): string =>
  new Date(`${date}T00:00:00Z`).toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' }).toLowerCase();
const ended = (startDate: string, endDate: string) => ({
  pattern: { type: 'weekly', interval: 1, daysOfWeek: [weekday(startDate)] },
  range: { type: 'endDate', startDate, endDate },
});

async function recurring(settings: Record<string, unknown> = {}) {
  const stage = await scene();
  stage.browser.settings = { ...stage.browser.settings, recurring: true, syncSince: '2026-10-01', ...settings };
  const dates = () => live().map((row) => String(row['dateStart']).slice(0, 10));
  const live = () =>
    stage.espo
      .dump('Meeting')
      .filter((row) => !row['deleted'])
      .sort((a, b) => (String(a['dateStart']) < String(b['dateStart']) ? -1 : 1));
  const ids = () => live().map((row) => String(row['id']));
  return { ...stage, dates, live, ids };
}

/** Tuesdays from 1 December: 12 lie within the next 90 days. */
const TUESDAYS = 12;

describe('a series as single records', () => {
  it('has a record for each occurrence from 30 days back to 90 ahead, and none for the series itself', async () => {
    const { mailbox, run, dates, settled } = await recurring();
    mailbox.createEvent('default', weekly('Weekly', '2026-06-02'));
    await run();
    expect(dates()[0]).toBe('2026-10-27');
    expect(dates().at(-1)).toBe('2027-02-16');
    expect(dates()).toHaveLength(17);
    await settled();
  });

  it('loses the record of a deleted occurrence, of which the change feed says nothing', async () => {
    const { mailbox, run, dates, settled } = await recurring();
    const { id } = mailbox.createEvent('default', weekly('Weekly', '2026-12-01'));
    await run();
    expect(dates()).toHaveLength(TUESDAYS);
    mailbox.deleteOccurrence(id, '2026-12-08');
    await run();
    expect(dates()).toHaveLength(TUESDAYS - 1);
    expect(dates()).not.toContain('2026-12-08');
    await settled();
  });

  it('moves and renames the record of a changed occurrence', async () => {
    const { mailbox, run, live, ids, settled } = await recurring();
    const { id } = mailbox.createEvent('default', weekly('Weekly', '2026-12-01'));
    await run();
    const before = ids();
    mailbox.updateOccurrence(id, '2026-12-08', {
      subject: 'Once elsewhere',
      ...{ start: timed('', '2026-12-09').start, end: timed('', '2026-12-09').end },
    });
    await run();
    expect(ids()).toEqual(before);
    expect(live()[1]).toMatchObject({ name: 'Once elsewhere', dateStart: '2026-12-09 10:00:00' });
    await settled();
  });

  it('that is shifted keeps its records, though its occurrences have new ids', async () => {
    const { mailbox, run, ids, dates, live, settled } = await recurring();
    const { id } = mailbox.createEvent('default', weekly('Weekly', '2026-12-01'));
    await run();
    const before = ids();
    mailbox.updateEvent(id, {
      start: { dateTime: '2026-12-03T14:00:00', timeZone: 'UTC' },
      end: { dateTime: '2026-12-03T15:00:00', timeZone: 'UTC' },
      recurrence: {
        pattern: { type: 'weekly', interval: 1, daysOfWeek: ['thursday'] },
        range: { type: 'noEnd', startDate: '2026-12-03' },
      },
    });
    await run();
    await run();
    expect(ids()).toEqual(before);
    expect(dates().slice(0, 2)).toEqual(['2026-12-03', '2026-12-10']);
    expect(live()[0]?.['dateStart']).toBe('2026-12-03 14:00:00');
    await settled();
  });

  it('that ends loses what comes after its end, and asks first when that is much', async () => {
    const { mailbox, run, dates, browser, settled } = await recurring();
    const { id } = mailbox.createEvent('default', weekly('Weekly', '2026-12-01'));
    await run();
    mailbox.updateEvent(id, { recurrence: ended('2026-12-01', '2027-01-26') });
    await run();
    // 3 of 12 are gone: below five, so nobody is asked.
    expect(dates()).toHaveLength(9);
    mailbox.updateEvent(id, { recurrence: ended('2026-12-01', '2026-12-08') });
    await run();
    expect(dates()).toHaveLength(9);
    expect((await browser.store.plan()).filter((row) => row.reason === 'bulk')).toHaveLength(7);
    await settled();
  });

  it('that becomes a single event keeps the record of that one', async () => {
    const { mailbox, run, live, ids, settled } = await recurring();
    const { id } = mailbox.createEvent('default', { ...timed('Short'), recurrence: ended('2026-12-01', '2026-12-15') });
    await run();
    expect(live()).toHaveLength(3);
    const [first] = ids();
    mailbox.updateEvent(id, { recurrence: null });
    await run();
    await run();
    expect(live().filter((row) => row['id'] === first)).toHaveLength(1);
    expect(new Set(live().map((row) => row['dateStart'])).size).toBe(live().length);
    await settled();
  });

  it('that a single event becomes: its record goes on as the occurrence with the old start', async () => {
    const { mailbox, run, live, ids, settled } = await recurring();
    const { id } = mailbox.createEvent('default', timed('First alone'));
    await run();
    const [only] = ids();
    mailbox.updateEvent(id, { recurrence: ended('2026-12-01', '2026-12-15') });
    await run();
    await run();
    expect(live()).toHaveLength(3);
    expect(ids()[0]).toBe(only);
    await settled();
  });

  it('goes on with each new day, and takes nothing away behind', async () => {
    const { mailbox, run, dates, company, settled } = await recurring();
    mailbox.createEvent('default', weekly('Weekly', '2026-06-02'));
    await run();
    company.world.advance(14 * DAY);
    await run();
    expect(dates()[0]).toBe('2026-10-27');
    expect(dates().at(-1)).toBe('2027-03-02');
    expect(dates()).toHaveLength(19);
    await settled();
  });

  it('is never written in Outlook, whatever happens to its records', async () => {
    const { mailbox, anna, run, ids, browser } = await recurring({ removeOutlookOnEspoRemoval: true });
    mailbox.createEvent('default', weekly('Weekly', '2026-12-01'));
    await run();
    const before = JSON.stringify(mailbox.events());
    const [first, second] = ids();
    anna.update('Meeting', String(first), { name: 'Edited in EspoCRM', dateStart: '2026-12-02 10:00:00' });
    anna.remove('Meeting', String(second));
    await run();
    await run();
    expect(JSON.stringify(mailbox.events())).toBe(before);
    expect(await browser.store.linksInState('unlinked')).toHaveLength(1);
  });

  it('sleeps when it is left out again, and wakes without a second record', async () => {
    const { mailbox, run, ids, browser, settled } = await recurring();
    const { id } = mailbox.createEvent('default', weekly('Weekly', '2026-12-01'));
    await run();
    const before = ids();
    browser.settings = { ...browser.settings, recurring: false };
    await run();
    mailbox.updateEvent(id, { subject: 'Renamed meanwhile' });
    await run();
    expect(await browser.store.linksInState('asleep')).toHaveLength(TUESDAYS);
    expect(ids()).toEqual(before);
    browser.settings = { ...browser.settings, recurring: true };
    await run();
    await settled();
    expect(ids()).toEqual(before);
    expect(await browser.store.linksInState('active')).toHaveLength(TUESDAYS);
  });

  it('is found again after a re-install', async () => {
    const { mailbox, run, ids, browser, company, login } = await recurring();
    mailbox.createEvent('default', weekly('Weekly', '2026-12-01'));
    await run();
    const before = ids();
    const again = new Browser(company, login, { settings: browser.settings });
    company.world.advance(60_000);
    await again.run();
    expect(ids()).toEqual(before);
    company.world.advance(60_000);
    expect(writesOf(await again.run())).toBe(0);
  });
});

it('a record of the same times and name is linked to an occurrence, not doubled', async () => {
  const { anna, mailbox, run, live, settled } = await recurring();
  anna.create('Meeting', meeting('Weekly', anna.id));
  mailbox.createEvent('default', { ...timed('Weekly'), recurrence: ended('2026-12-01', '2026-12-08') });
  await run();
  expect(live()).toHaveLength(2);
  await settled();
});

it('with nothing new a series costs no further request', async () => {
  const { mailbox, run, settled } = await recurring();
  mailbox.createEvent('default', weekly('Weekly', '2026-12-01'));
  await run();
  await settled();
  const requests: string[] = [];
  await run((what) => requests.push(what));
  expect(requests.filter((what) => what === 'request sent').length).toBeLessThanOrEqual(8);
});

it('a browser that leaves series out makes no second events for the records of their occurrences', async () => {
  const { mailbox, run, ids, browser, company, login } = await recurring();
  mailbox.createEvent('default', weekly('Weekly', '2026-12-01'));
  await run();
  const before = ids();
  // Installed anew, and "Recurring events" is off again.
  const again = new Browser(company, login, { settings: { ...browser.settings, recurring: false } });
  for (let i = 0; i < 3; i += 1) {
    company.world.advance(60_000);
    expect(writesOf(await again.run())).toBe(0);
  }
  expect(mailbox.events()).toHaveLength(1);
  expect(ids()).toEqual(before);
  again.settings = { ...again.settings, recurring: true };
  company.world.advance(60_000);
  await again.run();
  expect(mailbox.events()).toHaveLength(1);
  expect(ids()).toEqual(before);
});

describe('a single event and a series that bear one iCalUId', () => {
  /** Some that stay, so that no deletion is a bulk. */
  async function imported() {
    const here = await recurring();
    for (let i = 1; i <= 5; i += 1) here.mailbox.createEvent('default', timed(`Other ${i}`, '2026-12-28'));
    const create = (event: Record<string, unknown>) => {
      const { immutableId } = here.mailbox.createEvent('default', event);
      here.mailbox.giveICalUId(immutableId, 'one');
      return immutableId;
    };
    const records = () =>
      here
        .live()
        .map((row) => `${row['name']} ${String(row['dateStart']).slice(0, 10)}`)
        .filter((text) => !text.startsWith('Other '));
    return { ...here, create, records };
  }
  const series = (subject: string) => ({ ...timed(subject), recurrence: ended('2026-12-01', '2026-12-15') });

  it.each([
    ['Single', 'before'],
    ['Single', 'after'],
    ['Weekly', 'before'],
    ['Weekly', 'after'],
  ])(
    'the single one, "%s", is deleted, the series was there %s it: only its own record goes',
    async (subject, when) => {
      const { create, records, mailbox, run, browser, settled } = await imported();
      if (when === 'before') create(series('Weekly'));
      const single = create(timed(subject, '2026-12-02'));
      await run();
      if (when === 'after') create(series('Weekly'));
      await run();
      mailbox.deleteEvent(single);
      for (let i = 0; i < 3; i += 1) await run();
      expect(await browser.store.linksInState('asleep')).toEqual([]);
      expect(records()).toEqual(['Weekly 2026-12-01', 'Weekly 2026-12-08', 'Weekly 2026-12-15']);
      await settled();
    },
  );

  it('and the series came in as the single one went: its record goes on as the occurrence with the old start', async () => {
    const { create, records, ids, mailbox, run, settled } = await imported();
    const single = create(timed('Planning'));
    await run();
    const [only] = ids();
    mailbox.deleteEvent(single, { hard: true });
    create(series('Planning'));
    await run();
    await run();
    expect(records()).toEqual(['Planning 2026-12-01', 'Planning 2026-12-08', 'Planning 2026-12-15']);
    expect(ids()[0]).toBe(only);
    await settled();
  });
});

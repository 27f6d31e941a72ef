import { describe, expect, it } from 'vitest';
import { DAY } from '../../src/shared/time.ts';
import { Browser } from './company.ts';
import { meeting, scene, timed } from './scene.ts';

async function stage() {
  const here = await scene();
  const { mailbox, anna, espo, browser, company } = here;
  const idOf = (name: string) => String(espo.dump('Meeting').find((row) => row['name'] === name)?.id);
  const eventOf = (subject: string) => mailbox.events().find((event) => event.subject === subject);
  const spoilEvent = (subject: string, wrong: Record<string, unknown>) => {
    const event = eventOf(subject);
    for (const id of [event?.id, event?.immutableId]) company.graph.control.spoilt.set(id ?? '', wrong);
    return event?.immutableId ?? '';
  };
  const listed = () => browser.store.seenWithReason('unreadable', 99);
  return { ...here, idOf, eventOf, spoilEvent, listed, anna };
}

it('events that were edited and cannot be read are read again, whatever the delta says of how they were before', async () => {
  const { mailbox, run, company, names, eventOf, spoilEvent, listed, settled } = await stage();
  company.graph.control.variants.deltaReplays = 1;
  const numbers = [1, 2, 3, 4, 5, 6, 7, 8];
  for (const n of numbers) mailbox.createEvent('default', timed(`Strange ${n}`, '2026-12-05'));
  await run();
  company.world.advance(60_000);
  for (const n of numbers) {
    mailbox.updateEvent(eventOf(`Strange ${n}`)?.id ?? '', { subject: `Renamed ${n}` });
    spoilEvent(`Renamed ${n}`, { isAllDay: 'perhaps' });
  }
  await run();
  expect(await listed()).toHaveLength(numbers.length);
  company.graph.control.spoilt.clear();
  for (let i = 0; i < 3; i += 1) await run();
  expect(names()).toEqual(numbers.map((n) => `Renamed ${n}`));
  expect(await listed()).toEqual([]);
  await settled();
});

/** Fields that say something which cannot be understood, and what is known of the event all the same. */
const WRONG: [field: string, value: unknown, title: string, start: number][] = [
  ['isAllDay', 'perhaps', 'Strange', Date.parse('2026-12-05T10:00:00Z')],
  ['subject', { text: 'x' }, '', Date.parse('2026-12-05T10:00:00Z')],
  ['start', { dateTime: 'at noon', timeZone: 'UTC' }, 'Strange', -1],
  ['end', null, 'Strange', -1],
];

describe.each(WRONG)('an event with a strange %s', (field, value, title, start) => {
  it('is listed with what is wrong, stops no other, and comes when it is mended', async () => {
    const { mailbox, run, company, names, spoilEvent, listed, settled } = await stage();
    mailbox.createEvent('default', timed('Strange', '2026-12-05'));
    for (const name of ['First', 'Last']) mailbox.createEvent('default', timed(name, '2026-12-06'));
    const id = spoilEvent('Strange', { [field]: value });
    expect((await run()).parts).toEqual([]);
    expect(names()).toEqual(['First', 'Last']);
    expect(await listed()).toMatchObject([{ ref: id, title, start, detail: expect.stringContaining(field) }]);
    await settled();
    company.graph.control.spoilt.clear();
    await run();
    expect(names()).toEqual(['First', 'Last', 'Strange']);
    expect(await listed()).toEqual([]);
    await settled();
  });

  it('that is linked stays as it was last read, is never gone, and goes on when it is mended', async () => {
    const { mailbox, run, company, browser, names, eventOf, spoilEvent, listed, settled } = await stage();
    mailbox.createEvent('default', timed('Strange', '2026-12-05'));
    await run();
    const id = spoilEvent('Strange', { [field]: value });
    mailbox.updateEvent(eventOf('Strange')?.id ?? '', { subject: 'Renamed' });
    mailbox.expireDeltaTokens();
    await run();
    company.world.advance(DAY);
    await run();
    expect(names()).toEqual(['Strange']);
    expect(await browser.store.linksInState('active')).toHaveLength(1);
    expect(await listed()).toMatchObject([{ ref: id }]);
    await settled();
    company.graph.control.spoilt.clear();
    await run();
    expect(names()).toEqual(['Renamed']);
    expect(await listed()).toEqual([]);
    await settled();
  });
});

it('a linked event that is deleted after it could not be read is gone like any other', async () => {
  const { mailbox, run, company, names, eventOf, spoilEvent, listed, settled } = await stage();
  mailbox.createEvent('default', timed('Strange', '2026-12-05'));
  await run();
  spoilEvent('Strange', { isAllDay: 'perhaps' });
  mailbox.updateEvent(eventOf('Strange')?.id ?? '', { subject: 'Renamed' });
  await run();
  expect(await listed()).toHaveLength(1);
  mailbox.deleteEvent(eventOf('Renamed')?.id ?? '');
  company.graph.control.spoilt.clear();
  await run();
  expect(names()).toEqual([]);
  await settled();
});

it('a linked event that was deleted, and answers by id for a while, stays gone', async () => {
  const { mailbox, anna, run, company, browser, eventOf, spoilEvent, listed, settled } = await stage();
  anna.create('Meeting', meeting('Strange', anna.id, '2026-12-05'));
  await run();
  spoilEvent('Strange', { isAllDay: 'perhaps' });
  await run();
  expect(await listed()).toHaveLength(1);
  mailbox.deleteEvent(eventOf('Strange')?.id ?? '');
  company.graph.control.spoilt.clear();
  await run();
  await run();
  expect(await listed()).toEqual([]);
  expect((await browser.store.linksGone()).map(({ gone }) => gone)).toEqual(['outlook']);
  await settled();
});

it('a private event whose marking cannot be read keeps its title to itself', async () => {
  const { mailbox, run, spoilEvent, listed } = await stage();
  mailbox.createEvent('default', { ...timed('Secret', '2026-12-05'), sensitivity: 'private' } as never);
  spoilEvent('Secret', { sensitivity: 3 });
  await run();
  expect(await listed()).toMatchObject([{ title: '' }]);
});

it('an event that could not be read becomes no record once its calendar is not chosen any more', async () => {
  const { mailbox, browser, run, company, names, spoilEvent, settled } = await stage();
  const team = mailbox.addCalendar({ name: 'Team' });
  browser.settings = { ...browser.settings, otherCalendars: [team.id] };
  mailbox.createEvent(team.id, timed('Strange', '2026-12-05'));
  spoilEvent('Strange', { isAllDay: 'perhaps' });
  await run();
  browser.settings = { ...browser.settings, otherCalendars: [] };
  company.graph.control.spoilt.clear();
  await run();
  expect(names()).toEqual([]);
  await settled();
});

it.each(WRONG)(
  'a record of the same time and name as an event with a strange %s gets no second one',
  async (field, value) => {
    const { mailbox, anna, run, company, names, spoilEvent, settled } = await stage();
    mailbox.createEvent('default', timed('Twin', '2026-12-05'));
    spoilEvent('Twin', { [field]: value });
    await run();
    anna.create('Meeting', meeting('Twin', anna.id, '2026-12-05'));
    await run();
    await run();
    expect(mailbox.events()).toHaveLength(1);
    company.graph.control.spoilt.clear();
    await run();
    expect(mailbox.events()).toHaveLength(1);
    expect(names()).toEqual(['Twin']);
    await settled();
  },
);

it.each(WRONG)('an event with a strange %s is known by its marker all the same', async (field, value) => {
  const { mailbox, anna, run, company, login, names, idOf, spoilEvent } = await stage();
  anna.create('Meeting', meeting('From EspoCRM', anna.id, '2026-12-05'));
  await run();
  anna.update('Meeting', idOf('From EspoCRM'), { name: 'Renamed', dateStart: '2026-12-06 10:00:00' });
  spoilEvent('From EspoCRM', { [field]: value });
  const again = new Browser(company, login);
  for (let i = 0; i < 3; i += 1) {
    company.world.advance(60_000);
    await again.run();
    if (i === 1) company.graph.control.spoilt.clear();
  }
  expect(mailbox.events()).toHaveLength(1);
  expect(names()).toHaveLength(1);
});

describe.each([
  ['name', { text: 'x' }],
  ['usersIds', 'everybody'],
  ['dateStartDate', 'tomorrow'],
  ['dateStart', 17],
])('a record with a strange %s', (field, value) => {
  it('is listed with what is wrong, stops no other, and no count is out because of it', async () => {
    const { anna, espo, run, company, mailbox, browser, listed, settled } = await stage();
    espo.settings.recordListMaxSizeLimit = 2;
    for (const name of ['Strange 1', 'Strange 2', 'Strange 3', 'First', 'Last'])
      anna.create('Meeting', meeting(name, anna.id, '2026-12-05'));
    for (const row of espo.dump('Meeting').filter((one) => String(one['name']).startsWith('Strange')))
      espo.spoilt.set(row.id, { [field]: value });
    expect((await run()).parts).toEqual([]);
    expect(
      mailbox
        .events()
        .map((event) => event.subject)
        .sort(),
    ).toEqual(['First', 'Last']);
    expect(await listed()).toHaveLength(3);
    expect((await listed())[0]).toMatchObject({ side: 'espo', detail: expect.stringContaining(field) });
    await settled();
    const lists = () => espo.log.filter(({ path }) => decodeURIComponent(path).includes('"maxSize":2')).length;
    const before = lists();
    await run();
    // One page of changes for each kind of record, and nothing bisected.
    expect(lists() - before).toBeLessThanOrEqual(browser.settings.entities.length + 3);
    company.world.advance(DAY);
    await run();
    expect(await listed()).toHaveLength(3);
    espo.spoilt.clear();
    await run();
    expect(mailbox.events()).toHaveLength(5);
    expect(await listed()).toEqual([]);
    await settled();
  });

  it('that is linked stays as it was last read, and is never gone', async () => {
    const { anna, espo, run, company, mailbox, browser, idOf, settled } = await stage();
    anna.create('Meeting', meeting('Strange', anna.id, '2026-12-05'));
    await run();
    espo.spoilt.set(idOf('Strange'), { [field]: value });
    anna.update('Meeting', idOf('Strange'), { name: 'Renamed' });
    await run();
    company.world.advance(DAY);
    await run();
    expect(mailbox.events().map((event) => event.subject)).toEqual(['Strange']);
    expect(await browser.store.linksInState('active')).toHaveLength(1);
    espo.spoilt.clear();
    await run();
    expect(mailbox.events().map((event) => event.subject)).toEqual(['Renamed']);
    await settled();
  });
});

it.each([{ usersIds: 5 }, { dateStart: 17 }, { dateStartDate: 'tomorrow' }, { name: {} }])(
  'an event of the same time and name as a record with %o gets no second one',
  async (wrong) => {
    const { mailbox, anna, espo, run, names, idOf, settled } = await stage();
    anna.create('Meeting', meeting('Twin', anna.id, '2026-12-05'));
    espo.spoilt.set(idOf('Twin'), wrong);
    await run();
    mailbox.createEvent('default', timed('Twin', '2026-12-05'));
    await run();
    expect(names()).toHaveLength(1);
    mailbox.createEvent('default', timed('Other', '2026-12-06'));
    await run();
    espo.spoilt.clear();
    await run();
    await run();
    expect(names()).toEqual(['Other', 'Twin']);
    expect(mailbox.events()).toHaveLength(2);
    await settled();
  },
);

it('a long text that cannot be read by itself keeps only its own record waiting', async () => {
  const { anna, espo, run, mailbox, idOf, listed, settled } = await stage();
  anna.create('Meeting', { ...meeting('Long', anna.id, '2026-12-05'), description: 'x'.repeat(20_000) });
  anna.create('Meeting', meeting('Short', anna.id, '2026-12-06'));
  const long = idOf('Long');
  espo.faults.push({
    match: ({ url }) => url.endsWith(`/Meeting/${long}`),
    status: 500,
    times: Number.POSITIVE_INFINITY,
  });
  expect((await run()).parts).toEqual([]);
  expect(mailbox.events().map((event) => event.subject)).toEqual(['Short']);
  expect(await listed()).toMatchObject([{ title: 'Long', detail: expect.stringContaining('description') }]);
  espo.faults.length = 0;
  await run();
  expect(mailbox.events()).toHaveLength(2);
  await settled();
});

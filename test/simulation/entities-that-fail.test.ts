import { describe, expect, it } from 'vitest';
import { DAY } from '../../src/shared/time.ts';
import { Browser } from './company.ts';
import { meeting, scene, timed } from './scene.ts';

const day = (date: string) => ({ dateTime: `${date}T00:00:00`, timeZone: 'UTC' });

type Broken = { status?: number; body?: string };
const ANSWERS: [name: string, code: string, broken: Broken][] = [
  ['400', 'espo.refused', { status: 400 }],
  ['403, though the rights grant them', 'espo.noAccess', { status: 403 }],
  ['500', 'espo.server', { status: 500 }],
  ['504', 'espo.server', { status: 504 }],
  ['what nobody can read', 'espo.unreadable', { status: 200, body: '<html>' }],
  ['nothing at all', 'espo.unreachable', {}],
];

/** Meetings and a Call on both sides. */
async function stage() {
  const here = await scene();
  const { mailbox, anna, espo, run } = here;
  mailbox.createEvent('default', timed('From Outlook', '2026-12-01'));
  anna.create('Meeting', meeting('From EspoCRM', anna.id, '2026-12-02'));
  anna.create('Call', meeting('Bob', anna.id, '2026-12-03'));
  await run();
  const idOf = (type: string, name: string) => String(espo.dump(type).find((row) => row['name'] === name)?.id);
  const eventOf = (subject: string) => mailbox.events().find((event) => event.subject === subject)?.id ?? '';
  return { ...here, idOf, eventOf };
}

describe.each(ANSWERS)('Calls that answer %s for days', (_, code, broken) => {
  it('are named and left alone, and Meetings sync', async () => {
    const { mailbox, anna, espo, run, company, settled, browser, ...here } = await stage();
    const lift = espo.breakEntity('Call', broken);
    anna.update('Call', here.idOf('Call', 'Bob'), { name: 'Bobby' });
    for (let day = 0; day < 2; day += 1) {
      mailbox.updateEvent(here.eventOf(day === 0 ? 'From Outlook' : 'From Outlook 0'), {
        subject: `From Outlook ${day}`,
      });
      anna.create('Meeting', meeting(`New ${day}`, anna.id, `2026-12-1${day}`));
      const { parts, stuck } = await run();
      expect(parts).toMatchObject([{ side: 'espo', feed: 'Call', name: 'Call', code }]);
      expect(stuck).toBeUndefined();
      company.world.advance(DAY);
    }
    expect(here.names('Meeting')).toEqual(['From EspoCRM', 'From Outlook 1', 'New 0', 'New 1']);
    expect(here.subjects()).toEqual(['Call: Bob', ...here.names('Meeting')]);
    expect(await browser.store.linksGone()).toEqual([]);
    expect(await browser.store.linksInState('lostAccess')).toEqual([]);
    lift();
    expect((await run()).parts).toEqual([]);
    expect(here.subjects()).toContain('Call: Bobby');
    await settled();
  });

  it('have the record of an event perhaps: the event waits with that reason, and gets no second one', async () => {
    const { mailbox, anna, espo, run, settled, browser, ...here } = await stage();
    const lift = espo.breakEntity('Call', broken);
    anna.create('Call', meeting('Twin', anna.id, '2026-12-05'));
    mailbox.createEvent('default', timed('Call: Twin', '2026-12-05'));
    // Without its label it is no Call any more by its name, and the same meeting all the same.
    anna.create('Call', meeting('Other', anna.id, '2026-12-06'));
    mailbox.createEvent('default', timed('Other', '2026-12-06'));
    for (let i = 0; i < 2; i += 1) await run();
    expect(here.names('Call')).toEqual(['Bob', 'Other', 'Twin']);
    expect(here.names('Meeting')).toEqual(['From EspoCRM', 'From Outlook']);
    const waiting = await browser.store.seenWithReason('partUnknown', 9);
    expect(waiting.map(({ title }) => title).sort()).toEqual(['Call: Twin', 'Other']);
    lift();
    await run();
    expect(here.names('Call')).toEqual(['Bob', 'Other', 'Twin']);
    expect(here.names('Meeting')).toEqual(['From EspoCRM', 'From Outlook']);
    expect(await browser.store.seenWithReason('partUnknown', 9)).toEqual([]);
    await settled();
  });
});

it('a list that fails is no reason to take anything away, nor is a count', async () => {
  const { anna, espo, run, settled, ...here } = await stage();
  const lift = espo.breakEntity('Meeting', { status: 500 });
  anna.remove('Meeting', here.idOf('Meeting', 'From EspoCRM'));
  await run();
  expect(here.subjects()).toEqual(['Call: Bob', 'From EspoCRM', 'From Outlook']);
  lift();
  await run();
  expect(here.subjects()).toEqual(['Call: Bob', 'From Outlook']);
  await settled();
});

it('a write that EspoCRM breaks over for one kind of record does not stop the others', async () => {
  const { mailbox, espo, run, settled, ...here } = await stage();
  espo.faults.push({
    match: ({ method, url }) => method === 'POST' && /\/Call$/.test(url),
    status: 504,
    times: Number.POSITIVE_INFINITY,
  });
  mailbox.createEvent('default', timed('Call: New', '2026-12-10'));
  for (let i = 0; i < 5; i += 1) mailbox.createEvent('default', timed(`Lunch ${i}`, `2026-12-1${i + 1}`));
  const { parts } = await run();
  expect(parts).toMatchObject([{ feed: 'Call', code: 'espo.server' }]);
  expect(here.names('Meeting')).toHaveLength(7);
  espo.faults.length = 0;
  await run();
  expect(here.names('Call')).toEqual(['Bob', 'New']);
  await settled();
});

it('an event that bears the marker of a record which cannot be read becomes no second one', async () => {
  const { mailbox, espo, company, login, ...here } = await stage();
  const again = new Browser(company, login);
  // No twin any more, and no label: only the marker says which Call it was made for.
  mailbox.updateEvent(here.eventOf('Call: Bob'), { subject: 'Renamed' });
  const lift = espo.breakEntity('Call', { status: 500 });
  for (let i = 0; i < 2; i += 1) {
    company.world.advance(60_000);
    await again.run();
  }
  expect(here.names('Meeting')).toEqual(['From EspoCRM', 'From Outlook']);
  lift();
  for (let i = 0; i < 2; i += 1) {
    company.world.advance(60_000);
    await again.run();
  }
  expect(here.names('Meeting')).toEqual(['From EspoCRM', 'From Outlook']);
  expect(here.names('Call')).toEqual(['Renamed']);
});

it('an event that waited becomes no record once its calendar is not chosen any more', async () => {
  const { mailbox, browser, espo, run, settled, ...here } = await stage();
  const team = mailbox.addCalendar({ name: 'Team' });
  browser.settings = { ...browser.settings, otherCalendars: [team.id] };
  await browser.lookAround();
  const lift = espo.breakEntity('Call', { status: 500 });
  mailbox.createEvent(team.id, timed('Waits', '2026-12-05'));
  await run();
  expect(await browser.store.seenWithReason('partUnknown', 9)).toHaveLength(1);
  browser.settings = { ...browser.settings, otherCalendars: [] };
  lift();
  await run();
  expect(here.names('Meeting')).not.toContain('Waits');
  browser.settings = { ...browser.settings, otherCalendars: [team.id] };
  await run();
  expect(here.names('Meeting')).toContain('Waits');
  await settled();
});

it('an event that was made for a record of a kind nobody could read is known by its marker later, although it is left out now', async () => {
  const { mailbox, espo, company, login, ...here } = await stage();
  const again = new Browser(company, login);
  const lift = espo.breakEntity('Call', { status: 500 }, 'metadata');
  // All day it becomes no Call any more; and a mailbox that was moved forgets its transactions.
  const times = { isAllDay: true, start: day('2026-12-03'), end: day('2026-12-04') };
  mailbox.updateEvent(here.eventOf('Call: Bob'), times);
  mailbox.moveMailbox();
  const next = async () => {
    company.world.advance(DAY);
    await again.run();
  };
  await next();
  lift();
  for (let i = 0; i < 3; i += 1) await next();
  expect(here.subjects()).toEqual(['Call: Bob', 'From EspoCRM', 'From Outlook']);
  expect(here.names('Call')).toEqual(['Bob']);
});

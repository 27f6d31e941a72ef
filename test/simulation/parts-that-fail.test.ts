import { describe, expect, it } from 'vitest';
import { DAY } from '../../src/shared/time.ts';
import type { Broken } from '../sandbox/graph/broken.ts';
import { Browser } from './company.ts';
import { Hands } from './hands.ts';
import { meeting, scene, timed } from './scene.ts';
import { weekly } from './series-acts.ts';

/** Anna with a second calendar that is chosen, and a meeting of either side in the first one. */
async function stage() {
  const here = await scene();
  const { mailbox, anna, browser, espo, company } = here;
  const team = mailbox.addCalendar({ name: 'Team' });
  browser.settings = { ...browser.settings, otherCalendars: [team.id] };
  mailbox.createEvent('default', timed('From Outlook', '2026-12-01'));
  mailbox.createEvent(team.id, timed('In Team', '2026-12-02'));
  anna.create('Meeting', meeting('From EspoCRM', anna.id, '2026-12-03'));
  await here.run();
  const idOf = (name: string) => String(espo.dump('Meeting').find((row) => row['name'] === name)?.id);
  const eventOf = (subject: string) => mailbox.events().find((event) => event.subject === subject)?.id ?? '';
  const reasonOf = async (side: 'outlook' | 'espo', ref: string) =>
    (await browser.store.seenByRef(side, [ref]))[0]?.reason;
  const graph = company.graph.control;
  return { ...here, team, graph, hands: new Hands(browser), idOf, eventOf, reasonOf };
}

const STATUSES: [name: string, code: string, broken: Broken][] = [
  ['400', 'ms.refused', { status: 400 }],
  ['403', 'ms.scopeMissing', { status: 403 }],
  ['423', 'ms.refused', { status: 423 }],
  ['500', 'ms.server', { status: 500 }],
  ['504', 'ms.server', { status: 504 }],
  ['nothing at all', 'ms.unreachable', {}],
];

describe.each(STATUSES)('an Other calendar that answers %s for days', (_, code, broken) => {
  it('is named and left alone, and everything else syncs', async () => {
    const { graph, team, mailbox, anna, run, company, settled, browser, ...here } = await stage();
    const lift = graph.breakCalendar(team.id, broken);
    const since = company.world.now();
    for (let day = 0; day < 3; day += 1) {
      mailbox.createEvent('default', timed(`New ${day}`, `2026-12-1${day}`));
      mailbox.updateEvent(here.eventOf(day === 0 ? 'From Outlook' : `From Outlook ${day - 1}`), {
        subject: `From Outlook ${day}`,
      });
      anna.update('Meeting', here.idOf(day === 0 ? 'From EspoCRM' : `From EspoCRM ${day - 1}`), {
        name: `From EspoCRM ${day}`,
      });
      const { parts, stuck } = await run();
      expect(parts).toMatchObject([{ side: 'outlook', feed: team.id, name: 'Team', code }]);
      expect(parts[0]?.since).toBeGreaterThan(since);
      expect(parts[0]?.since).toBeLessThan(since + DAY);
      expect(stuck).toBeUndefined();
      company.world.advance(DAY);
    }
    const both = ['From EspoCRM 2', 'From Outlook 2', 'In Team', 'New 0', 'New 1', 'New 2'];
    expect(here.names()).toEqual(both);
    expect(here.subjects()).toEqual(both);
    // Nothing of it was taken for gone.
    expect(await browser.store.linksGone()).toEqual([]);
    lift();
    mailbox.updateEvent(here.eventOf('In Team'), { subject: 'In Team again' });
    company.world.advance(DAY);
    expect((await run()).parts).toEqual([]);
    expect(here.names()).toContain('In Team again');
    await settled();
    expect(graph.mails).toEqual([]);
  });

  it('has the event of a record perhaps: the record waits with that reason, and gets no second one', async () => {
    const { graph, team, mailbox, anna, run, settled, reasonOf, ...here } = await stage();
    const lift = graph.breakCalendar(team.id, broken);
    mailbox.createEvent(team.id, timed('Both', '2026-12-05'));
    for (const [name, day] of [
      ['Both', '05'],
      ['Only here', '06'],
    ] as const)
      anna.create('Meeting', meeting(name, anna.id, `2026-12-${day}`));
    for (let i = 0; i < 2; i += 1) await run();
    expect(here.subjects()).toEqual(['Both', 'From EspoCRM', 'From Outlook', 'In Team']);
    expect(await reasonOf('espo', `Meeting/${here.idOf('Only here')}`)).toBe('partUnknown');
    lift();
    await run();
    expect(here.subjects()).toEqual(['Both', 'From EspoCRM', 'From Outlook', 'In Team', 'Only here']);
    expect(here.names()).toEqual(['Both', 'From EspoCRM', 'From Outlook', 'In Team', 'Only here']);
    expect(await reasonOf('espo', `Meeting/${here.idOf('Only here')}`)).toBeUndefined();
    await settled();
  });
});

it.each(STATUSES)('an Other calendar that answers %s once costs nothing', async (_, _code, broken) => {
  const { graph, team, mailbox, run, settled, ...here } = await stage();
  mailbox.createEvent(team.id, timed('Later', '2026-12-05'));
  graph.breakCalendar(team.id, { ...broken, times: 1 });
  await run();
  await run();
  expect(here.names()).toEqual(['From EspoCRM', 'From Outlook', 'In Team', 'Later']);
  await settled();
});

it('the Main Calendar that does not answer is left alone, while the Other calendar syncs', async () => {
  const { graph, team, mailbox, anna, run, settled, ...here } = await stage();
  const lift = graph.breakCalendar(mailbox.calendar().id, { status: 500 });
  mailbox.createEvent(team.id, timed('New in Team', '2026-12-05'));
  mailbox.createEvent('default', timed('New in Main', '2026-12-06'));
  anna.create('Meeting', meeting('New', anna.id, '2026-12-07'));
  anna.update('Meeting', here.idOf('In Team'), { name: 'In Team, renamed' });
  anna.remove('Meeting', here.idOf('From EspoCRM'));
  const { parts, stuck } = await run();
  expect(parts).toMatchObject([{ name: 'Calendar', code: 'ms.server', detail: '500' }]);
  expect(stuck).toBeUndefined();
  expect(here.names()).toEqual(['From Outlook', 'In Team, renamed', 'New', 'New in Team']);
  expect(here.subjects()).toEqual(['From EspoCRM', 'From Outlook', 'In Team, renamed', 'New in Main', 'New in Team']);
  lift();
  await run();
  expect(here.subjects()).toEqual(here.names());
  await settled();
});

it('the only calendar that does not answer stops that side, and the run says why', async () => {
  const { run, mailbox, company, anna, settled } = await scene();
  const lift = company.graph.control.breakCalendar(mailbox.calendar().id, { status: 504 });
  anna.create('Meeting', meeting('Review', anna.id));
  expect((await run()).stuck).toMatchObject({ code: 'ms.server' });
  expect(mailbox.events()).toEqual([]);
  lift();
  // It still is the first sync.
  expect((await run()).stuck).toBeUndefined();
  expect(mailbox.events()).toHaveLength(1);
  await settled();
});

it('an event that was deleted while another calendar does not answer is not taken for gone, nor for moved', async () => {
  const { graph, team, mailbox, run, settled, ...here } = await stage();
  const lift = graph.breakCalendar(team.id, { status: 500 });
  mailbox.deleteEvent(here.eventOf('From Outlook'));
  mailbox.deleteEvent(here.eventOf('In Team'));
  await run();
  await run();
  expect(here.names()).toEqual(['From EspoCRM', 'From Outlook', 'In Team']);
  lift();
  await run();
  expect(here.names()).toEqual(['From EspoCRM']);
  await settled();
});

it('an event that became a series while nobody can say which calendars there are keeps its record', async () => {
  const { graph, mailbox, run, settled, browser, espo, ...here } = await stage();
  browser.settings = { ...browser.settings, recurring: true };
  await run();
  const records = () => espo.dump('Meeting').filter((row) => row['name'] === 'From Outlook');
  const [own] = records();
  const lift = graph.breakCalendarList({ status: 500 });
  mailbox.updateEvent(here.eventOf('From Outlook'), { recurrence: weekly(Date.parse('2026-12-01T09:00:00Z')) });
  // Its own calendar shows what happens of the series: nobody has to look elsewhere.
  for (const end of [() => undefined, lift]) {
    await run();
    await run();
    expect(records().map(({ id }) => id)).toContain(own?.id);
    expect(records()).toHaveLength(3);
    end();
  }
  await settled();
});

it('a calendar whose changes alone cannot be asked for is listed whole, and lacks nothing', async () => {
  const { graph, team, mailbox, anna, run, settled, ...here } = await stage();
  const lift = graph.breakCalendar(team.id, { status: 504 }, 'calendarView/delta');
  mailbox.updateEvent(here.eventOf('In Team'), { subject: 'Renamed' });
  anna.create('Meeting', meeting('New', anna.id, '2026-12-07'));
  expect((await run()).parts).toEqual([]);
  expect(here.names()).toEqual(['From EspoCRM', 'From Outlook', 'New', 'Renamed']);
  expect(here.subjects()).toEqual(here.names());
  await settled();
  lift();
  mailbox.deleteEvent(here.eventOf('Renamed'));
  await run();
  expect(here.names()).toEqual(['From EspoCRM', 'From Outlook', 'New']);
  await settled();
});

it('a write that one calendar breaks over waits, and the others are written', async () => {
  const { graph, team, mailbox, anna, run, settled, ...here } = await stage();
  graph.faults.add({ match: { method: 'PATCH', path: encodeURIComponent(here.eventOf('In Team')) }, status: 500 });
  const lift = graph.breakCalendar(team.id, { status: 500 }, '/events/');
  anna.update('Meeting', here.idOf('In Team'), { name: 'In Team, renamed' });
  anna.update('Meeting', here.idOf('From Outlook'), { name: 'From Outlook, renamed' });
  const { parts } = await run();
  expect(parts).toMatchObject([{ name: 'Team', code: 'ms.server' }]);
  expect(here.subjects()).toContain('From Outlook, renamed');
  expect(mailbox.events(team.id).map((event) => event.subject)).toEqual(['In Team']);
  graph.faults.clear();
  lift();
  await run();
  expect(here.subjects()).toEqual(here.names());
  await settled();
});

describe('a filter by extended property that answers', () => {
  it.each([400, 403, 500, 501, 503])(
    '%i, for the Main Calendar: a re-install still knows every event by its marker',
    async (status) => {
      const { graph, mailbox, company, login, ...here } = await stage();
      // No twin any more: only the marker tells.
      mailbox.updateEvent(here.eventOf('From EspoCRM'), { subject: 'Renamed in Outlook' });
      graph.breakFilter(mailbox.calendar().id, { status });
      const again = new Browser(company, login, { settings: { otherCalendars: [here.team.id] } });
      for (let i = 0; i < 3; i += 1) {
        company.world.advance(60_000);
        await again.run();
      }
      expect(here.names()).toEqual(['From Outlook', 'In Team', 'Renamed in Outlook']);
      expect(here.subjects()).toEqual(here.names());
    },
  );

  it('500 with all the rest, for a calendar that is not chosen: it is named, and the others sync', async () => {
    const { graph, mailbox, anna, company, login, ...here } = await stage();
    const side = mailbox.addCalendar({ name: 'Side' });
    mailbox.moveEvent(here.eventOf('From EspoCRM'), side.id);
    const lift = graph.breakCalendar(side.id, { status: 500 });
    const again = new Browser(company, login, { settings: { otherCalendars: [here.team.id] } });
    const next = async () => {
      company.world.advance(60_000);
      return again.run();
    };
    const { parts } = await next();
    expect(parts).toMatchObject([{ feed: side.id, name: 'Side', code: 'ms.server' }]);
    anna.create('Meeting', meeting('New', anna.id, '2026-12-07'));
    await next();
    // Graph knows the transaction that made it, and nobody can say where it stands: no second one.
    expect(here.subjects()).toEqual(['From EspoCRM', 'From Outlook', 'In Team', 'New']);
    lift();
    await next();
    await next();
    expect(here.subjects()).toEqual(['From EspoCRM', 'From Outlook', 'In Team', 'New']);
    expect(here.names()).toEqual(here.subjects());
  });

  it('503, while the answer to a create is lost: it is not sent again before somebody can tell', async () => {
    const { graph, mailbox, anna, run, settled, ...here } = await stage();
    anna.create('Meeting', meeting('New', anna.id, '2026-12-07'));
    graph.faults.add({ match: { path: '\\$batch' }, when: 'after', times: 1 });
    await run().catch(() => undefined);
    const made = here.subjects().filter((subject) => subject === 'New').length;
    const lift = graph.breakFilter(mailbox.calendar().id, { status: 503 });
    await run();
    expect(here.subjects().filter((subject) => subject === 'New')).toHaveLength(Math.max(1, made));
    lift();
    await run();
    expect(here.subjects().filter((subject) => subject === 'New')).toHaveLength(1);
    await settled();
  });
});

it('nothing is made in a calendar that could not be read', async () => {
  const { anna, mailbox, run, espo, company, browser, settled } = await scene();
  const { faults } = company.graph.control;
  const match = (request: { path: string }) => request.path.includes('/calendars/');
  faults.add({ match, status: 403, code: 'ErrorAccessDenied', times: Number.POSITIVE_INFINITY });
  mailbox.createEvent('default', timed('The same in both'));
  anna.create('Meeting', meeting('The same in both', anna.id));
  await run();
  expect((await browser.store.plan()).filter(({ state }) => state === 'held')).toEqual([]);
  faults.clear();
  await run();
  expect(espo.dump('Meeting')).toHaveLength(1);
  expect(mailbox.events()).toHaveLength(1);
  await settled();
});

import { describe, expect, it } from 'vitest';
import { DAY } from '../../src/shared/time.ts';
import { Hands } from './hands.ts';
import { meeting, scene, timed } from './scene.ts';

/** Everything was read once, a day ago. */
async function aDayLater() {
  const here = await scene();
  here.mailbox.createEvent('default', timed('From Outlook'));
  await here.run();
  here.company.world.advance(DAY);
  return here;
}

describe('what is known about the mailbox', () => {
  it.each([
    [500, 'ms.server'],
    [403, 'ms.scopeMissing'],
  ])(
    'goes on when GET /me/calendars answers %i for days, is named, and is asked for again each hour',
    async (status, code) => {
      const { run, company, mailbox, anna, settled } = await aDayLater();
      const { control } = company.graph;
      const lift = control.breakCalendarList({ status });
      const asked = () => control.log.filter(({ path }) => /^\/me\/calendars\?\$top=100/.test(path)).length;
      for (let day = 1; day < 4; day += 1) {
        mailbox.createEvent('default', timed(`Day ${day}`, `2026-12-1${day}`));
        anna.create('Meeting', meeting(`Record ${day}`, anna.id, `2026-12-2${day}`));
        const before = asked();
        const { parts } = await run();
        expect(parts).toMatchObject([{ side: 'outlook', feed: 'calendars', code }]);
        expect(asked()).toBeGreaterThan(before);
        // In the same hour nobody asks again.
        const then = asked();
        expect((await run()).parts).toMatchObject([{ feed: 'calendars' }]);
        expect(asked()).toBe(then);
        company.world.advance(DAY);
      }
      expect(mailbox.events()).toHaveLength(7);
      expect(company.espo.control.dump('Meeting')).toHaveLength(7);
      lift();
      expect((await run()).parts).toEqual([]);
      await settled();
    },
  );

  it.each([
    ['me', '^/me(\\?|$)'],
    ['mailboxSettings', '^/me/mailboxSettings'],
  ])('goes on when GET of %s answers 500', async (feed, path) => {
    const { run, company, mailbox, settled } = await aDayLater();
    const { faults } = company.graph.control;
    faults.add({ match: { path }, status: 500, times: Number.POSITIVE_INFINITY });
    mailbox.createEvent('default', timed('New', '2026-12-11'));
    expect((await run()).parts).toMatchObject([{ side: 'outlook', feed, code: 'ms.server' }]);
    expect(company.espo.control.dump('Meeting')).toHaveLength(2);
    faults.clear();
    company.world.advance(DAY);
    expect((await run()).parts).toEqual([]);
    await settled();
  });

  it.each(['mainCalendar', 'otherCalendars'] as const)(
    'a calendar chosen since as %s, of which the list of before says nothing, is unknown and not gone',
    async (setting) => {
      const { run, company, mailbox, browser, anna, settled } = await aDayLater();
      const added = mailbox.addCalendar({ name: 'Added' });
      const { settings } = browser;
      browser.settings = { ...settings, [setting]: setting === 'mainCalendar' ? added.id : [added.id] };
      mailbox.createEvent(added.id, timed('Both', '2026-12-11'));
      for (const [name, day] of [
        ['Both', '11'],
        ['Only here', '12'],
      ] as const)
        anna.create('Meeting', meeting(name, anna.id, `2026-12-${day}`));
      const lift = company.graph.control.breakCalendarList({ status: 500 });
      await run();
      await run();
      expect(mailbox.events()).toHaveLength(2);
      expect(company.espo.control.dump('Meeting')).toHaveLength(3);
      expect((await new Hands(browser).needs()).map(({ reason }) => reason)).not.toContain('choiceGone');
      lift();
      company.world.advance(DAY);
      await run();
      expect(mailbox.events()).toHaveLength(3);
      expect(company.espo.control.dump('Meeting')).toHaveLength(3);
      await settled();
    },
  );

  it.each([500, 503, 403])(
    'the settings of the mailbox answer %i from the very first run on: only the zone is unknown, everything else syncs',
    async (status) => {
      const { run, company, mailbox, espo, anna, settled } = await scene();
      const { faults } = company.graph.control;
      faults.add({ match: { path: '^/me/mailboxSettings' }, status, times: Number.POSITIVE_INFINITY });
      mailbox.createEvent('default', timed('From Outlook'));
      anna.create('Meeting', meeting('From EspoCRM', anna.id, '2026-12-02'));
      // All day: written at midnight of whatever zone.
      anna.create('Meeting', {
        ...meeting('All day', anna.id),
        dateStartDate: '2026-12-03',
        dateEndDate: '2026-12-03',
        isAllDay: true,
      });
      const { parts } = await run();
      expect(parts.map(({ feed }) => feed)).toEqual(status === 403 ? [] : ['mailboxSettings']);
      const both = ['All day', 'From EspoCRM', 'From Outlook'];
      expect(
        mailbox
          .events()
          .map(({ subject }) => subject)
          .sort(),
      ).toEqual(both);
      expect(
        espo
          .dump('Meeting')
          .map((row) => row['name'])
          .sort(),
      ).toEqual(both);
      await settled();
      faults.clear();
      company.world.advance(DAY);
      expect((await run()).parts).toEqual([]);
      await settled();
    },
  );

  it('asks for no more of the calendars than it needs', async () => {
    const { company } = await aDayLater();
    const asked = company.graph.control.log.map(({ path }) => path).filter((path) => /^\/me\/calendars\?/.test(path));
    expect(asked.length).toBeGreaterThan(0);
    for (const path of asked) expect(path).toContain('$select=id');
  });
});

describe('what is known about EspoCRM', () => {
  it.each([
    ['App/user', 'App/user'],
    ['Metadata', 'key=scopes'],
    ['entityDefs.Call', 'entityDefs.Call'],
    ['I18n', '/I18n'],
  ])('goes on when %s answers 500, and is named', async (feed, path) => {
    const { run, company, mailbox, espo, anna, settled } = await aDayLater();
    espo.faults.push({ match: ({ url }) => url.includes(path), status: 500, times: Number.POSITIVE_INFINITY });
    mailbox.createEvent('default', timed('Call: Bob', '2026-12-11'));
    anna.create('Call', meeting('Eve', anna.id, '2026-12-12'));
    expect((await run()).parts).toMatchObject([{ side: 'espo', feed, code: 'espo.server' }]);
    expect(espo.dump('Call').map((row) => row['name'])).toEqual(['Eve', 'Bob']);
    expect(mailbox.events().map((event) => event.subject)).toContain('Call: Eve');
    espo.faults.length = 0;
    company.world.advance(DAY);
    expect((await run()).parts).toEqual([]);
    await settled();
  });

  it('patterns by name that have never been read are a detail: every entity syncs', async () => {
    const { run, mailbox, espo, settled } = await scene();
    espo.setField('Meeting', 'location', { pattern: '$uriOptionalProtocol' });
    const match = ({ url }: { url: string }) => url.includes('regExpPatterns');
    espo.faults.push({ match, status: 500, times: Number.POSITIVE_INFINITY });
    mailbox.createEvent('default', { ...timed('Lunch'), location: { displayName: 'Room <5>' } });
    expect((await run()).parts).toMatchObject([{ side: 'espo', feed: 'Metadata', code: 'espo.server' }]);
    expect(espo.dump('Meeting').map((row) => row['name'])).toEqual(['Lunch']);
    await settled();
  });

  it('an entity that has never been read waits, and stops no other', async () => {
    const { run, mailbox, espo, settled } = await scene();
    const lift = espo.breakEntity('Call', { status: 500 }, 'metadata');
    mailbox.createEvent('default', timed('Call: Bob', '2026-12-11'));
    mailbox.createEvent('default', timed('Lunch', '2026-12-12'));
    expect((await run()).parts).toMatchObject([{ side: 'espo', feed: 'Call', code: 'espo.server' }]);
    expect(espo.dump('Call')).toEqual([]);
    lift();
    await run();
    expect(espo.dump('Call')).toHaveLength(1);
    expect(espo.dump('Meeting')).toHaveLength(1);
    await settled();
  });
});

describe('metadata that is cut off', () => {
  const cutOnce = async (path: string) => {
    const here = await scene();
    here.anna.create('Meeting', meeting('Review', here.anna.id));
    const { company } = here;
    const { fetch } = company;
    let cut = true;
    company.fetch = async (input, init) => {
      const response = await fetch(input, init);
      if (!cut || !String(input).includes(path)) return response;
      cut = false;
      return new Response('{"Meeting":{"entity":', { status: 200, headers: response.headers });
    };
    return here;
  };

  it('before anything is known of the entities ends the run, and the next one knows every entity', async () => {
    const { run, mailbox, settled } = await cutOnce('Metadata?key=scopes');
    await expect(run()).rejects.toMatchObject({ code: 'espo.unreadable' });
    await run();
    expect(mailbox.events()).toHaveLength(1);
    await settled();
  });

  it.each([
    ['Metadata?key=entityDefs.Meeting', 'Meeting', 0],
    ['I18n', 'I18n', 1],
  ])('(%s) is named, takes away no more than that, and the next run knows every entity', async (path, feed, made) => {
    const { run, mailbox, settled } = await cutOnce(path);
    const { parts } = await run();
    expect(parts).toMatchObject([{ side: 'espo', feed, code: 'espo.unreadable' }]);
    expect(mailbox.events()).toHaveLength(made);
    expect((await run()).parts).toEqual([]);
    expect(mailbox.events()).toHaveLength(1);
    await settled();
  });
});

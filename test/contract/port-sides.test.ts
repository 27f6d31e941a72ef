/** What only one side's port does. */

import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { EspoClient } from '../../src/background/espo/client.ts';
import { entityTypes } from '../../src/background/espo/metadata.ts';
import { EspoPort } from '../../src/background/espo/port.ts';
import { AppUser } from '../../src/background/espo/schema.ts';
import { GraphClient } from '../../src/background/outlook/client.ts';
import { OutlookPort } from '../../src/background/outlook/port.ts';
import { UTC } from '../../src/background/outlook/write-zone.ts';
import { type Item, refOf } from '../../src/background/sync/model/item.ts';
import type { Intent, Version } from '../../src/background/sync/model/port.ts';
import { Company, SITE } from '../simulation/company.ts';
import {
  type Bench,
  create,
  espoBench,
  make,
  outlookBench,
  outside,
  remove,
  round,
  update,
  write,
} from './port-bench.ts';

describe('port: what only one side has', () => {
  it('Outlook: a create that is sent again is the same event', async () => {
    const bench = await outlookBench();
    const intent = create(bench, 'once');
    await write(bench, intent);
    await write(bench, { ...intent });
    expect((await round(bench)).items).toHaveLength(1);
  });

  it('Outlook: members of a batch that were throttled are asked again after the longest wait, and only they', async () => {
    const bench = await outlookBench();
    bench.company.graph.control.faults.add({
      match: { method: 'POST', path: 'events$' },
      when: 'before',
      status: 429,
      retryAfter: '3',
      times: 2,
    });
    const results = await write(bench, ...Array.from({ length: 6 }, (_, i) => create(bench, `n${i}`)));
    expect(results.every((r) => r.kind === 'ok')).toBe(true);
    expect((await round(bench)).items).toHaveLength(6);
  });

  it('Outlook: 410 starts over, a full mailbox is read without delta', async () => {
    const bench = await outlookBench();
    await make(bench, 'one');
    const first = await round(bench);
    bench.company.graph.control.mailbox('anna').expireDeltaTokens();
    const again = await round(bench, first.cursor);
    expect(again.pages[0]?.restarted).toBe(true);
    bench.company.graph.control.variants.mailboxFull = true;
    const plain = await round(bench);
    expect(plain.items.map((i) => i.event.title)).toEqual(['one']);
  });

  it('Outlook: a phantom removal is a suspect, and proven present', async () => {
    const bench = await outlookBench();
    const item = await make(bench, 'one');
    const first = await round(bench);
    bench.company.graph.control.mailbox('anna').updateEvent(refOf(item), {
      start: { dateTime: '2030-01-01T10:00:00', timeZone: 'UTC' },
      end: { dateTime: '2030-01-01T11:00:00', timeZone: 'UTC' },
    });
    const second = await round(bench, first.cursor);
    expect(second.suspects).toContain(refOf(item));
    expect(await bench.port.prove([bench.suspect(item)])).toMatchObject([{ kind: 'present' }]);
  });

  it('Outlook: an event moved to another calendar is not gone', async () => {
    const bench = await outlookBench();
    const mailbox = bench.company.graph.control.mailbox('anna');
    const team = mailbox.addCalendar({ name: 'Team' });
    const item = await make(bench, 'one');
    mailbox.moveEvent(refOf(item), team.id);
    const client = new GraphClient(outside(bench.company), { token: async () => 'test-anna' });
    const port = new OutlookPort({
      client,
      site: SITE,
      zone: UTC,
      calendars: [bench.feed.id, team.id],
      now: bench.company.world.now,
    });
    expect(await port.prove([bench.suspect(item)])).toMatchObject([{ kind: 'movedTo', item: { calendarId: team.id } }]);
  });

  it('Outlook: a write decided on an old state is refused, even where If-Match is ignored', async () => {
    const bench = await outlookBench();
    bench.company.graph.control.variants.ifMatchHonoured = false;
    const item = await make(bench, 'one');
    bench.person.edit(refOf(item), 'a person’s');
    expect(await write(bench, update(bench, item, 'ours'))).toMatchObject([
      { kind: 'stale', current: { event: { title: 'a person’s' } } },
    ]);
    expect(await write(bench, remove(bench, item))).toMatchObject([{ kind: 'stale' }]);
  });

  it('Outlook: markers are asked for once, however many creates of a write were made before', async () => {
    const bench = await outlookBench();
    const intents = Array.from({ length: 25 }, (_, i) => create(bench, `before ${i}`));
    for (const [i, result] of (await write(bench, ...intents)).entries()) expect([i, result.kind]).toEqual([i, 'ok']);
    const { log } = bench.company.graph.control;
    log.length = 0;
    const again = intents.map((intent) => ({ ...intent, fields: { ...intent.fields, title: 'now' } }));
    for (const result of await write(bench, ...again)) expect(result).toMatchObject({ kind: 'ok', earlier: true });
    expect(log.filter(({ path }) => path.includes('filter=')).length).toBe(1);
  });

  it('Outlook: a write decided without knowing of somebody who would be mailed is decided again', async () => {
    const bench = await outlookBench();
    const mailbox = bench.company.graph.control.mailbox('anna');
    const { id } = mailbox.createEvent(bench.feed.id, {
      subject: 'With a guest',
      start: { dateTime: '2026-12-01T10:00:00', timeZone: 'UTC' },
      end: { dateTime: '2026-12-01T11:00:00', timeZone: 'UTC' },
    });
    mailbox.oddGuests(id, { emailAddress: { name: 'Guest of honour' } });
    const [item] = (await round(bench)).items;
    if (item?.side !== 'outlook') throw new Error('no event');
    const decidedOn = (hasAttendees: boolean): Version => ({ side: 'outlook', etag: item.etag, hasAttendees });
    const unaware = { ...update(bench, item, 'ours'), expect: decidedOn(false) } as Intent;
    expect(await write(bench, unaware)).toMatchObject([{ kind: 'stale', current: { hasAttendees: true } }]);
    expect(bench.company.graph.control.mails).toEqual([]);
    const aware = { ...update(bench, item, 'ours'), expect: decidedOn(true) } as Intent;
    expect(await write(bench, aware)).toMatchObject([{ kind: 'ok' }]);
  });

  describe('Outlook: times', () => {
    const at = (iso: string) => Date.parse(iso);
    const timedAt = (start: string, end: string) => ({
      when: { kind: 'timed' as const, start: at(start), end: at(end) },
    });
    const stored = (bench: Bench, item: Item) =>
      bench.company.graph.control
        .mailbox('anna')
        .events()
        .find((one) => one.immutableId === refOf(item));

    it('stand in the mailbox’s zone, when they are made and when they are changed', async () => {
      const bench = await outlookBench();
      const winter = timedAt('2026-12-01T10:00:00Z', '2026-12-01T11:00:00Z');
      const item = await make(bench, 'one', winter);
      expect(item.event.when).toEqual(winter.when);
      expect(stored(bench, item)).toMatchObject({
        originalStartTimeZone: 'W. Europe Standard Time',
        start: { dateTime: '2026-12-01T10:00:00.0000000', timeZone: 'UTC' },
      });
      const summer = timedAt('2027-07-01T10:00:00Z', '2027-07-01T11:00:00Z');
      const [moved] = await write(bench, { ...update(bench, item, ''), fields: summer } as Intent);
      expect(moved).toMatchObject({ kind: 'ok', item: { event: summer } });
      expect(stored(bench, item)).toMatchObject({
        originalStartTimeZone: 'W. Europe Standard Time',
        start: { dateTime: '2027-07-01T10:00:00.0000000' },
      });
    });

    it('stand in UTC in the hour that the clocks show twice', async () => {
      const bench = await outlookBench();
      const twice = timedAt('2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z');
      const item = await make(bench, 'night', twice);
      expect(item.event.when).toEqual(twice.when);
      expect(stored(bench, item)).toMatchObject({ originalStartTimeZone: 'UTC' });
    });

    it.each([
      ['timed', timedAt('2026-12-01T10:00:00Z', '2026-12-01T11:00:00Z')],
      ['all day', { when: { kind: 'allDay' as const, first: '2026-12-05', last: '2026-12-06' } }],
    ])('%s: reach the mailbox all the same where the server does not know the zone', async (_, fields) => {
      const bench = await outlookBench({ name: 'Customized Time Zone', iana: 'Europe/Berlin' });
      const item = await make(bench, 'one', fields);
      expect(item.event.when).toEqual(fields.when);
      expect(stored(bench, item)).toMatchObject({ originalStartTimeZone: 'UTC' });
      expect((await round(bench)).items).toHaveLength(1);
    });

    it('are what was meant where the server reckons by other rules', async () => {
      const bench = await outlookBench({ name: 'Tokyo Standard Time', iana: 'Europe/Berlin' });
      const fields = timedAt('2026-12-01T10:00:00Z', '2026-12-01T11:00:00Z');
      const item = await make(bench, 'one', fields);
      expect(item.event.when).toEqual(fields.when);
      const later = timedAt('2026-12-02T10:00:00Z', '2026-12-02T11:00:00Z');
      const [moved] = await write(bench, { ...update(bench, item, ''), fields: later } as Intent);
      expect(moved).toMatchObject({ kind: 'ok', item: { event: later } });
    });
  });

  it('Outlook: follows links to Graph only', async () => {
    const client = new GraphClient(outside(new Company(1)), { token: async () => 'test-anna' });
    expect(() => client.follow('https://evil.example/v1.0/me', {})).toThrow('ms.unreadable');
  });

  it('EspoCRM: an unreadable record is forbidden, a deleted one gone; a text of 10,000 characters is read whole', async () => {
    const bench = await espoBench();
    const admin = bench.company.espo.control.act('admin');
    const long = await make(bench, 'long', { description: 'x'.repeat(12_000) });
    expect((await round(bench)).items.find((i) => refOf(i) === refOf(long))?.event.description).toHaveLength(12_000);
    const theirs = admin.create('Meeting', {
      name: 'theirs',
      dateStart: '2026-12-01 10:00:00',
      dateEnd: '2026-12-01 11:00:00',
      assignedUserId: admin.id,
    });
    const token = await bench.company.token('ben', 'Ben12345');
    const client = new EspoClient(outside(bench.company), { site: SITE, userName: 'ben', token });
    const app = v.parse(AppUser, (await client.send({ method: 'GET', path: 'App/user' })).body);
    const port = new EspoPort({
      client,
      me: app.user.id,
      entities: await entityTypes(client, app, { locationField: {}, joinLinkField: {} }),
      pageSize: 200,
      teamId: '',
      parentByDomain: false,
      defaults: {},
      domains: [],
      changed: async () => undefined,
      now: bench.company.world.now,
    });
    expect(
      await port.read([
        { ref: `Meeting/${String(theirs.id)}`, feed: 'Meeting' },
        { ref: 'Meeting/nope', feed: 'Meeting' },
      ]),
    ).toMatchObject([{ kind: 'forbidden' }, { kind: 'gone' }]);
  });

  it('EspoCRM: a refused record says which field, and does not stop the others', async () => {
    const bench = await espoBench();
    bench.company.espo.control.addField('Meeting', 'cBudget', { type: 'varchar', required: true } as never);
    const [refused] = await write(bench, create(bench, 'x'));
    expect(refused).toMatchObject({ kind: 'refused', reason: 'refused' });
    expect(refused?.kind === 'refused' && refused.detail).toContain('cBudget');
  });
});

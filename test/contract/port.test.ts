import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { EspoClient } from '../../src/background/espo/client.ts';
import { entityTypes } from '../../src/background/espo/metadata.ts';
import { EspoPort } from '../../src/background/espo/port.ts';
import { AppUser } from '../../src/background/espo/schema.ts';
import { GraphClient } from '../../src/background/outlook/client.ts';
import { OutlookPort } from '../../src/background/outlook/port.ts';
import { UTC } from '../../src/background/outlook/write-zone.ts';
import type { Fields } from '../../src/background/sync/model/event.ts';
import { type Item, refOf } from '../../src/background/sync/model/item.ts';
import type {
  ChangePage,
  CreateIntent,
  Feed,
  Intent,
  Port,
  Settled,
  Suspect,
  Version,
  WriteResult,
} from '../../src/background/sync/model/port.ts';
import { Company, SITE } from '../simulation/company.ts';

/** What a person does on a side, so that one suite can drive both. */
interface Person {
  edit(ref: string, title: string): void;
  remove(ref: string): void;
}

interface Bench {
  company: Company;
  port: Port;
  feed: Feed;
  person: Person;
  /** Makes the next answer to a write get lost after it took effect. */
  loseAnswer(): void;
  busyOnce(): void;
  suspect(item: Item): Suspect;
}

const FROM = Date.parse('2026-11-22T00:00:00Z');
const UNTIL = Date.parse('2028-11-24T00:00:00Z');
const fields = (title: string, change: Partial<Fields> = {}): Fields => ({
  title,
  when: { kind: 'timed', start: Date.parse('2026-12-01T10:00:00Z'), end: Date.parse('2026-12-01T11:00:00Z') },
  location: '',
  description: '',
  status: 'planned',
  attendees: '',
  response: '',
  joinLink: '',
  ...change,
});

function outside(company: Company) {
  const { world } = company;
  return {
    fetch: company.fetch,
    now: world.now,
    random: world.random,
    sleep: world.sleep,
    signal: new AbortController().signal,
  };
}

async function outlookBench(zone = { name: 'W. Europe Standard Time', iana: 'Europe/Berlin' }): Promise<Bench> {
  const company = new Company(1);
  const mailbox = company.graph.control.mailbox('anna');
  const client = new GraphClient(outside(company), { token: async () => 'test-anna' });
  const calendar = mailbox.calendar().id;
  const port = new OutlookPort({
    client,
    site: SITE,
    zone,
    calendars: [calendar],
    now: company.world.now,
  });
  return {
    company,
    port: port as unknown as Port,
    feed: { id: calendar, from: FROM, until: UNTIL },
    person: {
      edit: (ref, title) => mailbox.updateEvent(ref, { subject: title }),
      remove: (ref) => mailbox.deleteEvent(ref),
    },
    loseAnswer: () => company.graph.control.faults.add({ match: { path: '\\$batch' }, when: 'after', times: 1 }),
    busyOnce: () => company.graph.control.faults.add({ when: 'before', status: 429, retryAfter: '2.5', times: 1 }),
    suspect: (item) =>
      item.side === 'outlook'
        ? { ref: item.id, feed: calendar, iCalUId: item.iCalUId, originalStart: '', start: 0 }
        : ({} as Suspect),
  };
}

async function espoBench(): Promise<Bench> {
  const company = new Company(1);
  const token = await company.token('anna', 'Anna12345');
  const client = new EspoClient(outside(company), { site: SITE, userName: 'anna', token });
  const app = v.parse(AppUser, (await client.send({ method: 'GET', path: 'App/user' })).body);
  const entities = await entityTypes(client, app, { locationField: {}, joinLinkField: {} });
  const anna = company.espo.control.act('anna');
  const port = new EspoPort({
    client,
    me: anna.id,
    entities,
    pageSize: 200,
    teamId: '',
    domains: [],
    changed: async () => undefined,
    now: company.world.now,
  });
  const id = (ref: string) => ref.slice(ref.indexOf('/') + 1);
  return {
    company,
    port: port as unknown as Port,
    feed: { id: 'Meeting', from: FROM, until: Date.UTC(2100, 0, 1) },
    person: {
      edit: (ref, title) => anna.update('Meeting', id(ref), { name: title }),
      remove: (ref) => anna.remove('Meeting', id(ref)),
    },
    loseAnswer: () => company.espo.control.faults.push({ match: (r) => r.method !== 'GET', when: 'after', times: 1 }),
    busyOnce: () =>
      company.espo.control.faults.push({ match: (r) => r.method === 'GET', status: 503, retryAfter: 2, times: 1 }),
    suspect: (item) => ({ ref: refOf(item), feed: 'Meeting', iCalUId: '', originalStart: '', start: 0 }),
  };
}

let keys = 0;
function create(bench: Bench, title: string, change: Partial<Fields> = {}): CreateIntent {
  keys += 1;
  const marker =
    bench.port.side === 'outlook' ? { type: 'Meeting', id: `rec${keys}`, nonce: `n${keys}`, generation: 0 } : undefined;
  return {
    op: 'create',
    key: `k${keys}`,
    feed: bench.feed.id,
    fields: fields(title, change),
    private: false,
    meetingKey: '',
    marker,
    openedAt: bench.company.world.now(),
  };
}

async function write(bench: Bench, ...intents: Intent[]): Promise<WriteResult<Item>[]> {
  const settled: Settled<Item>[] = [];
  for await (const group of bench.port.write(intents)) settled.push(...group);
  return intents.map((intent) => settled.find((s) => s.key === intent.key)?.result as WriteResult<Item>);
}

async function make(bench: Bench, title: string, change: Partial<Fields> = {}): Promise<Item> {
  const [result] = await write(bench, create(bench, title, change));
  if (result?.kind !== 'ok') throw new Error(`not created: ${JSON.stringify(result)}`);
  return result.item;
}

async function round(
  bench: Bench,
  cursor?: string,
): Promise<{ pages: ChangePage<Item>[]; items: Item[]; suspects: string[]; cursor: string }> {
  const pages: ChangePage<Item>[] = [];
  for await (const page of bench.port.changes(bench.feed, cursor)) pages.push(page);
  return {
    pages,
    items: pages.flatMap((p) => p.items),
    suspects: pages.flatMap((p) => p.suspects),
    cursor: pages.at(-1)?.cursor ?? '',
  };
}

const version = (item: Item): Version =>
  item.side === 'outlook'
    ? { side: 'outlook', etag: item.etag }
    : { side: 'espo', modifiedAt: item.modifiedAt, versionNumber: item.versionNumber, fields: item.event };
const update = (bench: Bench, item: Item, title: string): Intent => ({
  op: 'update',
  key: `u${++keys}`,
  ref: refOf(item),
  feed: bench.feed.id,
  fields: { title },
  expect: version(item),
});
const remove = (bench: Bench, item: Item): Intent => ({
  op: 'remove',
  key: `d${++keys}`,
  ref: refOf(item),
  feed: bench.feed.id,
  expect: version(item),
});

describe.each([
  ['Outlook', () => outlookBench()],
  ['EspoCRM', espoBench],
] as const)('port: %s', (_, open) => {
  it('starts with a full round that ends, and goes on from its cursor with what is new', async () => {
    const bench = await open();
    await make(bench, 'one');
    const first = await round(bench);
    expect(first.pages[0]?.restarted).toBe(true);
    expect(first.pages.at(-1)?.last).toBe(true);
    expect(first.items.map((i) => i.event.title)).toEqual(['one']);
    bench.company.world.advance(60_000);
    const made = await make(bench, 'two');
    const second = await round(bench, first.cursor);
    expect(second.pages.some((p) => p.restarted)).toBe(false);
    expect(second.items.map(refOf)).toContain(refOf(made));
  });

  it('starts over by itself when its cursor is worthless', async () => {
    const bench = await open();
    await make(bench, 'one');
    const { pages, items } = await round(bench, 'not a cursor');
    expect(pages[0]?.restarted).toBe(true);
    expect(items).toHaveLength(1);
  });

  it('returns from a create what it then reads: times, texts, all day', async () => {
    const bench = await open();
    const made = await make(bench, 'Émile & Ζoë 🎉', { location: 'Room 5', description: 'a\nb < c' });
    const day = await make(bench, 'day', { when: { kind: 'allDay', first: '2026-12-05', last: '2026-12-06' } });
    const readings = await bench.port.read([made, day].map((i) => ({ ref: refOf(i), feed: bench.feed.id })));
    for (const [i, item] of [made, day].entries()) {
      const reading = readings[i];
      expect(reading?.kind).toBe('value');
      if (reading?.kind === 'value') expect(reading.item.event).toEqual(item.event);
    }
    expect(day.event.when).toEqual({ kind: 'allDay', first: '2026-12-05', last: '2026-12-06' });
    expect(made.event).toMatchObject({ title: 'Émile & Ζoë 🎉', description: 'a\nb < c' });
  });

  it('stores what asStored foretells', async () => {
    const bench = await open();
    for (const title of ['  padded ', 'a < b = c', 'tab\there', 'x'.repeat(255)]) {
      const stored = bench.port.asStored('title', title, bench.feed.id);
      const made = await make(bench, stored);
      expect(made.event.title).toBe(stored);
    }
  });

  it('updates what has not changed, and refuses what has, with its current value', async () => {
    const bench = await open();
    const item = await make(bench, 'one');
    bench.company.world.advance(2000);
    const [ok] = await write(bench, update(bench, item, 'two'));
    expect(ok).toMatchObject({ kind: 'ok', item: { event: { title: 'two' } } });
    bench.company.world.advance(2000);
    bench.person.edit(refOf(item), 'a person’s');
    const after = ok?.kind === 'ok' ? ok.item : item;
    const [stale] = await write(bench, update(bench, after, 'three'));
    expect(stale).toMatchObject({ kind: 'stale', current: { event: { title: 'a person’s' } } });
    const [kept] = await write(bench, remove(bench, after));
    expect(kept).toMatchObject({ kind: 'stale' });
  });

  it('removes, and proves it', async () => {
    const bench = await open();
    const item = await make(bench, 'one');
    const other = await make(bench, 'other');
    expect(await write(bench, remove(bench, item))).toMatchObject([{ kind: 'removed' }]);
    expect(await bench.port.prove([bench.suspect(item), bench.suspect(other)])).toMatchObject([
      { kind: 'gone' },
      { kind: 'present' },
    ]);
  });

  it('knows an item that a person deleted as gone, when asked by id to prove it', async () => {
    const bench = await open();
    const item = await make(bench, 'one');
    bench.person.remove(refOf(item));
    expect(await bench.port.prove([bench.suspect(item)])).toMatchObject([{ kind: 'gone' }]);
  });

  it('leaves a create whose answer was lost unknown, and finds it again; what never arrived is not found', async () => {
    const bench = await open();
    const intent = create(bench, 'lost');
    bench.loseAnswer();
    expect(await write(bench, intent)).toMatchObject([{ kind: 'lost' }]);
    const never = create(bench, 'never sent');
    const found = await bench.port.recover([intent, never]);
    expect(found[0]?.map((i) => i.event.title)).toEqual(['lost']);
    expect(found[1]).toEqual([]);
  });

  it('waits as long as a busy server asks', async () => {
    const bench = await open();
    await make(bench, 'one');
    bench.busyOnce();
    const before = bench.company.world.now();
    expect((await round(bench)).items).toHaveLength(1);
    expect(bench.company.world.now() - before).toBeGreaterThanOrEqual(2000);
  });

  it('writes many at once, each with its own result', async () => {
    const bench = await open();
    const intents = Array.from({ length: 45 }, (_, i) => create(bench, `n${i}`));
    const results = await write(bench, ...intents);
    expect(results.map((r) => (r.kind === 'ok' ? r.item.event.title : r.kind))).toEqual(
      intents.map((i) => i.fields.title),
    );
    expect((await round(bench)).items).toHaveLength(45);
  });
});

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

/** Both ports over the stand-ins, and the hands that a contract needs. */
import * as v from 'valibot';
import { EspoClient } from '../../src/background/espo/client.ts';
import { entityTypes } from '../../src/background/espo/metadata.ts';
import { EspoPort } from '../../src/background/espo/port.ts';
import { AppUser } from '../../src/background/espo/schema.ts';
import { GraphClient } from '../../src/background/outlook/client.ts';
import { OutlookPort } from '../../src/background/outlook/port.ts';
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
import { OpenTab } from '../sandbox/espo/open-tab.ts';
import { Company, SITE } from '../simulation/company.ts';

/** What a person does on a side, so that one suite can drive both. */
export interface Person {
  edit(ref: string, title: string): void;
  remove(ref: string): void;
}

export interface Bench {
  company: Company;
  port: Port;
  feed: Feed;
  person: Person;
  /** Makes the next answer to a write get lost after it took effect. */
  loseAnswer(): void;
  busyOnce(): void;
  suspect(item: Item): Suspect;
}

export const FROM = Date.parse('2026-11-22T00:00:00Z');

export const UNTIL = Date.parse('2028-11-24T00:00:00Z');

export const fields = (title: string, change: Partial<Fields> = {}): Fields => ({
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

export function outside(company: Company) {
  const { world } = company;
  return {
    fetch: company.fetch,
    now: world.now,
    random: world.random,
    sleep: world.sleep,
    signal: new AbortController().signal,
  };
}

export async function outlookBench(zone = { name: 'W. Europe Standard Time', iana: 'Europe/Berlin' }): Promise<Bench> {
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

export async function espoBench(): Promise<Bench> {
  const company = new Company(1);
  const token = await company.token('anna', 'Anna12345');
  return espoBenchOf(company, new EspoClient(outside(company), { site: SITE, userName: 'anna', token }));
}

/** Signed in by the EspoCRM that is open in the same browser: no token, its cookies. */
export async function espoTabBench(): Promise<Bench> {
  const company = new Company(1);
  company.espo.control.settings.oidc = true;
  const tab = new OpenTab(company.espo);
  await tab.signIn('anna');
  const by = { ...outside(company), fetch: tab.around(company.fetch) };
  const userId = company.espo.control.act('anna').id;
  return espoBenchOf(company, new EspoClient(by, { site: SITE, userName: 'anna', userId }));
}

async function espoBenchOf(company: Company, client: EspoClient): Promise<Bench> {
  const app = v.parse(AppUser, (await client.send({ method: 'GET', path: 'App/user' })).body);
  const entities = await entityTypes(client, app, { locationField: {}, joinLinkField: {} });
  const anna = company.espo.control.act('anna');
  const port = new EspoPort({
    client,
    me: anna.id,
    entities,
    pageSize: 200,
    teamId: '',
    parentByDomain: false,
    defaults: {},
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
export function create(bench: Bench, title: string, change: Partial<Fields> = {}): CreateIntent {
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

export async function write(bench: Bench, ...intents: Intent[]): Promise<WriteResult<Item>[]> {
  const settled: Settled<Item>[] = [];
  for await (const group of bench.port.write(intents)) settled.push(...group);
  return intents.map((intent) => settled.find((s) => s.key === intent.key)?.result as WriteResult<Item>);
}

export async function make(bench: Bench, title: string, change: Partial<Fields> = {}): Promise<Item> {
  const [result] = await write(bench, create(bench, title, change));
  if (result?.kind !== 'ok') throw new Error(`not created: ${JSON.stringify(result)}`);
  return result.item;
}

export async function round(
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

export const version = (item: Item): Version =>
  item.side === 'outlook'
    ? { side: 'outlook', etag: item.etag }
    : { side: 'espo', modifiedAt: item.modifiedAt, versionNumber: item.versionNumber, fields: item.event };

export const update = (bench: Bench, item: Item, title: string): Intent => ({
  op: 'update',
  key: `u${++keys}`,
  ref: refOf(item),
  feed: bench.feed.id,
  fields: { title },
  expect: version(item),
});

export const remove = (bench: Bench, item: Item): Intent => ({
  op: 'remove',
  key: `d${++keys}`,
  ref: refOf(item),
  feed: bench.feed.id,
  expect: version(item),
});

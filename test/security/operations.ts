/** Everything that the extension asks of the two servers, over recorded answers of the stand-ins, one of which may be malformed. */

import { readEspo, readOutlook } from '../../src/background/app/kept/read-around.ts';
import { logIn, recognise } from '../../src/background/auth/espo.ts';
import { EspoClient } from '../../src/background/espo/client.ts';
import { EspoPort } from '../../src/background/espo/port.ts';
import type { Outside } from '../../src/background/net/retry.ts';
import { GraphClient } from '../../src/background/outlook/client.ts';
import { OutlookPort } from '../../src/background/outlook/port.ts';
import { UTC } from '../../src/background/outlook/write-zone.ts';
import { type Item, refOf } from '../../src/background/sync/model/item.ts';
import type { Feed, ItemRef, Port, Version } from '../../src/background/sync/model/port.ts';
import { DAY } from '../../src/shared/time.ts';
import type { SandboxResponse } from '../sandbox/http.ts';
import { asResponse } from '../sandbox/light.ts';
import { Company, SITE } from '../simulation/company.ts';
import { meeting, timed } from '../simulation/scene.ts';

const NONE = { locationField: {}, joinLinkField: {} };

interface Asked {
  method: string;
  url: string;
  body: string;
}

/** Whether a request changes anything at a server. */
export function isWrite({ method, url, body }: Asked): boolean {
  if (method === 'GET' || url.endsWith('/translateExchangeIds')) return false;
  if (!url.endsWith('/$batch')) return true;
  return (JSON.parse(body) as { requests: { method: string }[] }).requests.some((one) => one.method !== 'GET');
}

export interface Operation {
  name: string;
  ask(outside: Outside): Promise<unknown>;
}

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const page of pages) list.push(page);
  return list;
}

/** What every port is asked, of two of its items. */
function asks(side: string, port: (outside: Outside) => Port, feed: Feed, items: Item[]): Operation[] {
  const refs: ItemRef[] = items.map((item) => ({ ref: refOf(item), feed: feed.id }));
  const suspects = refs.map((one) => ({ ...one, iCalUId: 'uid-1', originalStart: '', start: feed.from + 10 * DAY }));
  const keys = items.map(({ event }) => ({
    meetingKey: 'key',
    fields: event,
    people: ['bob@contoso.example'],
    organizer: 'bob@contoso.example',
  }));
  const named = (name: string, ask: Operation['ask']): Operation => ({ name: `${side}: ${name}`, ask });
  return [
    named('changes', (o) => all(port(o).changes(feed, undefined))),
    named('what follows from changes', async (o) => {
      const of = port(o);
      const seen = (await all(of.changes(feed, undefined))).flatMap((page) => page.items);
      const found = seen.map((item) => ({ ref: refOf(item), feed: feed.id }));
      await of.read(found);
      await of.marks({ refs: found });
      await of.translate(found.map(({ ref }) => ref));
      return of.find(seen.map(({ event }) => ({ ...keys[0], fields: event })) as never);
    }),
    named('read', (o) => port(o).read(refs)),
    named('prove', (o) => port(o).prove(suspects)),
    named('find', (o) => port(o).find(keys as never)),
    named('marks', (o) => port(o).marks()),
    named('count', (o) => port(o).count(feed, feed)),
    named('list', (o) => port(o).list(feed, feed)),
    named('translate', (o) => port(o).translate(refs.map(({ ref }) => ref))),
  ];
}

const versionOf = (item: Item): Version =>
  item.side === 'outlook'
    ? { side: 'outlook', etag: item.etag }
    : { side: 'espo', modifiedAt: item.modifiedAt, versionNumber: item.versionNumber, fields: item.event };

/** The writes that were decided: these and no others may be sent, whatever comes back. */
function writes(side: string, port: (outside: Outside) => Port, feed: Feed, [item]: Item[]): Operation[] {
  const ref = { key: 'k', ref: refOf(item as Item), feed: feed.id, expect: versionOf(item as Item) };
  const named = (name: string, ask: Operation['ask']): Operation => ({ name: `${side}: ${name}`, ask });
  const marker = { type: 'Meeting', id: 'r1', nonce: 'n1', generation: 0 };
  const fields = { ...(item as Item).event, title: 'Other' };
  const create = {
    op: 'create',
    key: 'k',
    feed: feed.id,
    fields,
    private: false,
    meetingKey: 'mk',
    marker,
    openedAt: 0,
  };
  return [
    named('update', (o) => all(port(o).write([{ op: 'update', ...ref, fields: { title: 'Other' } }]))),
    named('remove', (o) => all(port(o).write([{ op: 'remove', ...ref }]))),
    named('create', (o) => all(port(o).write([create as never]))),
    named('recover', (o) => port(o).recover([create as never])),
  ];
}

/** The stand-ins with two items each, and everything that is asked of them. */
export async function openOperations(): Promise<{ operations: Operation[]; company: Company }> {
  const company = new Company(1);
  const { world, espo } = company;
  const mailbox = company.graph.control.mailbox('anna');
  const anna = espo.control.act('anna');
  const body = { contentType: 'html', content: '<p>See <a href="https://x.example/1">this</a></p>' };
  const guest = { type: 'required', emailAddress: { address: 'bob@contoso.example', name: 'Bob' } };
  mailbox.createEvent('default', { ...timed('O 1'), body, attendees: [guest] } as never);
  mailbox.createEvent('default', timed('O 2', '2026-12-02'));
  for (const n of [3, 4]) anna.create('Meeting', meeting(`E ${n}`, anna.id, `2026-12-0${n}`));
  const token = await company.token('anna', 'Anna12345');
  const login = { site: SITE, userName: 'anna', token };
  const live = outsideOf(company, company.fetch);
  const graph = (o: Outside) => new GraphClient(o, { token: async () => 'test-anna' });
  const crm = (o: Outside) => new EspoClient(o, login);
  const { entities } = await readEspo(crm(live), NONE);
  const calendar = mailbox.calendar().id;
  const outlook = (o: Outside) =>
    new OutlookPort({
      client: graph(o),
      site: SITE,
      zone: UTC,
      calendars: [calendar],
      now: world.now,
    }) as unknown as Port;
  const records = (o: Outside) =>
    new EspoPort({
      ...{
        client: crm(o),
        me: anna.id,
        entities,
        pageSize: 200,
        teamId: '',
        parentByDomain: true,
        defaults: {},
        domains: ['contoso.example'],
      },
      changed: async () => undefined,
      now: world.now,
    }) as unknown as Port;
  const from = Date.parse('2026-11-22T00:00:00Z');
  const events: Feed = { id: calendar, from, until: from + 700 * DAY };
  const series = { ...events, series: { from, until: from + 90 * DAY } };
  const meetings: Feed = { id: 'Meeting', from, until: Date.UTC(2100, 0, 1) };
  const itemsOf = async (port: Port, feed: Feed) =>
    (await all(port.changes(feed, undefined))).flatMap((page) => page.items).slice(0, 2);
  const known = [await itemsOf(outlook(live), events), await itemsOf(records(live), meetings)] as const;
  const operations: Operation[] = [
    { name: 'Outlook: surroundings', ask: (o) => readOutlook(graph(o), true) },
    { name: 'Outlook: changes of series', ask: (o) => all(outlook(o).changes(series, undefined)) },
    ...asks('Outlook', outlook, events, known[0]),
    ...writes('Outlook', outlook, events, known[0]),
    { name: 'EspoCRM: surroundings', ask: (o) => readEspo(crm(o), NONE) },
    { name: 'EspoCRM: recognise', ask: (o) => recognise(o, 'crm.example.test') },
    { name: 'EspoCRM: log in', ask: (o) => logIn(o, SITE, 'anna', 'Anna12345', '') },
    ...asks('EspoCRM', records, meetings, known[1]),
    ...writes('EspoCRM', records, meetings, known[1]),
  ];
  return { operations, company };
}

export const outsideOf = ({ world }: Company, fetch: typeof globalThis.fetch): Outside => ({
  fetch,
  now: world.now,
  random: world.random,
  sleep: world.sleep,
  signal: new AbortController().signal,
});

export interface Recorded {
  asked: Asked;
  answer: SandboxResponse;
}

/** As the client asks: an address and plain options. */
const askedOf = (input: unknown, init: RequestInit = {}): Asked => ({
  method: init.method ?? 'GET',
  url: String(input),
  body: String(init.body ?? ''),
});

/** Everything that an operation asks where all goes well, with the answers. */
export async function record(operation: Operation, company: Company): Promise<Recorded[]> {
  const list: Recorded[] = [];
  await operation.ask(
    outsideOf(company, async (input, init) => {
      const response = await company.fetch(input, init);
      const answer = { status: response.status, headers: [...response.headers], body: await response.text() };
      list.push({ asked: askedOf(input, init), answer });
      return asResponse(answer);
    }),
  );
  return list;
}

/** The same with another answer to the n-th of them, and none to what was not asked before. */
export function replay(list: readonly Recorded[], n: number, other: SandboxResponse) {
  const sent: Asked[] = [];
  let at = -1;
  const fetch = async (input: unknown, init?: RequestInit): Promise<Response> => {
    const asked = askedOf(input, init);
    sent.push(asked);
    at += 1;
    if (sent.length > 2000) throw new Error('it asks without end');
    if (at === n) return asResponse(other);
    const same = list.find((one) => one.asked.url === asked.url && one.asked.method === asked.method);
    return asResponse(same?.answer ?? { status: 404, headers: [], body: '{"error":{"code":"ErrorItemNotFound"}}' });
  };
  return { fetch: fetch as typeof globalThis.fetch, sent };
}

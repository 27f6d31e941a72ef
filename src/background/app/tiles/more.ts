/** What only EspoCRM knows of the events on a page: asked for once for all that are near, when somebody looks at one of them. */
import type { CardMore, KnownPerson } from '../../../shared/card';
import { toSyncError } from '../../../shared/codes';
import { MINUTE } from '../../../shared/time';
import { type CardRecord, cardPeople, cardRecords, recordName } from '../../espo/card-records';
import { type CardRights, readCardRights } from '../../espo/card-rights';
import type { EspoClient } from '../../espo/client';
import { Parents } from '../../espo/parents';
import { KINDS, People } from '../../espo/people';
import { OutlookPort } from '../../outlook/port';
import { UTC } from '../../outlook/write-zone';
import type { Database, Pair } from '../../store/database';
import type { OutlookItem } from '../../sync/model/item';
import type { Link } from '../../sync/model/link';
import { fieldsNow } from '../../sync/model/link';
import { parentHints } from '../../sync/model/parent-hints';
import { othersOf, parseAttendees } from '../../sync/model/people';
import { mayWrite, type Policy } from '../../sync/model/policy';
import type { RecordId } from '../../sync/model/port';
import { keptSurroundings } from '../kept/around';
import { storeOf } from '../kept/pairs';
import { policyNow } from '../kept/policy-now';
import { espoClient, graphClient } from '../kept/services';
import type { Surroundings } from '../kept/surroundings';
import type { Met } from './find-items';
import { named } from './named-record';

/** Milliseconds that an answer is believed: a run, and each act of the user, ends it too. */
const FRESH = 5 * MINUTE;
/** Records in one request: with those who take part, each costs EspoCRM some milliseconds. */
const TOGETHER = 50;

interface Kept {
  at: number;
  pair: string;
  /** With the version that the sync knew then: when it knows a later one, it is asked for again. */
  records: Map<string, { record: CardRecord; modifiedAt: number }>;
  people: People;
  rights: CardRights | undefined;
}
let kept: Kept | undefined;

export const forgetMore = (): void => {
  if (kept) kept = { ...kept, records: new Map(), at: 0 };
};

const EMPTY: CardMore = {
  problem: '',
  status: '',
  assigned: '',
  parent: null,
  known: [],
  unknown: [],
  addAs: [],
  parents: [],
  proposal: null,
  note: false,
};

/** `near`: the other events of the page. Nothing is asked for a private one. */
export async function moreOf(db: Database, pair: Pair, met: Met, near: readonly Met[]): Promise<CardMore> {
  if (met.link?.outlook.isPrivate || met.seen?.reason === 'private') return EMPTY;
  const around = await keptSurroundings(storeOf(db, pair), pair.settings, Date.now(), Number.POSITIVE_INFINITY);
  const policy = around && policyNow(pair, around);
  if (!policy || !around) return EMPTY;
  try {
    const client = await espoClient(new AbortController().signal);
    const now = await current(client, pair, around);
    const ask = { client, pair, around, policy, now };
    return met.link && met.link.espoRef !== '' && met.link.state !== 'unlinked'
      ? await ofRecord(ask, met.link, near)
      : await ofEvent(ask, met);
  } catch (thrown) {
    return { ...EMPTY, problem: toSyncError(thrown).code };
  }
}

interface Ask {
  client: EspoClient;
  pair: Pair;
  around: Surroundings;
  policy: Policy;
  now: Kept;
}

async function current(client: EspoClient, pair: Pair, { espo }: Surroundings): Promise<Kept> {
  if (kept && kept.pair === pair.id && Date.now() - kept.at < FRESH) return kept;
  const rights =
    (kept?.pair === pair.id ? kept.rights : undefined) ??
    (await readCardRights(
      client,
      espo.entities.map(({ type }) => type),
    ));
  kept = { at: Date.now(), pair: pair.id, records: new Map(), people: new People(client, espo.pageSize), rights };
  return kept;
}

async function ofRecord(
  { client, pair, around, policy, now }: Ask,
  link: Link,
  near: readonly Met[],
): Promise<CardMore> {
  const { type, id } = link.espo;
  if (!isFresh(now, link)) await learn({ client, pair, around, policy, now }, link, near);
  const record = now.records.get(link.espoRef)?.record;
  const known: KnownPerson[] = (record?.people ?? []).map(({ kind, id: who, name, response }) => ({
    ...named(pair, around, kind, who, name),
    response,
  }));
  const addresses = parseAttendees(fieldsNow(link, 'outlook').attendees).map(({ address }) => address);
  const writes = mayWrite(policy, 'espo');
  return {
    ...EMPTY,
    status: record?.status ?? '',
    assigned: record?.assigned ?? '',
    parent: record?.parent ? named(pair, around, record.parent.type, record.parent.id, record.parent.name) : null,
    known,
    unknown: addresses.filter((address) => !now.people.of(address, KINDS)).map((address) => ({ address, name: '' })),
    addAs: writes && policy.settings.attendees ? (now.rights?.addAs ?? []) : [],
    parents: (around.espo.entities.find((one) => one.type === type)?.parents ?? []).map((one) => ({
      type: one,
      label: one,
    })),
    note: writes && id !== '' && (now.rights?.notes.includes(type) ?? false),
  };
}

const isFresh = ({ records }: Kept, { espoRef, espo }: Link): boolean =>
  records.get(espoRef)?.modifiedAt === espo.modifiedAt;

/** All records of the page in one request a kind, and all who take part in them. */
async function learn({ client, around, now }: Ask, link: Link, near: readonly Met[]): Promise<void> {
  const links = [link, ...near.flatMap((one) => one.link ?? [])].filter(
    (one) => one.state === 'active' && !one.outlook.isPrivate && !isFresh(now, one),
  );
  const wanted = new Map<string, Set<string>>([[link.espo.type, new Set([link.espo.id])]]);
  for (const { espo } of links) {
    const ids = wanted.get(espo.type) ?? new Set();
    if (ids.size < TOGETHER) ids.add(espo.id);
    wanted.set(espo.type, ids);
  }
  const people = links.flatMap((one) => parseAttendees(fieldsNow(one, 'outlook').attendees).map((p) => p.address));
  const [lists] = await Promise.all([
    Promise.all(
      [...wanted].map(async ([type, ids]) => {
        const entity = around.espo.entities.find((one) => one.type === type);
        const links = [...(entity?.attendeeLinks ?? []), ...(entity?.assigned === 'several' ? ['assignedUsers'] : [])];
        return [type, await cardRecords(client, type, [...ids], links)] as const;
      }),
    ),
    people.length > 0 ? now.people.learn(people) : undefined,
  ]);
  const versions = new Map(links.map(({ espoRef, espo }) => [espoRef, espo.modifiedAt]));
  for (const [type, records] of lists)
    for (const record of records) {
      const ref = `${type}/${record.id}`;
      now.records.set(ref, { record, modifiedAt: versions.get(ref) ?? 0 });
    }
}

/** Of an event without a record: who takes part, and the account that all of them share. */
async function ofEvent({ client, pair, around, policy, now }: Ask, { ref, link, seen }: Met): Promise<CardMore> {
  const feed = seen?.feed ?? link?.outlook.calendarId;
  if (!feed) return EMPTY;
  const graph = await graphClient(new AbortController().signal);
  const port = new OutlookPort({ client: graph, site: pair.site, zone: UTC, calendars: [], now: () => Date.now() });
  const [reading] = await port.read([{ ref, feed }]);
  if (reading?.kind !== 'value' || reading.item.event.private) return EMPTY;
  const addresses = othersOf(reading.item, policy);
  await now.people.learn(addresses);
  const found = addresses.map((address) => ({ address, known: now.people.of(address, KINDS) }));
  const people = await Promise.all(
    KINDS.map(async (kind) => {
      const ids = found.flatMap(({ known }) => (known?.kind === kind ? [known.id] : []));
      return { kind, rows: ids.length > 0 ? await cardPeople(client, kind, [...new Set(ids)]) : [] };
    }),
  );
  const proposal = await proposed({ client, around, policy, now }, reading.item);
  return {
    ...EMPTY,
    known: people.flatMap(({ kind, rows }) =>
      rows.map(({ id, name }) => ({ ...named(pair, around, kind, id, name), response: '' })),
    ),
    unknown: found.filter(({ known }) => !known).map(({ address }) => ({ address, name: '' })),
    proposal: proposal ? named(pair, around, proposal.type, proposal.id, proposal.name) : null,
  };
}

/** The parent that is certain: what a record that is made by itself would get, were that switched on. */
async function proposed(
  { client, around, policy, now }: Omit<Ask, 'pair'>,
  item: OutlookItem,
): Promise<(RecordId & { name: string }) | undefined> {
  const { pageSize } = around.espo;
  const { settings, me } = policy;
  const parents = new Parents({
    client,
    people: now.people,
    pageSize,
    domains: me.domains,
    byDomain: settings.parentByDomain,
  });
  const types = [
    ...new Set(around.espo.entities.filter(({ type }) => type in policy.entities).flatMap((one) => one.parents)),
  ];
  const hints = parentHints(item, policy);
  await parents.learn([{ hints, types }]);
  const found = parents.of(hints, types);
  return found && { ...found, name: await recordName(client, found.type, found.id) };
}

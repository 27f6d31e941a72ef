import { visibleFields } from './carry';
import type { Engine, RunReport } from './engine';
import { type FieldName, type Fields, fieldText, isOneWay } from './event';
import { groupOf } from './guard';
import { type EspoItem, espoRef, type Item, isAsMade, type OutlookItem, otherSide, refOf } from './item';
import { withLostBase } from './join';
import { fieldsNow, type Link, mailsOf, newLink, withBase, withObserved } from './link';
import { leftOutRows, logRow } from './log';
import { labelOf } from './policy';
import type { WriteResult } from './port';
import { takeItems } from './read';
import { holdsWritten, perhapsOverwritten, readBack } from './read-back';
import { madeAgain } from './settle-again';
import { generationOf, removed } from './settle-removed';
import type { Activity, Changes, JournalEntry, PlanRow } from './store';
import { noteStrangers } from './strangers';
import { givenUp, tombstonesOf } from './tombstone';

type Written = Extract<WriteResult<Item>, { kind: 'ok' }>;

/** What one acknowledged (or refused) write changes, for one commit: journal, link, base, log and plan move together or not at all. */
export async function settle(
  engine: Engine,
  entry: JournalEntry,
  result: WriteResult<Item>,
  report: RunReport,
  recovered = false,
): Promise<Changes> {
  const { plan } = entry;
  switch (result.kind) {
    case 'ok':
      return plan.op === 'create'
        ? created(engine, entry, result, report, recovered)
        : updated(engine, entry, result, report);
    case 'removed':
      report.removed += 1;
      return done(engine, entry, await removed(engine, entry));
    case 'stale':
      // Sent again by the client after a lost answer, and refused because the first time took effect.
      if (result.current && holdsWritten(plan.intent, result.current))
        return updated(engine, readBack(entry), { kind: 'ok', item: result.current }, report);
      return stale(engine, entry, result.current, recovered);
    case 'refused':
      report.refused += 1;
      return {
        journal: { remove: [entry.id] },
        plan: { put: [{ ...plan, state: 'held', reason: result.reason, detail: result.detail }] },
      };
    case 'failed':
      report.failed += 1;
      // Nothing that waiting or signing in would mend: it is said, and tried again.
      if (result.error.family === 'bug')
        return {
          journal: { remove: [entry.id] },
          plan: { put: [{ ...plan, state: 'held', reason: 'brokeDown', detail: result.error.message }] },
        };
      return { journal: { remove: [entry.id] } };
    case 'lost':
      // The journal entry stays open: the next look-up says what became of it.
      report.lost += 1;
      return {};
  }
}

/** What every acknowledged write changes, and what this one changes besides. */
function done(
  engine: Engine,
  { id, plan }: JournalEntry,
  besides: Omit<Changes, 'journal' | 'plan' | 'tallies'>,
): Changes {
  const tally = { pair: plan.pair, id: groupOf(plan), at: engine.now(), count: 1 };
  // Rule 7 counts creations outside the first sync.
  const firstCreate = engine.policy.firstSync && plan.op === 'create';
  return {
    journal: { remove: [id] },
    plan: { remove: [plan.id] },
    // What the user has confirmed does not count towards the next question.
    tallies: plan.state === 'confirmed' || firstCreate ? {} : { put: [tally] },
    ...besides,
  };
}

const isTaken = async ({ store }: Engine, source: Item): Promise<boolean> =>
  (await store.linksByRef(source.side, [refOf(source)]))[0] !== undefined;

/** Its source has found its other half meanwhile (another browser was faster): what was made for it is given up again. */
async function superfluous(engine: Engine, entry: JournalEntry, item: Item): Promise<Changes> {
  const [known] = await engine.store.linksByRef(item.side, [refOf(item)]);
  const settled = [{ side: item.side, ref: refOf(item) }];
  return done(engine, entry, {
    links: { put: known ? [] : [givenUp(engine.store.pair, item)] },
    seen: { remove: settled },
    arrivals: { remove: settled },
  });
}

async function created(
  engine: Engine,
  entry: JournalEntry,
  written: Written,
  report: RunReport,
  recovered: boolean,
): Promise<Changes> {
  const { item, attendees } = written;
  const { policy } = engine;
  const { linkId, source } = entry.plan;
  if (linkId !== undefined || !source) return again(engine, entry, written, report, recovered);
  if (await isTaken(engine, source)) return superfluous(engine, entry, item);
  const outlook = (item.side === 'outlook' ? item : source) as OutlookItem;
  const espo = (item.side === 'espo' ? item : source) as EspoItem;
  const intent = entry.plan.intent;
  const marker = intent.op === 'create' ? intent.marker : undefined;
  const label = source.side === 'espo' ? labelOf(policy, source.type) : '';
  const base = { outlook: visibleFields(outlook, policy), espo: visibleFields(espo, policy) };
  const ids = { id: engine.newId(), nonce: marker?.nonce ?? '' };
  let link = newLink(entry.pair, ids, source.side, outlook, espo, policy.me.espoUserId, base, label);
  link = { ...link, generation: marker?.generation ?? 0, attendeesAdded: attendees?.added ?? [] };
  link =
    item.side === 'espo'
      ? {
          ...link,
          lookAgain: 2,
          espo: { ...link.espo, countedStart: espo.start, ownModifiedAt: espo.modifiedAt, touched: false },
        }
      : { ...link, outlook: { ...link.outlook, ownEtag: outlook.etag } };
  // Somebody was faster than the look-up: the record is not only ours any more.
  if (recovered && item.side === 'espo' && !isAsMade(espo)) link = { ...link, espo: { ...link.espo, touched: true } };
  // Found later by a look-up: what deviates from what was sent is a person's edit since then, and travels like one.
  if (recovered && intent.op === 'create') {
    // Who takes part is never read back: EspoCRM's half says nothing of it.
    const sent = { ...intent.fields, status: link.base[item.side].status, attendees: '', response: '' };
    link = withObserved({ ...link, base: { ...link.base, [item.side]: sent } }, item.side, visibleFields(item, policy));
  }
  if (written.earlier) link = withLostBase(engine, link, outlook, espo, label);
  report.created += 1;
  const settled = [outlook, espo].map((i) => ({ side: i.side, ref: refOf(i) }));
  return done(engine, entry, {
    links: { put: [link], remove: await tombstonesOf(engine, item) },
    seen: { remove: settled },
    arrivals: { remove: settled },
    activity: [
      logRow(engine, entry.plan, link.id, refOf(item), 'create', '', '', link.base[item.side].title),
      ...leftOutRows(engine, entry.plan, link.id, refOf(item), attendees),
    ],
    cursors: await noteStrangers(engine, link.id, attendees?.unknown ?? [], source),
  });
}

/** A person had it made again: it takes its place in a link that is there already. */
async function again(
  engine: Engine,
  entry: JournalEntry,
  { item, attendees }: Written,
  report: RunReport,
  recovered: boolean,
): Promise<Changes> {
  const { plan } = entry;
  const { link, links } = await madeAgain(engine, entry, item, attendees, recovered);
  report.created += 1;
  const settled = [item, ...(plan.source ? [plan.source] : [])].map((i) => ({ side: i.side, ref: refOf(i) }));
  return done(engine, entry, {
    links,
    seen: { remove: settled },
    arrivals: { remove: settled },
    activity: [
      logRow(engine, plan, link.id, refOf(item), 'create', '', '', link.base[item.side].title),
      ...leftOutRows(engine, plan, link.id, refOf(item), attendees),
    ],
    cursors: await noteStrangers(engine, link.id, attendees?.unknown ?? [], plan.source),
  });
}

async function updated(
  engine: Engine,
  entry: JournalEntry,
  { item, attendees }: Written,
  report: RunReport,
): Promise<Changes> {
  const { plan } = entry;
  const [link] = await engine.store.linksById([plan.linkId ?? '']);
  if (!link || plan.intent.op !== 'update') return { journal: { remove: [entry.id] }, plan: { remove: [plan.id] } };
  const side = item.side;
  const written = plan.intent.fields;
  const now = visibleFields(item, engine.policy);
  const before = fieldsNow(link, side);
  let next =
    side === 'outlook'
      ? ownOutlook(link, item as OutlookItem)
      : ownEspo(link, item as EspoItem, engine.policy.me.espoUserId);
  // The base moves only now, to what the server says it holds (rule 3): trimmed, cut, rewritten.
  next = withBase(next, side, pick(now, Object.keys(written) as FieldName[]));
  next = withBase(next, otherSide(side), plan.settles);
  next = withObserved(next, side, now);
  if (attendees) next = { ...next, attendeesAdded: attendees.added };
  // The event was gone: the response was the last thing to say.
  if (link.gone === 'outlook') next = { ...next, state: 'unlinked', reason: 'deletedByPerson', gone: '' };
  report.updated += 1;
  const rows: Activity[] = (Object.keys(written) as FieldName[]).map((field) => {
    // Who takes part is known from Outlook only: what was carried over before, and what is now.
    const [old, value] = isOneWay(field) ? [link.base.outlook, written] : [before, now];
    return logRow(engine, plan, link.id, refOf(item), 'update', field, fieldText(field, old), fieldText(field, value));
  });
  rows.push(...leftOutRows(engine, plan, link.id, refOf(item), attendees));
  for (const loser of plan.losers)
    rows.push({
      ...logRow(engine, plan, link.id, refOf(item), 'lose', loser.field, loser.value, fieldText(loser.field, now)),
      side: loser.side,
    });
  const cursors = await noteStrangers(engine, link.id, attendees?.unknown ?? [], plan.source);
  return done(engine, entry, { links: { put: [next] }, activity: rows, cursors });
}

function ownOutlook(link: Link, item: OutlookItem): Link {
  return {
    ...link,
    outlook: {
      ...link.outlook,
      etag: item.etag,
      ownEtag: item.etag,
      modifiedAt: item.modifiedAt,
      hasAttendees: item.hasAttendees,
      isOnline: item.isOnline,
      isPrivate: item.event.private,
      mails: mailsOf(item),
    },
  };
}

function ownEspo(link: Link, item: EspoItem, me: string): Link {
  return {
    ...link,
    espo: {
      ...link.espo,
      modifiedAt: item.modifiedAt,
      ownModifiedAt: item.modifiedAt,
      versionNumber: item.versionNumber,
      assignedToMe: item.assignedUserId === me,
      countedStart: item.mine ? item.start : -1,
    },
  };
}

function pick(fields: Fields, names: readonly FieldName[]): Partial<Fields> {
  return Object.fromEntries(names.map((name) => [name, fields[name]]));
}

/** The item changed under us, or went away: what it is now is taken in, and the next pass decides again. */
async function stale(
  engine: Engine,
  entry: JournalEntry,
  current: Item | undefined,
  recovered: boolean,
): Promise<Changes> {
  const { plan } = entry;
  // What the user has confirmed is still decided, should the next plan want exactly this write; and so is what was never sent.
  const keep = recovered || plan.state === 'confirmed';
  const base: Changes = { journal: { remove: [entry.id] }, ...(keep ? {} : { plan: { remove: [plan.id] } }) };
  if (current) {
    const taken = await takeItems(engine, plan.side, [current]);
    // Reported as removed meanwhile: that it answers by id is no proof that it stands.
    const [reported] = await engine.store.arrivalsByRef(plan.side, [refOf(current)]);
    return {
      ...base,
      activity: recovered ? await perhapsOverwritten(engine, plan, current) : [],
      links: { put: taken.links },
      seen: { put: taken.seen },
      arrivals: { put: taken.arrivals, remove: reported?.item ? taken.settled : [] },
    };
  }
  const ref = 'ref' in plan.intent ? plan.intent.ref : '';
  if (plan.intent.op === 'create') return { ...base, cursors: { put: nextGeneration(plan) } };
  if (!plan.linkId) return base;
  const [link] = await engine.store.linksById([plan.linkId]);
  // A tombstone's item is gone already: that is all that was wanted.
  if (link?.state === 'unlinked') return { ...base, links: { put: [{ ...link, wish: '', lookAgain: 0 }] } };
  return {
    ...base,
    activity: recovered ? await perhapsOverwritten(engine, plan) : [],
    arrivals: { put: [{ pair: plan.pair, side: plan.side, ref, feed: plan.feed, item: undefined }] },
  };
}

function nextGeneration({ pair, intent }: PlanRow) {
  const marker = intent.op === 'create' ? intent.marker : undefined;
  return marker ? [generationOf(pair, espoRef(marker.type, marker.id), marker.generation + 1)] : [];
}

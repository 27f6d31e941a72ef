import { visibleFields } from './carry';
import type { Engine, RunReport } from './engine';
import { type FieldName, type Fields, fieldText } from './event';
import { groupOf } from './guard';
import { type EspoItem, espoRef, type Item, type OutlookItem, otherSide, refOf } from './item';
import { fieldsNow, type Link, newLink, withBase, withObserved } from './link';
import { labelOf } from './policy';
import type { WriteResult } from './port';
import { takeItems } from './read';
import { type Activity, type Changes, generationName, type JournalEntry, type PlanRow } from './store';

/** One acknowledged (or refused) write as one commit: journal, link, base, log and plan move together or not at all. */
export async function settle(
  engine: Engine,
  entry: JournalEntry,
  result: WriteResult<Item>,
  report: RunReport,
  recovered = false,
): Promise<void> {
  const { plan } = entry;
  switch (result.kind) {
    case 'ok':
      return plan.op === 'create'
        ? created(engine, entry, result.item, report, recovered)
        : updated(engine, entry, result.item, report);
    case 'removed':
      return removed(engine, entry, report);
    case 'stale':
      return stale(engine, entry, result.current);
    case 'refused':
      report.refused += 1;
      return engine.store.commit({
        journal: { remove: [entry.id] },
        plan: { put: [{ ...plan, state: 'held', reason: result.reason, detail: result.detail }] },
      });
    case 'failed':
      report.failed += 1;
      return engine.store.commit({ journal: { remove: [entry.id] } });
    case 'lost':
      // The journal entry stays open: the next look-up says what became of it.
      report.lost += 1;
  }
}

/** What every acknowledged write changes besides its link. */
function done(engine: Engine, { id, plan }: JournalEntry): Changes {
  const tally = { pair: plan.pair, id: groupOf(plan), at: engine.now(), count: 1 };
  return {
    journal: { remove: [id] },
    plan: { remove: [plan.id] },
    // What the user has confirmed does not count towards the next question.
    tallies: plan.state === 'confirmed' ? {} : { put: [tally] },
  };
}

async function created(
  engine: Engine,
  entry: JournalEntry,
  item: Item,
  report: RunReport,
  recovered: boolean,
): Promise<void> {
  const { policy } = engine;
  const source = entry.plan.source as Item;
  const outlook = (item.side === 'outlook' ? item : source) as OutlookItem;
  const espo = (item.side === 'espo' ? item : source) as EspoItem;
  const intent = entry.plan.intent;
  const marker = intent.op === 'create' ? intent.marker : undefined;
  const label = source.side === 'espo' ? labelOf(policy, source.type) : '';
  const base = { outlook: visibleFields(outlook, policy), espo: visibleFields(espo, policy) };
  const ids = { id: engine.newId(), nonce: marker?.nonce ?? '' };
  let link = newLink(entry.pair, ids, source.side, outlook, espo, policy.me.espoUserId, base, label);
  link = { ...link, generation: marker?.generation ?? 0 };
  link =
    item.side === 'espo'
      ? {
          ...link,
          lookAgain: 2,
          espo: { ...link.espo, countedStart: espo.start, ownModifiedAt: espo.modifiedAt, touched: false },
        }
      : { ...link, outlook: { ...link.outlook, ownEtag: outlook.etag } };
  // Somebody was faster than the look-up: the record is not only ours any more.
  if (recovered && item.side === 'espo' && espo.modifiedAt !== espo.createdAt)
    link = { ...link, espo: { ...link.espo, touched: true } };
  // Found later by a look-up: what deviates from what was sent is a person's edit since then, and travels like one.
  if (recovered && intent.op === 'create') {
    const sent = { ...intent.fields, status: link.base[item.side].status };
    link = withObserved({ ...link, base: { ...link.base, [item.side]: sent } }, item.side, visibleFields(item, policy));
  }
  report.created += 1;
  const settled = [outlook, espo].map((i) => ({ side: i.side, ref: refOf(i) }));
  await engine.store.commit({
    ...done(engine, entry),
    links: { put: [link] },
    seen: { remove: settled },
    arrivals: { remove: settled },
    activity: [activity(engine, entry.plan, link.id, refOf(item), 'create', '', '', link.base[item.side].title)],
  });
}

async function updated(engine: Engine, entry: JournalEntry, item: Item, report: RunReport): Promise<void> {
  const { plan } = entry;
  const [link] = await engine.store.linksById([plan.linkId ?? '']);
  if (!link || plan.intent.op !== 'update')
    return engine.store.commit({ journal: { remove: [entry.id] }, plan: { remove: [plan.id] } });
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
  report.updated += 1;
  const rows: Activity[] = (Object.keys(written) as FieldName[]).map((field) =>
    activity(engine, plan, link.id, refOf(item), 'update', field, fieldText(field, before), fieldText(field, now)),
  );
  for (const loser of plan.losers)
    rows.push({
      ...activity(engine, plan, link.id, refOf(item), 'lose', loser.field, loser.value, fieldText(loser.field, now)),
      side: loser.side,
    });
  await engine.store.commit({ ...done(engine, entry), links: { put: [next] }, activity: rows });
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

async function removed(engine: Engine, entry: JournalEntry, report: RunReport): Promise<void> {
  const { plan } = entry;
  const [link] = await engine.store.linksById([plan.linkId ?? '']);
  report.removed += 1;
  const ref = plan.intent.op === 'remove' ? plan.intent.ref : '';
  const rows: Activity[] = link
    ? (Object.keys(fieldsNow(link, plan.side)) as FieldName[]).map((field) =>
        activity(engine, plan, link.id, ref, 'remove', field, fieldText(field, fieldsNow(link, plan.side)), ''),
      )
    : [activity(engine, plan, '', ref, 'remove', 'title', plan.title, '')];
  const links: Changes['links'] = !link
    ? {}
    : plan.after === 'forget'
      ? { remove: [link.id] }
      : {
          put: [
            {
              ...link,
              state: 'unlinked',
              reason: 'deletedByPerson',
              gone: '',
              espo: { ...link.espo, countedStart: -1 },
            },
          ],
        };
  const cursors =
    link && plan.after === 'forget' ? { put: [generationOf(link.pair, link.espoRef, link.generation + 1)] } : {};
  await engine.store.commit({ ...done(engine, entry), links, cursors, activity: rows });
}

/** The item changed under us, or went away: what it is now is taken in, and the next pass decides again. */
async function stale(engine: Engine, entry: JournalEntry, current: Item | undefined): Promise<void> {
  const { plan } = entry;
  const base: Changes = { journal: { remove: [entry.id] }, plan: { remove: [plan.id] } };
  if (current) {
    const taken = await takeItems(engine, plan.side, [current]);
    return engine.store.commit({
      ...base,
      links: { put: taken.links },
      seen: { put: taken.seen },
      arrivals: { put: taken.arrivals, remove: taken.settled },
    });
  }
  const ref = 'ref' in plan.intent ? plan.intent.ref : '';
  if (plan.intent.op === 'create') return engine.store.commit({ ...base, cursors: { put: nextGeneration(plan) } });
  if (!plan.linkId) return engine.store.commit(base);
  return engine.store.commit({
    ...base,
    arrivals: { put: [{ pair: plan.pair, side: plan.side, ref, feed: plan.feed, item: undefined }] },
  });
}

/** An event that is made again for the same record needs another transactionId: its generation outlives its link. */
const generationOf = (pair: string, ref: string, generation: number) => ({
  pair,
  name: generationName(ref),
  value: String(generation),
});

function nextGeneration({ pair, intent }: PlanRow) {
  const marker = intent.op === 'create' ? intent.marker : undefined;
  return marker ? [generationOf(pair, espoRef(marker.type, marker.id), marker.generation + 1)] : [];
}

function activity(
  engine: Engine,
  plan: PlanRow,
  linkId: string,
  ref: string,
  op: Activity['op'],
  field: Activity['field'],
  oldValue: string,
  newValue: string,
): Activity {
  return {
    pair: plan.pair,
    run: engine.runId,
    at: engine.now(),
    side: plan.side,
    ref,
    linkId,
    title: plan.title,
    op,
    field,
    oldValue,
    newValue,
    cause: plan.cause,
  };
}

/** Events without a link find their records, or become rows that make one. */
import { isDoubtful, judgeRecords, keyOfEvent, looksOfEvent } from '../decide/find';
import { recordRow } from '../decide/plan-rows';
import type { Engine } from '../model/engine';
import { twinKey } from '../model/event';
import { type EspoItem, type OutlookItem, refOf } from '../model/item';
import type { FindKey } from '../model/port';
import { CHOICES, type PlanRow } from '../model/store';
import { withoutInvitedSince } from './invited-since';
import { emptyChanges, join, type Paired, relink, takenIn } from './join';
import { withoutKnownMeetings } from './known-events';
import { sharedKeys } from './shared-keys';
import { isMissing, notFound, type Sought } from './sought';
import { successors } from './successors';
import { noteBeside, perhapsSuccessor, unprovenLinks } from './unproven';

export async function pairEvents(
  engine: Engine,
  items: OutlookItem[],
  paired: Paired,
  unclear: Set<string>,
  sought: Sought,
): Promise<void> {
  const { store, policy, forms, ports } = engine;
  const changes = emptyChanges();
  const carried = new Map<OutlookItem, FindKey>();
  /** Made once: what EspoCRM would make of every text of an event is dear, and asked for again and again. */
  const keyOf = (item: OutlookItem): FindKey => {
    const key = carried.get(item) ?? keyOfEvent(item, policy, forms);
    carried.set(item, key);
    return key;
  };
  const twinOf = (item: OutlookItem): string => twinKey(keyOf(item).fields);
  const unproven = await unprovenLinks(engine);
  const unknown = await withoutKnownMeetings(engine, items, unproven, changes, paired);
  const fresh = await withoutInvitedSince(engine, unknown, twinOf, changes, paired);
  const toFind: OutlookItem[] = [];
  const places = await successors(engine, fresh, twinOf, takenIn(changes));
  const isUnproven = perhapsSuccessor(engine, unproven);
  for (const item of fresh) {
    const link = places.get(item);
    if (link) relink(engine, changes, link, item);
    else if (isUnproven(item, twinOf)) paired.waiting.set(item.id, 'outlook');
    else toFind.push(item);
  }
  const keys = toFind.map(keyOf);
  const open = toFind.filter((item) => !isMissing(item, sought));
  const answers = await ports.espo.find(open.map(keyOf), sought.search);
  const records = new Map(open.map((item, i) => [item, answers[i] ?? []]));
  const found = toFind.map((item) => records.get(item) ?? []);
  const refs = [...new Set(found.flat().map(refOf))];
  const known = await store.linksByRef('espo', refs);
  const taken = new Set(refs.filter((_, i) => known[i]));
  const looks = toFind.map((item) => looksOfEvent(item, keyOf(item).fields, policy, forms));
  const doubtful = toFind.filter((item, i) => isDoubtful(found[i] ?? [], item.meetingKey, looks[i] ?? []));
  const shared = await sharedKeys(
    engine,
    doubtful.map((item) => item.meetingKey),
  );
  // Of events that look the same, the one that says the same besides comes first: on each of the user's browsers the same one.
  const saysTheSame = (i: number): boolean =>
    found[i]?.some(({ event }) => event.description === keys[i]?.fields.description) ?? false;
  const order = [...toFind.entries()].sort(([a], [b]) => Number(saysTheSame(b)) - Number(saysTheSame(a)));
  const missing: OutlookItem[] = [];
  const rows: PlanRow[] = [];
  for (const [i, item] of order) {
    const judged = judgeRecords(found[i] ?? [], item.meetingKey, looks[i] ?? [], taken, shared, policy.me.espoUserId);
    if (judged.kind === 'one') {
      taken.add(refOf(judged.item));
      join(engine, changes, item, judged.item, 'outlook', paired);
      continue;
    }
    // What was not found may be there all the same: it waits, so that it is not made twice.
    const unsure = judged.kind === 'none' && ports.espo.unsure(keys[i] as FindKey);
    if (unsure) paired.waiting.set(item.id, 'outlook');
    if (judged.kind === 'several') for (const candidate of judged.items) unclear.add(refOf(candidate));
    if (unsure || paired.ordered.has(item.id)) continue;
    const row = recordRow(engine, item);
    if (judged.kind === 'none') {
      rows.push(row);
      if (records.has(item)) missing.push(item);
    } else {
      const choices = judged.items.slice(0, CHOICES).map(choiceOf);
      rows.push({ ...row, state: 'held', reason: 'severalCandidates', choices });
    }
  }
  await noteBeside(engine, items, unproven, changes);
  await paired.draft.add(rows, { ...changes, cursors: { put: notFound(engine, missing) } });
}

const choiceOf = (item: EspoItem) => ({
  ref: refOf(item),
  feed: item.type,
  title: item.event.title,
  createdAt: item.createdAt,
});

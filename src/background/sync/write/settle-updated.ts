/** An item was changed: the base of its link moves. */

import { invitedRow, logRow } from '../decide/activity-rows';
import { withCategoryTold, withStatusDue } from '../decide/category';
import { visibleFields } from '../model/carried-fields';
import type { Engine, RunReport } from '../model/engine';
import { FIELD_NAMES, type FieldName, type Fields, fieldText, isOneWay, sameField } from '../model/event';
import { invitedBy, NO_GUESTS } from '../model/guests';
import { type EspoItem, type OutlookItem, otherSide, parentRef, refOf, type Side } from '../model/item';
import { addedBy, fieldsNow, type Link, mailsOf, withBase, withObserved, withParentOf } from '../model/link';
import type { Activity, Changes, JournalEntry } from '../model/store';
import { inFormOf } from '../model/text-form';
import { noteLeftOut } from '../read/people-to-add';
import { acknowledged, type Written } from './acknowledged';
import { leftOutRows, taken, waitingRow } from './fields-left-out';
import { ordersNotTaken } from './orders-not-taken';

export async function updated(
  engine: Engine,
  entry: JournalEntry,
  result: Written,
  report: RunReport,
  /** It was read later, because the answer was lost: whoever else has changed it meanwhile, nothing tells. */
  readBack = false,
): Promise<Changes> {
  const { plan } = entry;
  const [link] = await engine.store.linksById([plan.linkId ?? '']);
  if (!link || plan.intent.op !== 'update') return { journal: { remove: [entry.id] }, plan: { remove: [plan.id] } };
  const { item, attendees, leftOut, overwrote } = result;
  const side = item.side;
  const written = taken(plan.intent.fields, leftOut);
  const now = visibleFields(item, engine.policy);
  const before = fieldsNow(link, side);
  let next =
    item.side === 'outlook'
      ? ownOutlook(inFormOf(link, item, now), item)
      : ownEspo(link, item, engine.policy.me.espoUserId);
  if (readBack) next = notOnlyOurs(next, link, side);
  // The base moves only now, to what the server says it holds (rule 3): trimmed, cut, rewritten.
  next = withBase(next, side, pick(now, Object.keys(written) as FieldName[]));
  next = withBase(next, otherSide(side), taken(plan.settles, leftOut));
  next = withObserved(next, side, now);
  if (attendees) next = { ...next, ...addedBy(attendees) };
  const { invite } = plan.intent;
  if (invite) next = { ...next, guests: invitedBy(link.guests ?? NO_GUESTS, invite) };
  // A person has worked on the record, though through us: by an order, or by an undo, which alone takes a status back.
  const takenBack = plan.intent.fields.status === 'planned' && before.status !== 'tentative';
  const fellIn = item.side === 'espo' && othersChanged(item, now, before, plan.intent.fields);
  if (plan.orders || takenBack || fellIn) next = { ...next, espo: { ...next.espo, touched: true } };
  // The event was gone: the response was the last thing to say.
  if (link.gone === 'outlook') next = { ...next, state: 'unlinked', reason: 'deletedByPerson', gone: '' };
  const open = await ordersNotTaken(engine, plan, item, link.id);
  const isOpen = (act: 'parent' | 'status'): boolean => open.some((order) => order.act.act === act);
  const held = (Object.keys(written) as FieldName[]).filter((field) => field !== 'status' || !isOpen('status'));
  const { parent } = plan.intent;
  // Somebody else was faster, or the server dropped it: nothing was written of it.
  const chosen = parent && item.side === 'espo' && item.parent === parentRef(parent) ? item.parent : undefined;
  const idle = parent ? chosen === undefined : open.length > 0;
  if (!result.earlier && (!idle || held.length > 0)) report.updated += 1;
  const rows: Activity[] = held.map((field) => {
    // Who takes part is known from Outlook only: what was carried over before, and what is now.
    const [old, value] = isOneWay(field) ? [link.base.outlook, written] : [before, now];
    return logRow(engine, plan, link.id, refOf(item), 'update', field, fieldText(field, old), fieldText(field, value));
  });
  if (invite) rows.push(invitedRow(engine, plan, link.id, refOf(item), before.attendees, now.attendees));
  // The status that the sync itself has written may have a category, too.
  if ('status' in written) next = withStatusDue(next, engine.policy);
  const { category } = plan.intent;
  if (category) {
    next = withCategoryTold(next, category.added, engine.policy);
    if (!result.earlier)
      rows.push(logRow(engine, plan, link.id, refOf(item), 'update', 'category', '', category.added));
  }
  if (chosen !== undefined)
    rows.push(logRow(engine, plan, link.id, refOf(item), 'update', 'parent', overwrote?.parent ?? '', chosen));
  rows.push(...leftOutRows(engine, plan, link.id, refOf(item), result));
  for (const loser of plan.losers)
    if (loser.field in written)
      rows.push({
        ...logRow(engine, plan, link.id, refOf(item), 'lose', loser.field, loser.value, fieldText(loser.field, now)),
        side: loser.side,
      });
  const cursors = await noteLeftOut(engine, link.id, attendees, plan.source);
  return acknowledged(
    engine,
    entry,
    { links: { put: [next] }, activity: rows, cursors },
    waitingRow(engine, next, leftOut),
    open,
  );
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
    ...withParentOf(link, item),
    // Whoever else is put on it in this second shows in no modifiedAt.
    ...(link.guests ? { guests: { ...link.guests, early: true as const } } : {}),
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

/** What was not written is another now: a person was in it between the last look and the write, and no modifiedAt will tell. */
const othersChanged = (item: EspoItem, now: Fields, before: Fields, written: Partial<Fields>): boolean =>
  FIELD_NAMES.filter((field) => !isOneWay(field) && !(field in written) && (field !== 'when' || item.start >= 0)).some(
    (field) => !sameField(field, now[field], before[field]),
  );

/** A person may have worked on it since our write: it is none that we know for our own. */
function notOnlyOurs(next: Link, { outlook: { ownEtag }, espo: { ownModifiedAt } }: Link, side: Side): Link {
  const { outlook, espo } = next;
  if (side === 'outlook') return { ...next, outlook: { ...outlook, ownEtag, foreignChange: outlook.modifiedAt } };
  return { ...next, espo: { ...espo, ownModifiedAt, foreignChange: espo.modifiedAt, touched: true } };
}

function pick(fields: Fields, names: readonly FieldName[]): Partial<Fields> {
  return Object.fromEntries(names.map((name) => [name, fields[name]]));
}

/** What a person wished for a link becomes rows of the plan. */

import { CAUSES } from '../../../shared/causes';
import { FILTERED } from '../decide/eligible';
import { isDoubtful, judgeRecords, keyOfEvent, looksOfEvent } from '../decide/find';
import { observeOutlook } from '../decide/observe';
import { MEETING, mayMakeMeeting, mayRemove, mayRestore, removableSide } from '../decide/permitted';
import { removeRow } from '../decide/plan-rows';
import { carriedFields, visibleFields } from '../model/carried-fields';
import { type Engine, isOut } from '../model/engine';
import { type Fields, twinKey } from '../model/event';
import { type EspoItem, type Item, type OutlookItem, otherSide, refOf, type Side } from '../model/item';
import { fieldsNow, type Link, lacking } from '../model/link';
import type { PlanRow } from '../model/store';
import { movedTo } from '../pair/moved-record';
import { sharedKeys } from '../pair/shared-keys';
import { mayStandUnread } from '../read/failed-parts';
import { readNow } from '../read/items-now';
import { leftBehind, rejoined, remakeRow } from './remake';

/** Links that this plan has decided on; `link` where they change without a write. */
export type Edited = Map<string, { link: Link | undefined }>;

/** What a person has decided about links that do not run by themselves becomes rows, until each is written or moot. */
export async function wishedLinks(engine: Engine, edited: Edited): Promise<PlanRow[]> {
  const links = await engine.store.linksWished();
  const rows: PlanRow[] = [];
  for (const link of links) {
    // What nobody can say anything about now is still wanted.
    if (isOut(engine, 'outlook', link.outlook.calendarId) || isOut(engine, 'espo', link.espo.type)) {
      edited.set(link.id, { link: undefined });
      continue;
    }
    const next = nextOf(engine, link) ?? (await again(engine, link));
    edited.set(link.id, { link: next.link });
    if (next.row) rows.push(next.row);
    // The items that it was found to be the same as are linked now.
    if (next.met) {
      const met = [{ side: next.met.side, ref: refOf(next.met) }];
      const put = [next.link, next.behind].filter((l): l is Link => l !== undefined);
      await engine.store.commit({ links: { put }, seen: { remove: met }, arrivals: { remove: met } });
      edited.set(link.id, { link: undefined });
    }
  }
  return rows;
}

interface Next {
  /** As it is from now on, where that needs no write. */
  link: Link | undefined;
  row?: PlanRow;
  met?: Item;
  behind?: Link;
}

/** Something has changed since it was decided, so that it cannot be done or need not: the question, if it is one still, is asked anew. */
const moot = (link: Link): Next => ({ link: { ...link, wish: '' } });

/** Reasons that the event itself shows: it is left out for them again, and comes back by itself when they end. */
const OF_THE_EVENT: readonly Link['reason'][] = [...FILTERED, 'turnedRecurring', 'turnedPrivate'];

function nextOf(engine: Engine, link: Link): Next | undefined {
  switch (link.wish) {
    case 'remove':
      return removal(engine, link);
    case 'unlinkRecord':
      return apart(engine, link, 'espo');
    case 'unlinkEvent':
      return apart(engine, link, 'outlook');
    default:
      return undefined;
  }
}

/** Two that are in step are taken apart, and one of them goes. */
function apart({ policy }: Engine, link: Link, side: Side): Next {
  if (link.state !== 'active' || link.gone !== '' || !mayRemove(link, side, policy)) return moot(link);
  const row = removeRow(link, side, { kind: 'remove', cause: CAUSES.unlinkedRemoved });
  return { link: undefined, row: { ...row, state: 'confirmed' } };
}

/** Not to be kept: the item that a sleeping link has left goes. */
function removal({ policy }: Engine, link: Link): Next {
  const side = removableSide(link);
  // It woke up meanwhile, or somebody has worked on what something else took the place of.
  const over = link.state === 'active' || (link.state === 'unlinked' && link.espo.touched);
  if (over || !mayRemove(link, side, policy)) return moot(link);
  const after = OF_THE_EVENT.includes(link.reason) ? 'forget' : 'tombstone';
  const row = removeRow(link, side, { kind: 'remove', cause: CAUSES.removedByYou }, after);
  return { link: undefined, row: { ...row, state: 'confirmed' } };
}

/** Restored, or made anew as a Meeting. */
async function again(engine: Engine, link: Link): Promise<Next> {
  const { policy } = engine;
  const restore = link.wish === 'restore';
  const side: Side = restore && link.gone === 'outlook' ? 'outlook' : 'espo';
  const wanted = restore
    ? link.gone !== '' && link.state !== 'asleep' && mayRestore(link, side, policy)
    : link.state === 'asleep' && link.reason === 'turnedAllDay' && mayMakeMeeting(policy);
  if (!wanted) return moot(link);
  const other = otherSide(side);
  const feed = other === 'outlook' ? link.outlook.calendarId : link.espo.type;
  const ref = other === 'outlook' ? link.outlookId : link.espoRef;
  const [reading] = await readNow(engine, other, [{ ref, feed, link }]);
  // Deleted there, too: nothing is left to make it from.
  if (reading?.kind === 'gone')
    return {
      link: {
        ...lacking(link, 'outlook', 'espo'),
        state: 'unlinked',
        reason: 'deletedByPerson',
        gone: '',
        quiet: true,
        wish: '',
      },
    };
  // Nobody can say now: the next run asks again.
  if (reading?.kind !== 'value') return { link: undefined };
  const { item } = reading;
  const fields = restore ? restoredFields(engine, link, side) : meetingFields(engine, link, item as OutlookItem);
  const there =
    side === 'espo'
      ? await recordThere(engine, item as OutlookItem)
      : await eventThere(engine, visibleFields(item, policy));
  if (there === 'unsure') return { link: undefined };
  if (there) return found(engine, link, item, there);
  const row = await remakeRow(engine, {
    id: `create|${side}|${refOf(item)}`,
    side,
    feed: side === 'outlook' ? policy.mainCalendar : restore ? link.espo.type : MEETING,
    link,
    source: item,
    fields,
    // What was changed on the other side since the deletion goes through the merge; a Meeting begins with the event as it is.
    settles: restore ? {} : visibleFields(item, policy),
    cause: restore ? CAUSES.restoredByYou : CAUSES.madeMeeting,
    record: link.espo,
  });
  return { link: undefined, row };
}

/** As the deleted item was when it was last read. */
function restoredFields({ policy }: Engine, link: Link, side: Side): Fields {
  const people = side === 'espo' && policy.settings.attendees;
  const { attendees, response } = fieldsNow(link, 'outlook');
  return {
    ...fieldsNow(link, side),
    status: 'planned',
    attendees: people ? attendees : '',
    response: people ? response : '',
  };
}

/** The event's times, and what the Call says besides. */
function meetingFields({ policy, forms }: Engine, link: Link, event: OutlookItem): Fields {
  const fields = carriedFields(event, { feed: MEETING, label: '' }, policy, forms);
  const call = fieldsNow(link, 'espo');
  return { ...fields, description: call.description || fields.description, location: fields.location || call.location };
}

/** Somebody has made it by hand already: it is found as before every other create (rule 2). */
export async function recordThere(engine: Engine, event: OutlookItem): Promise<EspoItem | 'unsure' | undefined> {
  const { store, ports, policy, forms } = engine;
  const key = keyOfEvent(event, policy, forms);
  const [candidates = []] = await ports.espo.find([key]);
  const refs = candidates.map(refOf);
  const linked = await store.linksByRef('espo', refs);
  const taken = new Set(refs.filter((_, i) => linked[i]));
  const looks = looksOfEvent(event, key.fields, policy, forms);
  const shared = await sharedKeys(engine, isDoubtful(candidates, key.meetingKey, looks) ? [key.meetingKey] : []);
  const judged = judgeRecords(candidates, key.meetingKey, looks, taken, shared, policy.me.espoUserId);
  if (judged.kind === 'one') return judged.item;
  return judged.kind === 'none' && ports.espo.unsure(key) ? 'unsure' : undefined;
}

async function eventThere(engine: Engine, record: Fields): Promise<OutlookItem | 'unsure' | undefined> {
  const { store } = engine;
  const seen = await store.seenByTwin('outlook', [twinKey(record)]);
  const linked = await store.linksByRef(
    'outlook',
    seen.map((row) => row.ref),
  );
  const [free] = seen.filter((_, i) => !linked[i]);
  if (!free) return mayStandUnread(engine) ? 'unsure' : undefined;
  const [reading] = await readNow(engine, 'outlook', [free]);
  if (reading?.kind === 'unknown') return 'unsure';
  return reading?.kind === 'value' && reading.item.side === 'outlook' ? reading.item : undefined;
}

/** Nothing has to be made: the link goes on with what is there. */
function found(engine: Engine, link: Link, other: Item, there: Item): Next {
  const { policy } = engine;
  const moved =
    there.side === 'espo' ? movedTo(link, there, engine) : observeOutlook({ ...link, state: 'active' }, there, policy);
  const next = rejoined(moved, other, {}, policy);
  const replaced = link.wish === 'makeMeeting' && link.espoRef !== next.espoRef;
  return { link: next, met: there, ...(replaced ? { behind: leftBehind(link, engine.newId(), policy) } : {}) };
}

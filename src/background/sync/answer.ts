import { SyncError } from '../../shared/codes';
import type { FieldName } from './event';
import { fieldsOf } from './event';
import { groupOf } from './guard';
import { type Item, refOf } from './item';
import { fieldsNow, type Link, withBase } from './link';
import type { Changes, PlanRow, Store } from './store';

/** A held row, or a held group (`hold:` and its id), gets the user's answer. The next run writes what was applied. */
export async function applyHeld(store: Store, id: string): Promise<void> {
  const rows = await heldRows(store, id);
  await store.commit({
    plan: { put: rows.map((row): PlanRow => ({ ...row, state: 'confirmed' })) },
    holds: { remove: holdIds(id) },
  });
}

/** Discarded: nothing is written, both sides stay as they are, and the same question does not come again. */
export async function discardHeld(store: Store, id: string): Promise<void> {
  const rows = await heldRows(store, id);
  const links = await store.linksById(rows.map((row) => row.linkId ?? ''));
  const changes: Required<Pick<Changes, 'links' | 'arrivals' | 'seen'>> = {
    links: { put: [] },
    arrivals: { remove: [] },
    seen: { remove: [] },
  };
  rows.forEach((row, i) => {
    const link = links[i];
    if (link) changes.links.put?.push(leftAsItIs(link, row));
    else if (row.source) {
      changes.links.put?.push(tombstone(store.pair, row.id, row.source));
      changes.arrivals.remove?.push({ side: row.source.side, ref: refOf(row.source) });
      changes.seen.remove?.push({ side: row.source.side, ref: refOf(row.source) });
    }
  });
  await store.commit({ ...changes, plan: { remove: rows.map((row) => row.id) }, holds: { remove: holdIds(id) } });
}

const HOLD = 'hold:';
export const holdId = (group: string): string => `${HOLD}${group}`;
const holdIds = (id: string): string[] => (id.startsWith(HOLD) ? [id.slice(HOLD.length)] : []);

async function heldRows(store: Store, id: string): Promise<PlanRow[]> {
  const held = (await store.plan()).filter((row) => row.state === 'held');
  const rows = id.startsWith(HOLD)
    ? held.filter((row) => row.reason === 'bulk' && groupOf(row) === id.slice(HOLD.length))
    : held.filter((row) => row.id === id);
  if (rows.length === 0) throw new SyncError('message.refused', 'nothing waits under this name any more');
  return rows;
}

function leftAsItIs(link: Link, row: PlanRow): Link {
  if (row.op === 'remove') return { ...link, state: 'unlinked', reason: 'deletedByPerson', gone: '' };
  const fields = row.intent.op === 'update' ? (Object.keys(row.intent.fields) as FieldName[]) : [];
  let next = link;
  for (const side of ['outlook', 'espo'] as const) {
    const now = fieldsNow(link, side);
    next = withBase(next, side, Object.fromEntries(fields.map((f) => [f, now[f]])));
  }
  return next;
}

/** An item that must never be carried over: half a link, so that it is known by its id. */
export function tombstone(pair: string, id: string, item: Item): Link {
  const fields = fieldsOf(item.event);
  const outlook = item.side === 'outlook' ? item : undefined;
  const espo = item.side === 'espo' ? item : undefined;
  return {
    id: `tombstone|${id}`,
    pair,
    state: 'unlinked',
    reason: 'unlinked',
    origin: item.side,
    outlookId: outlook?.id ?? '',
    espoRef: espo ? refOf(espo) : '',
    meetingKey: outlook?.meetingKey ?? '',
    outlook: {
      calendarId: outlook?.calendarId ?? '',
      restId: '',
      iCalUId: outlook?.iCalUId ?? '',
      seriesMasterId: outlook?.seriesMasterId ?? '',
      originalStart: outlook?.originalStart ?? '',
      etag: outlook?.etag ?? '',
      modifiedAt: outlook?.modifiedAt ?? 0,
      isOrganizer: outlook?.isOrganizer ?? false,
      hasAttendees: outlook?.hasAttendees ?? false,
      labelAtCreation: '',
      foreignChange: 0,
      ownEtag: '',
    },
    espo: {
      type: espo?.type ?? '',
      id: espo?.id ?? '',
      createdAt: espo?.createdAt ?? 0,
      modifiedAt: espo?.modifiedAt ?? 0,
      versionNumber: espo?.versionNumber,
      assignedToMe: espo !== undefined,
      countedStart: espo?.mine ? espo.start : -1,
      foreignChange: 0,
      ownModifiedAt: 0,
      touched: false,
    },
    base: { outlook: fields, espo: fields },
    observed: { outlook: {}, espo: {} },
    descriptionFrozen: false,
    attendeesAdded: [],
    generation: 0,
    nonce: '',
    gone: '',
    lookAgain: 0,
  };
}

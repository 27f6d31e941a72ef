/** What EspoCRM holds, read once for thousands of finds. */
import { grouped } from '../../shared/grouped';
import { DAY } from '../../shared/time';
import { startOf } from '../sync/model/event';
import { type EspoItem, espoRef, refOf } from '../sync/model/item';
import { keysLike } from '../sync/model/meeting-key';
import type { Range, Search } from '../sync/model/port';
import type { EntityType } from './entity-type';
import { type ColleagueKey, NOTHING, unlessFieldIsGone, type Whole } from './find';
import { atLeast, between, mine, type Where } from './query';
import type { Records } from './records';

/** More than this is never kept in memory. */
const MOST = 10_000;
/** A search among new records meets those that the sync itself has made, and as many others. */
const OURS_AND_OTHERS = 2;

/** Records of one type, read once for many finds. Each is undefined where it is to be asked for, find by find. */
export interface ReadOnce {
  byStart: ((keys: readonly ColleagueKey[]) => EspoItem[]) | undefined;
  byKey: ((keys: readonly ColleagueKey[]) => EspoItem[]) | undefined;
  unreadable: Whole['unreadable'];
}

/**
 * One count says whether there is anything to find at all. Where that is no more than what is looked for, it is read in pages and compared
 * here: for thousands of events one request for two hundred records, instead of some for every eighty events.
 */
export async function readOnce(
  records: Records,
  entity: EntityType,
  { expected, among }: Search,
  changed: () => Promise<void>,
): Promise<ReadOnce> {
  const isNew = 'createdSince' in among;
  const most = Math.min(MOST, isNew ? OURS_AND_OTHERS * expected : expected);
  const where = isNew ? [atLeast('createdAt', among.createdSince)] : between(entity.type, widened(among));
  const read = await whole(records, entity, where, most);
  const unreadable = read?.unreadable ?? [];
  const byStart = read && startingWith(read.items);
  // What is new is all that is looked for: by its key, too.
  if (isNew) return { byStart, byKey: read && bearing(read.items), unreadable };
  const { keyField } = entity;
  if (!keyField) return { byStart, byKey: () => [], unreadable };
  const bears: Where = { type: 'isNotNull', attribute: keyField.name };
  const keyed = await unlessFieldIsGone(() => whole(records, entity, [bears], most), changed);
  return { byStart, byKey: keyed && bearing(keyed.items), unreadable: [...unreadable, ...(keyed?.unreadable ?? [])] };
}

/** Whether a search says where to look for it. */
export const isAmong = ({ fields }: ColleagueKey, { among }: Search): boolean =>
  'createdSince' in among || (startOf(fields.when) >= among.from && startOf(fields.when) < among.until);

/** A day begins when it does somewhere. */
const widened = ({ from, until }: Range): Range => ({ from: from - DAY, until: until + DAY });

function startingWith(items: readonly EspoItem[]): ReadOnce['byStart'] {
  const starts = grouped(items, ({ event }) => second(startOf(event.when)));
  return (keys) =>
    [...new Set(keys.map(({ fields }) => second(startOf(fields.when))))].flatMap((start) => starts.get(start) ?? []);
}

/** EspoCRM keeps whole seconds. */
const second = (time: number): number => Math.floor(time / 1000);

function bearing(items: readonly EspoItem[]): ReadOnce['byKey'] {
  const bearers = grouped(items, ({ key }) => key);
  bearers.delete('');
  const alike = keysLike([...bearers.keys()]);
  return (keys) =>
    [...new Set(keys.flatMap(({ meetingKey }) => alike(meetingKey)))].flatMap((key) => bearers.get(key) ?? []);
}

/** All that meet a condition, of each whether it is mine; undefined where they are too many, or nobody counts them. */
async function whole(records: Records, entity: EntityType, where: Where[], most: number): Promise<Whole | undefined> {
  const count = await records.total(entity, where);
  if (count === 0) return NOTHING;
  if (count === undefined || count > most) return undefined;
  const [all, own] = await Promise.all([
    records.whole(entity, where, false),
    records.ids(entity, [mine(entity, records.me), ...where]),
  ]);
  const ours = new Set(own.map((id) => espoRef(entity.type, id)));
  const asMine = (item: EspoItem): EspoItem => (ours.has(refOf(item)) ? { ...item, mine: true } : item);
  return {
    items: all.items.map(asMine),
    unreadable: all.unreadable.map((one) => (one.item ? { ...one, item: asMine(one.item) } : one)),
  };
}

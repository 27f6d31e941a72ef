/** Looks for records that an event may be: by key, then by start among mine and those of colleagues. */

import { SyncError } from '../../shared/codes';
import { areTwins, type Fields } from '../sync/model/event';
import type { EspoItem } from '../sync/model/item';
import { sameKey } from '../sync/model/meeting-key';
import type { FindKey, Unreadable } from '../sync/model/port';
import { espoTime } from './dates';
import type { EntityType } from './entity-type';
import { and, assignedTo, isIn, mine, or, type Where } from './query';
import type { Records } from './records';
import { cutTo } from './text-limits';

/** EspoCRM users who take part in a meeting, by id; '' where the organizer is none of them. */
export interface Colleagues {
  all: ReadonlySet<string>;
  organizer: string;
  /** Somebody of the organization is invited whom EspoCRM does not know: perhaps a distribution list, and whoever is on it a colleague. */
  unnamed: boolean;
}
export interface ColleagueKey extends FindKey {
  colleagues: Colleagues;
}

export interface Whole {
  items: EspoItem[];
  unreadable: Unreadable<EspoItem>[];
}

export const NOTHING: Whole = { items: [], unreadable: [] };

/** Records of one type that begin when one of the meetings does: among mine and the colleagues', of whom some may be unnamed. */
export async function findByStart(records: Records, entity: EntityType, keys: readonly ColleagueKey[]): Promise<Whole> {
  const starts = startsOf(keys, entity);
  const lists: Promise<Whole>[] = [];
  if (starts.length > 0) lists.push(records.whole(entity, [and(mine(entity, records.me), or(...starts))], true));
  // Asked apart from mine: a list that mixes both could not say which is which.
  const shared = keys.filter((key) => key.colleagues.all.size > 0);
  const theirs = startsOf(shared, entity);
  if (theirs.length > 0) {
    const creators = [...new Set(shared.flatMap((key) => [...key.colleagues.all]))];
    const organizers = [...new Set(shared.map((key) => key.colleagues.organizer).filter((id) => id !== ''))];
    const whose = [
      isIn('createdById', creators),
      ...(organizers.length > 0 ? [assignedTo(entity.assigned, organizers)] : []),
    ];
    lists.push(records.whole(entity, [and(or(...whose), or(...theirs))], false));
  }
  const anybodys = startsOf(
    keys.filter((key) => key.colleagues.unnamed),
    entity,
  );
  if (anybodys.length > 0) lists.push(records.whole(entity, [or(...anybodys)], false));
  const found = await Promise.all(lists);
  return { items: found.flatMap(({ items }) => items), unreadable: found.flatMap(({ unreadable }) => unreadable) };
}

/** Records of one type that bear the key of one of the meetings, where there is a field for it. */
export async function findByKey(
  records: Records,
  entity: EntityType,
  keys: readonly ColleagueKey[],
  changed: () => Promise<void>,
): Promise<Whole> {
  const { keyField } = entity;
  if (!keyField) return NOTHING;
  // As the field holds them, and whole: it may have been longer when a record was made.
  const forms = keys.flatMap(({ meetingKey }) => (meetingKey === '' ? [] : [cutTo(meetingKey, keyField), meetingKey]));
  const wanted = [...new Set(forms)];
  if (wanted.length === 0) return NOTHING;
  return (
    (await unlessFieldIsGone(() => records.whole(entity, [isIn(keyField.name, wanted)], false), changed)) ?? NOTHING
  );
}

/** undefined: the field was deleted or hidden since the definitions were read, and what is looked for is found by its times. */
export async function unlessFieldIsGone<T>(
  task: () => Promise<T>,
  changed: () => Promise<void>,
): Promise<T | undefined> {
  try {
    return await task();
  } catch (error) {
    if (!(error instanceof SyncError) || (error.code !== 'espo.refused' && error.code !== 'espo.noAccess')) throw error;
    // 7.5 to 8.4 call it forbidden.
    if (error.code === 'espo.noAccess') await changed();
    return undefined;
  }
}

/** Conditions for records that begin when one of these does. */
export function startsOf(keys: readonly Pick<FindKey, 'fields'>[], entity: EntityType): Where[] {
  const times = new Set<string>();
  const dates = new Set<string>();
  for (const { fields } of keys) {
    if (fields.when.kind === 'timed') times.add(espoTime(fields.when.start));
    else if (entity.allDay) dates.add(fields.when.first);
  }
  const starts: Where[] = [];
  if (times.size > 0) starts.push(isIn('dateStart', [...times]));
  if (dates.size > 0) starts.push(isIn('dateStartDate', [...dates]));
  return starts;
}

/**
 * The key decides; without one the start does, where I take part, the organizer is assigned, or one of the event's colleagues made it.
 * Where these cannot be named, anybody's record is one that says the same in full.
 */
export function mayBe(item: EspoItem, key: ColleagueKey, me: string): boolean {
  if (sameKey(item.key, key.meetingKey)) return true;
  if (!sameStart(item, key.fields)) return false;
  const { all, organizer, unnamed } = key.colleagues;
  return (
    item.mine ||
    item.assignedUserId === me ||
    (organizer !== '' && item.assignedUserId === organizer) ||
    all.has(item.createdById) ||
    (unnamed && saysTheSame(item, key.fields))
  );
}

/** "Weekly, at ten" is also what strangers call their own meetings: the text must be the same, too. */
const saysTheSame = ({ event }: EspoItem, fields: Fields): boolean =>
  areTwins(event, fields) && event.description === fields.description;

/** EspoCRM keeps whole seconds. */
export function sameStart(item: EspoItem, fields: Fields): boolean {
  const { when } = item.event;
  if (when.kind === 'timed')
    return fields.when.kind === 'timed' && when.start === Math.floor(fields.when.start / 1000) * 1000;
  return fields.when.kind === 'allDay' && when.first === fields.when.first;
}

import type { Fields } from '../sync/model/event';
import type { EspoItem } from '../sync/model/item';
import type { FindKey, Unreadable } from '../sync/model/port';
import { espoTime } from './dates';
import type { EntityType } from './metadata';
import { and, isIn, mine, or, type Where } from './query';
import type { Records } from './records';

/** EspoCRM users who take part in a meeting, by id; '' where the organizer is none of them. */
export interface Colleagues {
  all: ReadonlySet<string>;
  organizer: string;
}
export interface ColleagueKey extends FindKey {
  colleagues: Colleagues;
}

export interface Whole {
  items: EspoItem[];
  unreadable: Unreadable<EspoItem>[];
}

/** Records of one type that may be one of the meetings: by key where there is a field for it, by start among mine and the colleagues'. */
export async function findIn(records: Records, entity: EntityType, keys: readonly ColleagueKey[]): Promise<Whole> {
  const starts = startsOf(keys, entity);
  const { keyField } = entity;
  const wanted = keys.map((k) => k.meetingKey).filter((k) => k !== '');
  const lists: Promise<Whole>[] = [];
  if (starts.length > 0) lists.push(records.whole(entity, [and(mine(entity, records.me), or(...starts))], true));
  if (keyField && wanted.length > 0) lists.push(records.whole(entity, [isIn(keyField, wanted)], false));
  // Asked apart from mine: a list that mixes both could not say which is which.
  const shared = keys.filter((key) => key.colleagues.all.size > 0);
  const theirs = startsOf(shared, entity);
  if (theirs.length > 0) {
    const creators = [...new Set(shared.flatMap((key) => [...key.colleagues.all]))];
    const organizers = [...new Set(shared.map((key) => key.colleagues.organizer).filter((id) => id !== ''))];
    const whose = [
      isIn('createdById', creators),
      ...(organizers.length > 0 ? [isIn('assignedUserId', organizers)] : []),
    ];
    lists.push(records.whole(entity, [and(or(...whose), or(...theirs))], false));
  }
  const found = await Promise.all(lists);
  return { items: found.flatMap(({ items }) => items), unreadable: found.flatMap(({ unreadable }) => unreadable) };
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

/** The key decides; without one the start does, where I take part, the organizer is assigned, or one of the event's colleagues made it. */
export function mayBe(item: EspoItem, key: ColleagueKey, me: string): boolean {
  if (item.key !== '' && item.key === key.meetingKey) return true;
  if (!sameStart(item, key.fields)) return false;
  const { all, organizer } = key.colleagues;
  return (
    item.mine ||
    item.assignedUserId === me ||
    (organizer !== '' && item.assignedUserId === organizer) ||
    all.has(item.createdById)
  );
}

/** EspoCRM keeps whole seconds. */
export function sameStart(item: EspoItem, fields: Fields): boolean {
  const { when } = item.event;
  if (when.kind === 'timed')
    return fields.when.kind === 'timed' && when.start === Math.floor(fields.when.start / 1000) * 1000;
  return fields.when.kind === 'allDay' && when.first === fields.when.first;
}

import type { Fields } from '../sync/event';
import type { EspoItem } from '../sync/item';
import type { FindKey } from '../sync/port';
import { espoTime } from './dates';
import type { EntityType } from './metadata';
import { and, isIn, mine, or, type Where } from './query';
import type { Records } from './records';

/** Records of one type that may be one of the meetings: by key where there is a field for it, by start among mine. */
export async function findIn(records: Records, entity: EntityType, keys: readonly FindKey[]): Promise<EspoItem[]> {
  const times = new Set<string>();
  const dates = new Set<string>();
  for (const { fields } of keys) {
    if (fields.when.kind === 'timed') times.add(espoTime(fields.when.start));
    else if (entity.allDay) dates.add(fields.when.first);
  }
  const starts: Where[] = [];
  if (times.size > 0) starts.push(isIn('dateStart', [...times]));
  if (dates.size > 0) starts.push(isIn('dateStartDate', [...dates]));
  const { keyField } = entity;
  const wanted = keys.map((k) => k.meetingKey).filter((k) => k !== '');
  const lists: Promise<EspoItem[]>[] = [];
  if (starts.length > 0) lists.push(records.all(entity, [and(mine(entity, records.me), or(...starts))], true));
  if (keyField && wanted.length > 0) lists.push(records.all(entity, [isIn(keyField, wanted)], false));
  return (await Promise.all(lists)).flat();
}

/** EspoCRM keeps whole seconds. */
export function sameStart(item: EspoItem, fields: Fields): boolean {
  const { when } = item.event;
  if (when.kind === 'timed')
    return fields.when.kind === 'timed' && when.start === Math.floor(fields.when.start / 1000) * 1000;
  return fields.when.kind === 'allDay' && when.first === fields.when.first;
}

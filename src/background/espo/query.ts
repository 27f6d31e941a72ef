/** Conditions of EspoCRM's lists, as query strings. */
import { isDue } from '../../shared/due';
import type { Range } from '../sync/model/port';
import { type Assigned, assignedAttribute } from './assigned';
import { espoTime } from './dates';
import type { EntityType } from './entity-type';

export type Where = { type: string; attribute?: string; value?: unknown };

/** Conditions by the names that 7.5 to 10 all know: `where`, `select`, one `orderBy` (espo-versions.md 4.3). */
export interface Query {
  where: Where[];
  select?: string[];
  maxSize: number;
  offset?: number;
  orderBy?: string;
}

/** As searchParams: half as long as where[] and under the 8 kB that Apache reads (espo.md 5). Encoded no more than needed. */
export function listPath(type: string, query: Query): string {
  const { orderBy, ...rest } = query;
  const params = JSON.stringify({ ...rest, ...(orderBy ? { orderBy, order: 'asc' } : {}) });
  return `${type}?searchParams=${params.replace(/[%&#+'\s]/g, (c) => (c === "'" ? '%27' : encodeURIComponent(c)))}`;
}

export const and = (...value: Where[]): Where => ({ type: 'and', value });
export const or = (...value: Where[]): Where => ({ type: 'or', value });
export const equals = (attribute: string, value: string): Where => ({ type: 'equals', attribute, value });
export const isIn = (attribute: string, value: readonly string[]): Where => ({ type: 'in', attribute, value });

export const atLeast = (attribute: string, time: number): Where => ({
  type: 'greaterThanOrEquals',
  attribute,
  value: espoTime(time),
});

/** The attributes that say when it stands in the calendar: what is due stands where it is due. */
export const startOfType = (type: string) =>
  isDue(type)
    ? ({ time: 'dateEnd', date: 'dateEndDate' } as const)
    : ({ time: 'dateStart', date: 'dateStartDate' } as const);

/** Begins in a range, the end of which is not in it. */
export function between(type: string, { from, until }: Range): Where[] {
  const { time } = startOfType(type);
  return [atLeast(time, from), { type: 'lessThan', attribute: time, value: espoTime(until) }];
}

/** In a first round: what begins from then on, and what is due on no day, which is named. */
export function beginningAt(type: string, from: number): Where {
  const { time } = startOfType(type);
  const begins = atLeast(time, from);
  return isDue(type) ? or(begins, { type: 'isNull', attribute: time }) : begins;
}

/** Records that belong to one of these users. */
export function assignedTo(assigned: Assigned, users: readonly string[]): Where {
  if (assigned === 'several') return { type: 'linkedWith', attribute: 'assignedUsers', value: users };
  const attribute = assigned === 'one' ? 'assignedUserId' : 'createdById';
  return users.length === 1 ? equals(attribute, users[0] as string) : isIn(attribute, users);
}

/** Assigned to me, among its users, or one who shares the work; never onlyMy, which drops what I declined (espo.md 5). */
export function mine(entity: EntityType, me: string): Where {
  const links = [...(entity.hasUsers ? ['users'] : []), ...(entity.collaborators ? ['collaborators'] : [])];
  const assigned = assignedTo(entity.assigned, [me]);
  const takesPart = links.map((attribute): Where => ({ type: 'linkedWith', attribute, value: [me] }));
  return takesPart.length > 0 ? or(assigned, ...takesPart) : assigned;
}

/** Attributes, never link names: those are ignored by some versions and a 500 on others. */
export function selected(entity: EntityType): string[] {
  // What is due is taken by its end alone.
  const begins = isDue(entity.type) ? [] : ['dateStart', ...(entity.allDay ? ['dateStartDate'] : [])];
  const always = [
    'id',
    'name',
    'status',
    'dateEnd',
    'createdById',
    'modifiedById',
    'createdAt',
    'modifiedAt',
    'parentId',
    'parentType',
    'isLocked',
  ];
  return [
    ...always,
    ...begins,
    ...(entity.descriptionField ? ['description'] : []),
    ...(entity.assigned === 'none' ? [] : [assignedAttribute(entity.assigned)]),
    ...(entity.collaborators ? ['collaboratorsIds'] : []),
    ...(entity.allDay ? ['dateEndDate'] : []),
    ...[entity.locationField, entity.joinLinkField, entity.keyField].flatMap((field) => field?.name ?? []),
    ...(entity.versioned ? ['versionNumber'] : []),
  ];
}

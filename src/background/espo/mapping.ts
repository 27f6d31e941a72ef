/** The common form as EspoCRM's attributes, and back. */
import * as v from 'valibot';
import { shortText } from '../net/short-text';
import { cutFrom } from '../sync/model/cut-text';
import { FIELD_NAMES, type FieldName, type Fields, type Status, type When } from '../sync/model/event';
import { type EspoItem, espoRef } from '../sync/model/item';
import { ownerOf } from './assigned';
import { dateAttributes, parseEspoTime } from './dates';
import type { EntityType } from './entity-type';
import { startOfType } from './query';
import { popupOf } from './reminders';
import type { EspoRecord } from './schema';
import { cutTo, fitting, fittingWhole, type TextLimit, transliterated } from './text-limits';

/** A name is required. */
const NO_TITLE = '(No subject)';

/** A record as the common form. All-day is `dateStartDate != null`, whatever the flag says (espo.md 4). */
export function toItem(record: EspoRecord, entity: EntityType, me: string, listedAsMine: boolean): EspoItem {
  const { time, date } = startOfType(entity.type);
  const start = parseEspoTime(record[time]);
  const day = record[date];
  const reminder = popupOf(record['reminders']);
  const assignedUserId = ownerOf(record, entity.assigned, me);
  // A colleague who shares it has been put there by a person.
  const isShared = entity.assigned === 'several' && (record.assignedUsersIds?.length ?? 0) > 1;
  const ownWork = isOwnStatus(record.status, entity) || isShared;
  return {
    side: 'espo',
    type: entity.type,
    id: record.id,
    modifiedAt: parseEspoTime(record.modifiedAt) ?? 0,
    createdAt: parseEspoTime(record.createdAt) ?? 0,
    versionNumber: record.versionNumber ?? undefined,
    createdById: record.createdById,
    modifiedById: record.modifiedById,
    assignedUserId,
    mine: listedAsMine || assignedUserId === me || takesPart(record, entity, me),
    start: start ?? (day ? Date.parse(day) : -1),
    hasEnd: Boolean(record.dateEnd ?? record.dateEndDate),
    locked: record.isLocked,
    key: textIn(record, entity.keyField),
    hasOwnData: record.parentId !== '' || ownWork,
    ...(record.parentId !== '' && !ownWork ? { onlyParent: true as const } : {}),
    parent: record.parentId === '' ? '' : espoRef(record.parentType, record.parentId),
    ...(isShared ? { shared: true as const } : {}),
    ...(reminder === undefined ? {} : { reminder }),
    ...(entity.teamsField !== undefined && record[entity.teamsField] === true ? { online: true as const } : {}),
    event: {
      title: record.name.trim(),
      when: toWhen(record, entity),
      location: textIn(record, entity.locationField).trim(),
      description: entity.descriptionField ? canonicalDescription(record.description) : '',
      status: toStatus(record.status, entity),
      private: false,
      attendees: '',
      response: '',
      invited: [],
      joinLink: textIn(record, entity.joinLinkField).trim(),
      organizer: undefined,
    },
  };
}

/** Among its users, or those who share the work. */
const takesPart = ({ usersIds, collaboratorsIds }: EspoRecord, { collaborators }: EntityType, me: string): boolean =>
  usersIds?.includes(me) === true || (collaborators === true && collaboratorsIds?.includes(me) === true);

function textIn(record: EspoRecord, field: TextLimit | undefined): string {
  const value = field ? record[field.name] : undefined;
  return v.parse(shortText, typeof value === 'string' ? value : '');
}

function toWhen(record: EspoRecord, entity: EntityType): When {
  const { time, date } = startOfType(entity.type);
  const first = record[date];
  if (first) return { kind: 'allDay', first, last: record.dateEndDate ?? first };
  const start = parseEspoTime(record[time]) ?? 0;
  // Without an end: the entity's default duration, never written back (DESIGN 3.7).
  return { kind: 'timed', start, end: parseEspoTime(record.dateEnd) ?? start + entity.defaultDuration * 1000 };
}

export function toStatus(status: string, entity: EntityType): Status {
  if (entity.cancelled.includes(status)) return 'cancelled';
  if (entity.tentative !== undefined && status === entity.tentative) return 'tentative';
  return entity.completed.includes(status) ? 'held' : 'planned';
}

/** A status between planned and over that EspoCRM gives to no new record: somebody has chosen it. */
const isOwnStatus = (status: string, entity: EntityType): boolean =>
  status !== '' && entity.planned !== undefined && status !== entity.planned && toStatus(status, entity) === 'planned';

/** Line ends as one, no trailing blanks (7.5 keeps what later versions trim), no half of an emoji (500: no JSON for PHP), not too long. */
function canonicalDescription(text: string): string {
  return cutFrom('espo', text.toWellFormed().replace(/\r\n?/g, '\n').trim());
}

/** Only the given fields, as the attributes of a POST or PUT. */
export function toAttributes(fields: Partial<Fields>, entity: EntityType): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  for (const field of FIELD_NAMES) {
    const value = fields[field];
    if (value !== undefined)
      Object.assign(attributes, attributesOf(field, asStoredByEspo(entity, field, value), entity));
  }
  return attributes;
}

/** One field, as it is to be stored. */
function attributesOf(field: FieldName, value: Fields[FieldName], entity: EntityType): Record<string, unknown> {
  switch (field) {
    case 'title':
      return { name: value };
    case 'when':
      return dateAttributes(value as When, entity.allDay);
    case 'status':
      return statusOf(value as Status, entity);
    case 'location':
    case 'description':
    case 'joinLink': {
      const name = carrierOf(field, entity)?.name;
      return name === undefined ? {} : { [name]: value || null };
    }
    // Links with people, and their columns (attendees.ts).
    case 'attendees':
    case 'response':
      return {};
  }
}

/** Held is only ever what a person says. */
function statusOf(status: Status, { cancelTo, completeTo, tentative }: EntityType): { status?: string } {
  const option = { cancelled: cancelTo, held: completeTo, tentative, planned: undefined }[status];
  return option === undefined ? {} : { status: option };
}

/** The field of an entity that carries a text; undefined where it has none. */
function carrierOf(field: FieldName, entity: EntityType): TextLimit | undefined {
  switch (field) {
    case 'title':
      return entity.nameField;
    case 'location':
      return entity.locationField;
    case 'description':
      return entity.descriptionField;
    case 'joinLink':
      return entity.joinLinkField;
    default:
      return undefined;
  }
}

const DATES = ['isAllDay', 'dateStart', 'dateEnd', 'dateStartDate', 'dateEndDate'];

/** Which of our fields EspoCRM means when it names one of its own; undefined for all others. */
export function fieldNamed(name: string, entity: EntityType): FieldName | undefined {
  if (DATES.includes(name)) return 'when';
  if (name === 'status') return 'status';
  return FIELD_NAMES.find((field) => carrierOf(field, entity)?.name === name);
}

/** What a field of EspoCRM is written by: times belong together. */
export const attributesNamed = (name: string, entity: EntityType): string[] =>
  fieldNamed(name, entity) === 'when'
    ? DATES
    : name === 'teams'
      ? ['teamsIds']
      : name === 'parent'
        ? ['parentType', 'parentId']
        : [name];

/** What EspoCRM returns after a field of this entity was written: '' for a text that has no field there, or fits into it in no form. */
export function asStoredByEspo<F extends FieldName>(
  entity: EntityType | undefined,
  field: F,
  value: Fields[F],
): Fields[F] {
  return entity ? (stored(field, value, entity) as Fields[F]) : value;
}

function stored(field: FieldName, value: Fields[FieldName], entity: EntityType): Fields[FieldName] {
  const to = carrierOf(field, entity);
  switch (field) {
    case 'title':
      return cutTo(transliterated(value as string), entity.nameField) || cutTo(NO_TITLE, entity.nameField);
    case 'location':
      return to ? fitting(value as string, to) : '';
    case 'description':
      return to ? fitting(canonicalDescription(value as string), to) : '';
    case 'joinLink':
      return to ? fittingWhole(value as string, to) : '';
    case 'when':
      return wholeSeconds(value as When);
    case 'status':
      return value === 'tentative' && entity.tentative === undefined ? 'planned' : value;
    default:
      return value;
  }
}

const wholeSeconds = (when: When): When =>
  when.kind === 'allDay'
    ? when
    : { kind: 'timed', start: Math.floor(when.start / 1000) * 1000, end: Math.floor(when.end / 1000) * 1000 };

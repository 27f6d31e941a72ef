import { cutFrom } from '../sync/model/cut-text';
import type { Fields, Status, When } from '../sync/model/event';
import type { EspoItem } from '../sync/model/item';
import { dateAttributes, parseEspoTime } from './dates';
import type { EntityType } from './metadata';
import type { EspoRecord } from './schema';

/** Names and varchars hold this many characters (espo.md 4). */
const VARCHAR = 255;
/** A name is required. */
const NO_TITLE = '(No subject)';

/** EspoCRM refuses these in names; what replaces them looks alike and stays what it is on the way back. */
const REFUSED: Record<string, string> = { '<': '‹', '>': '›', '=': '＝' };

/** A record as the common form. All-day is `dateStartDate != null`, whatever the flag says (espo.md 4). */
export function toItem(record: EspoRecord, entity: EntityType, me: string, listedAsMine: boolean): EspoItem {
  const start = parseEspoTime(record.dateStart);
  return {
    side: 'espo',
    type: entity.type,
    id: record.id,
    modifiedAt: parseEspoTime(record.modifiedAt) ?? 0,
    createdAt: parseEspoTime(record.createdAt) ?? 0,
    versionNumber: record.versionNumber ?? undefined,
    createdById: record.createdById,
    modifiedById: record.modifiedById,
    assignedUserId: record.assignedUserId,
    mine: listedAsMine || record.assignedUserId === me || (record.usersIds?.includes(me) ?? false),
    start: start ?? (record.dateStartDate ? Date.parse(record.dateStartDate) : -1),
    hasEnd: Boolean(record.dateEnd ?? record.dateEndDate),
    locked: record.isLocked,
    key: entity.keyField ? textOf(record[entity.keyField]) : '',
    hasOwnData: record.parentId !== '',
    parent: record.parentId === '' ? '' : `${textOf(record['parentType'])}/${record.parentId}`,
    event: {
      title: record.name.trim(),
      when: toWhen(record, entity),
      location: entity.locationField ? textOf(record[entity.locationField]).trim() : '',
      description: canonicalDescription(record.description),
      status: toStatus(record.status, entity),
      private: false,
      attendees: '',
      response: '',
      invited: [],
      joinLink: entity.joinLinkField ? textOf(record[entity.joinLinkField.name]).trim() : '',
      organizer: undefined,
    },
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function toWhen(record: EspoRecord, entity: EntityType): When {
  const first = record.dateStartDate;
  if (first) return { kind: 'allDay', first, last: record.dateEndDate ?? first };
  const start = parseEspoTime(record.dateStart) ?? 0;
  // Without an end: the entity's default duration, never written back (DESIGN 3.7).
  return { kind: 'timed', start, end: parseEspoTime(record.dateEnd) ?? start + entity.defaultDuration * 1000 };
}

export function toStatus(status: string, entity: EntityType): Status {
  if (entity.cancelled.includes(status)) return 'cancelled';
  return entity.completed.includes(status) ? 'held' : 'planned';
}

/** Line ends as one, no trailing blanks (7.5 keeps what later versions trim), no half of an emoji (500: no JSON for PHP), not too long. */
function canonicalDescription(text: string): string {
  return cutFrom('espo', text.toWellFormed().replace(/\r\n?/g, '\n').trim());
}

/** Only the given fields, as the attributes of a POST or PUT. */
export function toAttributes(fields: Partial<Fields>, entity: EntityType): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  if (fields.title !== undefined) attributes['name'] = storedTitle(fields.title);
  if (fields.when) Object.assign(attributes, dateAttributes(fields.when, entity.allDay));
  if (fields.location !== undefined && entity.locationField)
    attributes[entity.locationField] = stored(fields.location, VARCHAR) || null;
  const join = entity.joinLinkField;
  if (fields.joinLink !== undefined && join && fields.joinLink.length <= join.length)
    attributes[join.name] = fields.joinLink || null;
  if (fields.description !== undefined) attributes['description'] = canonicalDescription(fields.description) || null;
  // Held is only ever what a person says.
  const status = fields.status === 'cancelled' ? entity.cancelled[0] : fields.status === 'held' && entity.completed[0];
  if (status) attributes['status'] = status;
  return attributes;
}

function storedTitle(title: string): string {
  return (
    stored(
      title.replace(/[<>=]/g, (c) => REFUSED[c] as string),
      VARCHAR,
    ) || NO_TITLE
  );
}

/** Trimmed and cut to whole characters: half of an emoji would come back as something else. */
function stored(text: string, length: number): string {
  const trimmed = text.toWellFormed().trim();
  return [...trimmed].length <= length && trimmed.length <= length ? trimmed : cut(trimmed, length).trim();
}

function cut(text: string, length: number): string {
  const short = text.slice(0, length);
  return /[\ud800-\udbff]$/.test(short) ? short.slice(0, -1) : short;
}

/** What EspoCRM returns after a field was written. */
export function asStoredByEspo<F extends keyof Fields>(field: F, value: Fields[F]): Fields[F] {
  switch (field) {
    case 'title':
      return storedTitle(value as string) as Fields[F];
    case 'location':
      return stored(value as string, VARCHAR) as Fields[F];
    case 'description':
      return canonicalDescription(value as string) as Fields[F];
    case 'when':
      return wholeSeconds(value as When) as Fields[F];
    default:
      return value;
  }
}

const wholeSeconds = (when: When): When =>
  when.kind === 'allDay'
    ? when
    : { kind: 'timed', start: Math.floor(when.start / 1000) * 1000, end: Math.floor(when.end / 1000) * 1000 };

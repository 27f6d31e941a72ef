import { DAY } from '../../../src/shared/time.ts';
import { forbidden } from './acl.ts';
import type { Core } from './core.ts';
import { format, offset, parse } from './dates.ts';
import { EspoError } from './errors.ts';
import { liveLinks } from './links.ts';
import { isOnlyMy } from './mine.ts';
import { ADDRESSED, addresses } from './person.ts';
import { attribute } from './render.ts';
import { list, type Row } from './types.ts';

export type Matcher = (row: Row) => boolean;

export interface Context {
  core: Core;
  entity: string;
  user: Row;
}

interface Item {
  type?: unknown;
  attribute?: unknown;
  field?: unknown;
  value?: unknown;
  dateTime?: unknown;
  timeZone?: unknown;
}

const DATES = [
  'today',
  'past',
  'future',
  'on',
  'lastXDays',
  'nextXDays',
  'currentMonth',
  'lastMonth',
  'nextMonth',
  'currentYear',
];
const COMPARE = [
  'equals',
  'notEquals',
  'greaterThan',
  'greaterThanOrEquals',
  'lessThan',
  'lessThanOrEquals',
  'after',
  'before',
];
const KNOWN = [
  ...DATES,
  ...COMPARE,
  ...['in', 'notIn', 'isNull', 'isNotNull', 'isTrue', 'isFalse', 'between', 'and', 'or', 'bool', 'primary'],
  ...[
    'linkedWith',
    'notLinkedWith',
    'isLinked',
    'isNotLinked',
    'like',
    'startsWith',
    'contains',
    'endsWith',
    'arrayAnyOf',
  ],
];

/** 7.5 answers 500, and in two cases does not say why (7.5.6 07 line 82, 20 line 14). */
export function badQuery(core: Core, reason: string): EspoError {
  if (core.traits.badQuery === 400) return new EspoError(400, reason);
  return new EspoError(500, /^(select|order value)/.test(reason) ? undefined : reason);
}

/** All items must match. */
export function compile(context: Context, items: unknown): Matcher {
  const parts = (Array.isArray(items) ? items : Object.values((items ?? {}) as object)).map((item) =>
    one(context, item as Item),
  );
  return (row) => parts.every((part) => part(row));
}

function one(context: Context, item: Item): Matcher {
  const { core } = context;
  const type = String(item?.type ?? '');
  if (type === 'and') return compile(context, item.value);
  if (type === 'or') {
    const parts = list0(item.value).map((inner) => one(context, inner as Item));
    return (row) => parts.some((part) => part(row));
  }
  if (type === 'not' || type.startsWith('subQuery')) throw refused(core, 'Sub-queries are forbidden in where.');
  if (type === 'bool') {
    const names = list0(item.value);
    return (row) => names.every((name) => name !== 'onlyMy' || isOnlyMy(context, row));
  }
  if (type === 'primary') return () => true;
  const name = String(item.attribute ?? item.field ?? '');
  if (name === '') throw new EspoError(500);
  if (!KNOWN.includes(type)) throw badQuery(core, `Unknown where item type '${type}'.`);
  if (type.includes('inked')) return linked(context, type, name, item.value);
  if (forbidden(core, context.user, context.entity, 'read').has(name))
    throw refused(core, `Forbidden attribute '${name}' in where.`);
  if (!core.schema.attributes(context.entity).includes(name)) {
    throw new EspoError(400, `Not existing attribute '${name}' in where.`);
  }
  if (name === 'emailAddress' && ADDRESSED.includes(context.entity)) return byAddress(core, type, item.value);
  if (DATES.includes(type)) return byDay(context, type, name, item);
  return compareWith(context, type, name, item);
}

function refused(core: Core, reason: string): EspoError {
  return new EspoError(core.traits.forbiddenWhere, core.traits.doubledReason ? `${reason} ${reason}` : reason);
}

const list0 = (value: unknown): unknown[] => (Array.isArray(value) ? value : Object.values((value ?? {}) as object));

/** Links of which a row keeps the ids as answers show them. */
const STORED = ['teams', 'assignedUsers', 'collaborators'];

function linked({ core, entity, user }: Context, type: string, name: string, value: unknown): Matcher {
  const field = core.schema.field(entity, name);
  if (!field) throw new EspoError(400, `Not existing link '${name}' in where.`);
  const wanted = list(Array.isArray(value) ? value : [value]);
  const idsOf = (row: Row) =>
    field.type === 'linkMultiple'
      ? STORED.includes(name)
        ? list(row[`${name}Ids`])
        : liveLinks(core, row, name).map(({ id }) => id)
      : [attribute(core, entity, row, `${name}Id`, user)].filter((id) => id !== null).map(String);
  if (type === 'isLinked') return (row) => idsOf(row).length > 0;
  if (type === 'isNotLinked') return (row) => idsOf(row).length === 0;
  const met = (row: Row) => idsOf(row).some((id) => wanted.includes(id));
  return type === 'linkedWith' ? met : (row) => !met(row);
}

/** Case-insensitive, and secondary addresses count (espo.md 5). */
function byAddress(core: Core, type: string, value: unknown): Matcher {
  const many = Array.isArray(value);
  if (many && !core.traits.emailIn) throw new EspoError(500, undefined, { message: 'Slim Application Error' });
  const wanted = (many ? list(value) : [String(value ?? '')]).map((text) => text.toLowerCase());
  const has = (row: Row, test: (lower: string) => boolean) => addresses(row).some(({ lower }) => test(lower));
  switch (type) {
    case 'equals':
    case 'in':
      return (row) => has(row, (lower) => wanted.includes(lower));
    case 'like':
      return (row) => has(row, (lower) => likeTest(wanted[0] ?? '', lower));
    case 'startsWith':
      return (row) => has(row, (lower) => lower.startsWith(wanted[0] ?? ''));
    case 'contains':
      return (row) => has(row, (lower) => lower.includes(wanted[0] ?? ''));
    case 'isNull':
      return (row) => addresses(row).length === 0;
    case 'isNotNull':
      return (row) => addresses(row).length > 0;
    default:
      return (row) => !has(row, (lower) => wanted.includes(lower));
  }
}

const likeTest = (pattern: string, text: string) =>
  new RegExp(
    `^${pattern
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll('%', '.*')
      .replaceAll('_', '.')}$`,
    'is',
  ).test(text);

const DATE_TYPES = ['datetime', 'datetimeOptional', 'date'];

/** MySQL reads `...T..Z` as the time it shows, and drops an offset without a word (espo.md 5). */
function operand(context: Context, name: string, value: unknown, item: Item): unknown {
  const field = context.core.schema.field(context.entity, name);
  if (typeof value !== 'string' || !field || !DATE_TYPES.includes(field.type)) return value;
  if (!context.core.quirks.misreadsOffsets && /[+-]\d\d:\d\d$/.test(value)) return format(Date.parse(value));
  const text = value.replace('T', ' ').replace(/(Z|[+-]\d\d:\d\d)$/, '');
  const zone = item.timeZone;
  if (item.dateTime && typeof zone === 'string' && text.length > 10)
    return format(parse(text) - offset(parse(text), zone));
  return text.length === 16 ? `${text}:00` : text;
}

function compareWith(context: Context, type: string, name: string, item: Item): Matcher {
  const { core, entity, user } = context;
  // `deleted` is always false in lists, whatever is asked: equals true is overridden, isTrue finds nothing.
  if (name === 'deleted' && (type === 'equals' || type === 'notEquals')) return () => true;
  const read = (row: Row) => {
    const value = attribute(core, entity, row, name, user);
    return typeof value === 'string' && value.length === 16 && /^\d{4}-\d\d-\d\d \d\d:\d\d$/.test(value)
      ? `${value}:00`
      : value;
  };
  const wanted = Array.isArray(item.value)
    ? item.value.map((one) => operand(context, name, one, item))
    : operand(context, name, item.value, item);
  const many = Array.isArray(wanted) ? wanted : [wanted];
  const single = many[0];
  const raw = name === 'id' || name.endsWith('Id');
  const fold = (value: unknown) => (typeof value === 'string' && !raw ? value.toLowerCase() : value);
  const same = (a: unknown, b: unknown) =>
    a !== null &&
    (fold(a) === fold(b) || (typeof a === 'number' && String(a) === b) || (typeof a === 'boolean' && flag(b) === a));
  const order = (a: unknown, b: unknown) => {
    if (a === null || b === undefined || b === null) return Number.NaN;
    if (typeof a === 'number') return a - Number(b);
    return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
  };
  switch (type) {
    case 'equals':
    case 'in':
      return (row) => many.some((value) => same(read(row), value));
    case 'notEquals':
    case 'notIn':
      return (row) => !many.some((value) => same(read(row), value));
    case 'isNull':
      return (row) => read(row) === null;
    case 'isNotNull':
      return (row) => read(row) !== null;
    case 'isTrue':
      return (row) => read(row) === true;
    case 'isFalse':
      return (row) => read(row) === false;
    case 'greaterThan':
    case 'after':
      return (row) => order(read(row), single) > 0;
    case 'greaterThanOrEquals':
      return (row) => order(read(row), single) >= 0;
    case 'lessThan':
    case 'before':
      return (row) => order(read(row), single) < 0;
    case 'lessThanOrEquals':
      return (row) => order(read(row), single) <= 0;
    case 'between':
      return (row) => order(read(row), many[0]) >= 0 && order(read(row), many[1]) <= 0;
    case 'like':
      return (row) => likeTest(String(single), String(read(row) ?? ''));
    case 'startsWith':
      return (row) =>
        String(read(row) ?? '')
          .toLowerCase()
          .startsWith(String(single).toLowerCase());
    case 'endsWith':
      return (row) =>
        String(read(row) ?? '')
          .toLowerCase()
          .endsWith(String(single).toLowerCase());
    case 'contains':
      return (row) =>
        String(read(row) ?? '')
          .toLowerCase()
          .includes(String(single).toLowerCase());
    default:
      return () => false;
  }
}

const flag = (value: unknown) => value === true || value === 'true' || value === '1' || value === 1;

/** Whole days of the asked time zone. */
function byDay({ core, entity, user }: Context, type: string, name: string, item: Item): Matcher {
  const zone = typeof item.timeZone === 'string' ? item.timeZone : core.settings.timeZone;
  const local = (ms: number) => ms + offset(ms, zone);
  const utc = (ms: number) => ms - offset(ms, zone);
  const dayOf = (ms: number) => Math.floor(ms / DAY) * DAY;
  const today = dayOf(local(core.now()));
  const month = (add: number) => {
    const date = new Date(today);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + add, 1);
  };
  const year = new Date(today).getUTCFullYear();
  const count = Number(item.value ?? 0) * DAY;
  const on = Date.parse(`${String(item.value ?? '').slice(0, 10)}T00:00:00Z`);
  const ranges: Record<string, [number, number]> = {
    today: [utc(today), utc(today + DAY)],
    on: [utc(on), utc(on + DAY)],
    past: [-8e15, core.now()],
    future: [core.now(), 8e15],
    lastXDays: [utc(today - count), core.now()],
    nextXDays: [core.now(), utc(today + count + DAY)],
    currentMonth: [utc(month(0)), utc(month(1))],
    lastMonth: [utc(month(-1)), utc(month(0))],
    nextMonth: [utc(month(1)), utc(month(2))],
    currentYear: [utc(Date.UTC(year, 0, 1)), utc(Date.UTC(year + 1, 0, 1))],
  };
  const [from, to] = ranges[type] ?? [0, 0];
  return (row) => {
    const time = parse(attribute(core, entity, row, name, user));
    return time >= from && time < to;
  };
}

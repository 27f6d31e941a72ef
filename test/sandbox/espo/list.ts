import { level, mayOn } from './acl.ts';
import type { Core } from './core.ts';
import { denied, EspoError } from './errors.ts';
import { isOnlyMy } from './mine.ts';
import { ADDRESSED, addresses } from './person.ts';
import { parseQuery, type Query } from './query.ts';
import { attribute, renderKeys } from './render.ts';
import { boundOf, firstOf, isIndexed, mayMeet, sortedBy } from './sorted.ts';
import { type Call, isAdmin, list, type Row } from './types.ts';
import { badQuery, type Context, compile, type Matcher } from './where.ts';

const TEXT_LIMIT = 10_000;
const ORDER: Record<string, [string, 'asc' | 'desc']> = { User: ['userName', 'asc'] };

interface Wanted {
  select: string[] | undefined;
  where: unknown;
  orderBy: string;
  order: 'asc' | 'desc';
  maxSize: number;
  offset: number;
  noTotal: boolean;
  params: Query;
}

const number = (value: unknown, otherwise: number) => {
  if (value === undefined) return otherwise;
  const parsed = Number.parseInt(String(value), 10);
  return Number.isNaN(parsed) ? 0 : parsed;
};

function readParams(core: Core, query: string): Query {
  const params = parseQuery(query);
  if (params['searchParams'] === undefined) return params;
  let inner: unknown;
  try {
    inner = JSON.parse(String(params['searchParams']));
  } catch {
    throw new EspoError(400, 'Invalid search params JSON.');
  }
  const { whereGroup: _where, attributeSelect: _select, ...known } = (inner ?? {}) as Query;
  if (known['select'] !== undefined && !Array.isArray(known['select'])) throw badQuery(core, 'select should be array.');
  return known;
}

function read(core: Core, call: Call, entity: string): Wanted {
  const params = readParams(core, call.query);
  const { whereGroup } = core.traits;
  const selected = params['select'] ?? (whereGroup ? params['attributeSelect'] : undefined);
  const select = Array.isArray(selected)
    ? list(selected)
    : typeof selected === 'string'
      ? selected.split(',')
      : undefined;
  const event = core.schema.isEvent(entity);
  const [orderBy, order] = ORDER[entity] ?? [event ? 'dateStart' : 'createdAt', 'desc'];
  const maxSize = number(params['maxSize'], core.settings.recordListMaxSizeLimit);
  const offset = number(params['offset'], 0);
  if (core.quirks.listLimit && maxSize > core.settings.recordListMaxSizeLimit) {
    throw new EspoError(
      403,
      `Max size should not exceed ${core.settings.recordListMaxSizeLimit}. Use offset and limit.`,
    );
  }
  if (maxSize < 0 || offset < 0) throw new EspoError(500);
  return {
    select: select?.map((name) => name.trim()),
    where: params['where'] ?? (whereGroup ? params['whereGroup'] : undefined) ?? [],
    orderBy: String(params['orderBy'] ?? params['sortBy'] ?? orderBy),
    order: readOrder(core, params, order),
    maxSize,
    offset,
    noTotal: call.headers['x-no-total'] === 'true',
    params,
  };
}

function readOrder(core: Core, params: Query, otherwise: 'asc' | 'desc'): 'asc' | 'desc' {
  if (params['asc'] !== undefined) return params['asc'] === 'true' ? 'asc' : 'desc';
  const order = params['order'];
  if (order === undefined) return params['orderBy'] === undefined ? otherwise : 'asc';
  const name = String(order).toLowerCase();
  if (name !== 'asc' && name !== 'desc') throw badQuery(core, 'order value is bad.');
  return name;
}

/** The attributes of one row in a list with `select`. Clients send the same lists again and again. */
const selectedKeys = (core: Core, entity: string, { select = [], orderBy }: Wanted): readonly string[] =>
  core.schema.list(`selected ${orderBy} ${select.join()}`, entity, () => keysFor(core, entity, select, orderBy));

/** espo.md 5: a few are always added. */
function keysFor(core: Core, entity: string, select: string[], orderBy: string): string[] {
  const known = core.schema.attributes(entity);
  const shown = core.schema.listKeys(entity);
  const keys = new Set<string>(['id']);
  for (const name of select) {
    const link =
      /^(\w+)(Ids|Names)$/.exec(name)?.[1] ??
      (core.traits.selectColumns ? /^(\w+)Columns$/.exec(name)?.[1] : undefined);
    if (link && core.schema.field(entity, link)?.type === 'linkMultiple' && link !== 'followers') {
      for (const suffix of ['Ids', 'Names', 'Columns']) keys.add(link + suffix);
    } else if (core.schema.field(entity, name)?.type === 'linkMultiple') {
      if (core.traits.selectLink === 500) throw new EspoError(500);
    } else if (shown.includes(name) || (known.includes(name) && name === 'duration') || name === 'deleted')
      keys.add(name);
  }
  keys.add(orderBy);
  if (orderBy === 'dateStart' && shown.includes('dateStartDate')) keys.add('dateStartDate');
  const add: Record<string, string[]> = { dateStart: ['dateEnd'], duration: ['dateStart', 'dateEnd'] };
  if (entity === 'Meeting') add['dateStartDate'] = ['dateEndDate'];
  for (const [name, more] of Object.entries(add)) if (keys.has(name)) for (const one of more) keys.add(one);
  for (const name of ALWAYS[entity] ?? (core.schema.isEvent(entity) ? EVENT : []))
    if (shown.includes(name)) keys.add(name);
  if (core.version === '7.5.6' && !select.includes('accountIsInactive')) keys.delete('accountIsInactive');
  for (const name of ['createdById', 'assignedUserId']) if (shown.includes(name)) keys.add(name);
  if (core.schema.shape(entity).create?.includes('isStarred')) keys.add('isStarred');
  if (core.schema.concurrency(entity) && !select.includes('versionNumber')) keys.delete('versionNumber');
  return [...keys].filter((key) => known.includes(key) || shown.includes(key) || key === 'isStarred');
}

const EVENT = ['parentName'];
const ALWAYS: Record<string, string[]> = {
  Contact: ['accountIsInactive', 'accountId', 'accountName'],
  Lead: ['phoneNumber', 'accountName'],
  User: ['userName', 'type', 'isActive', 'name', 'createdById'],
};

const PRIMARY = ['planned', 'held', 'todays'];

function filters(context: Context, wanted: Wanted): Matcher {
  const { core, entity, user } = context;
  const parts: Matcher[] = [compile(context, wanted.where)];
  const own = level(core, user, entity, 'read');
  if (own !== 'all') parts.push((row) => mayOn(core, user, entity, row, 'read'));
  if (entity === 'User' && !isAdmin(user)) parts.push((row) => row['type'] !== 'api' && row['type'] !== 'system');
  for (const name of list(wanted.params['boolFilterList']))
    if (name === 'onlyMy') parts.push((row) => isOnlyMy(context, row));
  const name = wanted.params['primaryFilter'];
  if (name !== undefined) {
    if (!PRIMARY.includes(String(name))) throw badQuery(core, `No primary filter '${name}' for '${entity}'.`);
    if (name === 'planned') parts.push((row) => row['status'] === 'Planned');
    if (name === 'held') parts.push((row) => row['status'] === 'Held');
    if (name === 'todays') parts.push(compile(context, [{ type: 'today', attribute: 'dateStart', dateTime: true }]));
  }
  const text = wanted.params['textFilter'] ?? wanted.params['q'];
  if (text !== undefined)
    parts.push((row) =>
      String(row['name'] ?? '')
        .toLowerCase()
        .startsWith(String(text).toLowerCase()),
    );
  return (row) => !row.deleted && parts.every((part) => part(row));
}

/** The server appends `id` in the same direction as tie-break (espo.md 5). */
function sort(core: Core, entity: string, rows: Row[], by: string, order: 'asc' | 'desc', user: Row): Row[] {
  const value = (row: Row) => {
    const raw = attribute(core, entity, row, by, user);
    return raw === null
      ? ''
      : typeof raw === 'number'
        ? raw
        : typeof raw === 'string' && raw.length === 16
          ? `${raw}:00`
          : String(raw);
  };
  const compare = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0);
  const sign = order === 'asc' ? 1 : -1;
  const keyed = rows.map((row) => ({ row, key: value(row) }));
  keyed.sort((a, b) => sign * (compare(a.key, b.key) || compare(a.row.id, b.row.id)));
  return keyed.map(({ row }) => row);
}

/** All that match, or as many of them as are needed where nobody wants their number. */
function meeting(core: Core, entity: string, wanted: Wanted, match: Matcher): Row[] {
  const { orderBy, order, where, noTotal, offset, maxSize } = wanted;
  const few = mayMeet(core, entity, where);
  const all = few ?? core.rows(entity);
  const ordered =
    isIndexed(orderBy) && order === 'asc' && noTotal && core.quirks.noTotal && !ADDRESSED.includes(entity);
  const enough = offset + maxSize + 1;
  // What is left is little: sorted by itself.
  if (!ordered || all.length <= 4 * enough) return all.filter(match);
  const sorted = sortedBy(core, entity, orderBy);
  const found: Row[] = [];
  for (let at = firstOf(sorted, boundOf(where, orderBy)?.from ?? ''); at < sorted.rows.length; at += 1) {
    const row = sorted.rows[at] as Row;
    if (match(row)) found.push(row);
    if (found.length === enough) break;
  }
  return found;
}

export function listRecords(core: Core, call: Call, entity: string, among?: (row: Row) => boolean): unknown {
  const { user } = call.caller;
  if (level(core, user, entity, 'read') === 'no') throw denied(core.version, 'No read access.');
  const wanted = read(core, call, entity);
  const fields = core.schema.attributes(entity);
  if (!fields.includes(wanted.orderBy)) throw badQuery(core, `Order by non-existing field '${wanted.orderBy}'.`);
  const keys = wanted.select ? selectedKeys(core, entity, wanted) : core.schema.listKeys(entity);
  const context: Context = { core, entity, user };
  const match = filters(context, wanted);
  const found = among
    ? core.rows(entity).filter((row) => match(row) && among(row))
    : meeting(core, entity, wanted, match);
  const rows = doubled(core, entity, sort(core, entity, found, wanted.orderBy, wanted.order, user), wanted.where);
  const page = rows.slice(wanted.offset, wanted.offset + wanted.maxSize);
  const more = wanted.offset + wanted.maxSize < rows.length;
  const asText = wanted.params['q'] !== undefined && wanted.params['textFilter'] === undefined;
  const counted = rows.length + (core.traits.doublesInTotal ? extra(entity, found, wanted.where) : 0);
  const total = (wanted.noTotal && core.quirks.noTotal) || asText ? (more ? -1 : -2) : counted;
  return { total, list: page.map((row) => line(context, row, wanted, keys)) };
}

/** Addresses of this row that a where tree asks for. */
function met(row: Row, where: unknown, only: 'or' | 'in'): number {
  const wanted = new Set<string>();
  const walk = (item: unknown, inOr: boolean) => {
    if (typeof item !== 'object' || item === null) return;
    const { type, attribute: name, value } = item as { type?: string; attribute?: string; value?: unknown };
    if (name === 'emailAddress') {
      if (only === 'or' && inOr && typeof value === 'string') wanted.add(value.toLowerCase());
      if (only === 'in' && Array.isArray(value)) for (const one of list(value)) wanted.add(one.toLowerCase());
    } else if (Array.isArray(value)) for (const inner of value) walk(inner, inOr || type === 'or');
  };
  for (const item of Array.isArray(where) ? where : []) walk(item, false);
  return addresses(row).filter(({ lower }) => wanted.has(lower)).length;
}

/** 8.3 and later list a record once per address that an `or` of equals meets (espo-versions.md 1.4). */
function doubled(core: Core, entity: string, rows: Row[], where: unknown): Row[] {
  if (!core.traits.doublesOr || !ADDRESSED.includes(entity)) return rows;
  return rows.flatMap((row) => Array.from({ length: Math.max(1, met(row, where, 'or')) }, () => row));
}

const extra = (entity: string, rows: Row[], where: unknown) =>
  ADDRESSED.includes(entity)
    ? rows.reduce((sum, row) => sum + Math.max(0, met(row, where, 'in') - 1, met(row, where, 'or') - 1), 0)
    : 0;

function line(
  { core, entity, user }: Context,
  row: Row,
  wanted: Wanted,
  keys: readonly string[],
): Record<string, unknown> {
  const answer = renderKeys(core, entity, row, user, keys);
  // Only the parts of a parent that were selected are loaded.
  if (wanted.select && !keys.includes('parentId') && 'parentName' in answer) answer['parentName'] = null;
  if (entity === 'User' && wanted.select && !wanted.select.includes('name')) answer['name'] = row['userName'];
  if (wanted.select && core.quirks.cutsTexts) {
    for (const [key, value] of Object.entries(answer)) {
      if (typeof value !== 'string' || value.length <= TEXT_LIMIT) continue;
      if (core.schema.field(entity, key)?.type === 'text')
        answer[key] = [...value.slice(0, TEXT_LIMIT * 2)].slice(0, TEXT_LIMIT).join('');
    }
  }
  return answer;
}

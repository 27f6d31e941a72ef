/** Query parameters and Prefer of a request, checked against what the path takes. */
import { badRequest, GraphError } from './errors.ts';
import { type Filter, parseFilter } from './filter.ts';
import { READ_ONLY, sameProperty, WRITABLE } from './input.ts';
import type { ExtendedProperty, Fields } from './model.ts';
import type { Shape } from './render.ts';
import { definitions } from './schema.ts';
import type { Tenant } from './tenant.ts';
import { toIana } from './zones.ts';

const EVENT = new Set([...WRITABLE, ...READ_ONLY, 'transactionId', 'uid']);
const CALENDAR = new Set([
  'id',
  'name',
  'color',
  'hexColor',
  'isDefaultCalendar',
  'changeKey',
  'canShare',
  'canViewPrivateItems',
  'canEdit',
  'allowedOnlineMeetingProviders',
  'defaultOnlineMeetingProvider',
  'isTallyingResponses',
  'isRemovable',
  'owner',
]);

const USER = new Set(Object.keys((definitions['microsoft.graph.user'] as { properties: Fields }).properties));

export interface Prefer {
  immutable: boolean;
  zone: string;
  text: boolean;
  pageSize?: number;
  applied: string[];
}

/** Preferences may be in one header or in several joined by commas; names are compared without case. */
export function readPrefer(tenant: Tenant, header: string): Prefer {
  const known = tenant.quirks.zoneNames ? prefers.get(header) : undefined;
  if (known) return known;
  const prefer = readPreferences(tenant, header);
  if (tenant.quirks.zoneNames && prefers.size < 1000) prefers.set(header, prefer);
  return prefer;
}

/** Clients say the same in every request; what is wrong is refused before it gets here. */
const prefers = new Map<string, Readonly<Prefer>>();

function readPreferences(tenant: Tenant, header: string): Prefer {
  const prefer: Prefer = { immutable: false, zone: 'UTC', text: false, applied: [] };
  for (const [, name = '', quoted, bare] of header.matchAll(/([\w.-]+)\s*=\s*(?:"([^"]*)"|([^\s,;]+))/g)) {
    const value = quoted ?? bare ?? '';
    const key = name.toLowerCase();
    if (key === 'idtype') prefer.immutable = value.toLowerCase() === 'immutableid';
    if (key === 'odata.maxpagesize') prefer.pageSize = Number(value);
    if (key === 'outlook.body-content-type' && value.toLowerCase() === 'text') {
      prefer.text = true;
      prefer.applied.push('outlook.body-content-type="text"');
    }
    if (key === 'outlook.timezone') {
      if (tenant.quirks.zoneNames && toIana(value) === undefined) {
        throw new GraphError(
          400,
          'TimeZoneNotSupportedException',
          `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${value}'.`,
        );
      }
      prefer.zone = value;
      prefer.applied.push(`outlook.timezone="${value}"`);
    }
  }
  return prefer;
}

export type Query = Map<string, string>;

/** Parameter names without case, as Graph takes them; a name given twice is refused. */
export function readQuery(search: URLSearchParams): Query {
  const query: Query = new Map();
  for (const [name, value] of search) {
    const key = name.toLowerCase();
    if (query.has(key))
      throw badRequest(`Query option '${name}' was specified more than once, but it must be specified at most once.`);
    query.set(key, value);
  }
  return query;
}

export function allow(tenant: Tenant, query: Query, names: string): void {
  if (!tenant.quirks.strictRequests) return;
  const allowed = names.split(' ');
  for (const name of query.keys()) {
    if (!allowed.includes(name)) throw badRequest(`The query parameter '${name}' is not supported.`);
  }
}

export function readSelect(query: Query, kind: 'event' | 'calendar' | 'view' | 'user'): Set<string> | undefined {
  const text = query.get('$select');
  if (text === undefined || text === '') return undefined;
  const names = text.split(',').map((name) => name.trim());
  for (const name of names) {
    // graph.md 6: these two cannot be selected on a calendarView.
    if (kind === 'view' && (name === 'createdDateTime' || name === 'lastModifiedDateTime')) {
      throw new GraphError(400, 'ErrorInvalidProperty', `The property '${name}' does not support $select here.`);
    }
    const known = kind === 'user' ? USER : kind === 'calendar' ? CALENDAR : EVENT;
    if (!known.has(name)) {
      const type = kind === 'view' ? 'event' : kind;
      throw new GraphError(
        400,
        'RequestBroker--ParseUri',
        `Could not find a property named '${name}' on type 'microsoft.graph.${type}'.`,
      );
    }
  }
  return new Set(names);
}

/** `$expand=singleValueExtendedProperties($filter=id eq '..' or id eq '..')`, and exceptionOccurrences on a single event. */
export function readExpand(query: Query, single: boolean): Pick<Shape, 'extended' | 'exceptions'> {
  const text = query.get('$expand');
  if (text === undefined) return {};
  const shape: { extended?: (property: ExtendedProperty) => boolean; exceptions?: boolean } = {};
  for (const part of text.split(/,(?![^(]*\))/)) {
    const match = /^\s*singleValueExtendedProperties\s*\(\s*\$filter=(.*)\)\s*$/i.exec(part);
    if (match) {
      const ids: string[] = [];
      for (const clause of (match[1] ?? '').split(/\s+or\s+/)) {
        const id = /^\s*(?:\w+\/)?id\s+eq\s+'((?:[^']|'')*)'\s*$/i.exec(clause)?.[1];
        if (id === undefined) throw badRequest("Parsing OData Select and Expand failed: only 'id eq' is supported.");
        ids.push(id.replaceAll("''", "'"));
      }
      shape.extended = (property) => ids.some((id) => sameProperty(id, property.id));
    } else if (single && /^\s*exceptionOccurrences\s*$/.test(part)) shape.exceptions = true;
    else
      throw badRequest(
        `Parsing OData Select and Expand failed: Could not find a property named '${part.trim()}' or it needs $filter.`,
      );
  }
  return shape;
}

export const readFilter = (query: Query): Filter | undefined => {
  const text = query.get('$filter');
  return text === undefined ? undefined : parseFilter(text);
};

export function readNumber(query: Query, name: string, low: number, high: number): number | undefined {
  const text = query.get(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new GraphError(400, 'ErrorInvalidParameter', `The value '${text}' of parameter '${name}' is invalid.`);
  }
  return value;
}

/** The window of a view: an offset counts, UTC otherwise; Prefer does not touch it (graph.md 1). */
export function readWindow(query: Query): { from: number; to: number } {
  const edge = (name: string, label: string) => {
    const text = query.get(name);
    if (text === undefined || text === '') {
      throw new GraphError(
        400,
        'ErrorInvalidParameter',
        'This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.',
      );
    }
    // A bare + of an offset arrives as a blank.
    const clean = text.replace(/ (\d\d:\d\d)$/, '+$1');
    const ms = Date.parse(
      /(Z|[+-]\d\d:\d\d)$/i.test(clean) ? clean : /T/.test(clean) ? `${clean}Z` : `${clean}T00:00:00Z`,
    );
    if (Number.isNaN(ms))
      throw new GraphError(400, 'ErrorInvalidParameter', `The value '${text}' of parameter '${label}' is invalid.`);
    return ms;
  };
  const window = { from: edge('startdatetime', 'StartDateTime'), to: edge('enddatetime', 'EndDateTime') };
  if (window.to < window.from) {
    throw new GraphError(400, 'ErrorInvalidRequest', "Your request can't be completed. The end is before the start.");
  }
  return window;
}

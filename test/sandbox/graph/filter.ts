/** The part of OData's $filter that mailboxes understand: comparisons joined by and/or, and extended properties by Any (graph.md 2, 5). */
import { badRequest, GraphError } from './errors.ts';
import { sameProperty } from './input.ts';
import type { ExtendedProperty, Fields } from './model.ts';

export interface Filterable {
  /** Worked out only when it is looked at. */
  readonly fields: Fields;
  iCalUId?: string;
  extended: ExtendedProperty[];
}
export type Filter = (item: Filterable) => boolean;

const TOKEN = /\s*('(?:[^']|'')*'|[()]|[A-Za-z_][A-Za-z0-9_./]*|:|\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?|-?\d+(?:\.\d+)?|,)/y;
const ALLOWED = [
  'iCalUId',
  'subject',
  'start/dateTime',
  'end/dateTime',
  'lastModifiedDateTime',
  'createdDateTime',
  'isOrganizer',
  'isAllDay',
  'isCancelled',
  'type',
  'seriesMasterId',
  'name',
  'isDefaultCalendar',
  'importance',
  'sensitivity',
  'showAs',
];

function tokens(text: string): string[] {
  const list: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (!match) throw badRequest(`Invalid filter clause: ${text}`);
    list.push(match[1] ?? '');
  }
  return list;
}

const unquote = (token: string) => token.slice(1, -1).replaceAll("''", "'");

function literal(token: string | undefined): string | boolean | number | null {
  if (token === undefined) throw badRequest('Invalid filter clause: value expected');
  if (token.startsWith("'")) return unquote(token);
  if (token === 'true' || token === 'false') return token === 'true';
  if (token === 'null') return null;
  return /^-?\d+(\.\d+)?$/.test(token) ? Number(token) : token;
}

function compare(path: string, operator: string, value: string | boolean | number | null): Filter {
  if (!ALLOWED.includes(path)) {
    throw new GraphError(400, 'ErrorInvalidUrlQueryFilter', 'The query filter contains one or more invalid nodes.');
  }
  if (path === 'iCalUId' && operator === 'eq') return (item) => (item.iCalUId ?? item.fields.iCalUId) === value;
  return ({ fields }) => {
    let have: unknown = fields;
    for (const part of path.split('/')) have = (have as Fields | undefined)?.[part];
    if (operator === 'eq') return have === value;
    if (operator === 'ne') return have !== value;
    const times = path.endsWith('ateTime') && typeof have === 'string' && typeof value === 'string';
    const left = times ? Date.parse(`${String(have).slice(0, 23).replace('Z', '')}Z`) : (have as number);
    const right = times ? Date.parse(/Z$/.test(String(value)) ? String(value) : `${value}Z`) : (value as number);
    if (operator === 'ge') return left >= right;
    if (operator === 'gt') return left > right;
    if (operator === 'le') return left <= right;
    if (operator === 'lt') return left < right;
    throw badRequest(`Invalid filter clause: ${operator}`);
  };
}

/** Ids: names are case-sensitive; values are compared without case (graph.md 5). */
function anyProperty(clauses: { field: string; value: string }[]): Filter {
  const id = clauses.find(({ field }) => field === 'id')?.value;
  const value = clauses.find(({ field }) => field === 'value')?.value;
  if (id === undefined) throw badRequest('Invalid filter clause: an extended property is found by its id.');
  return ({ extended }) =>
    extended.some(
      (one) => sameProperty(one.id, id) && (value === undefined || one.value.toLowerCase() === value.toLowerCase()),
    );
}

export function parseFilter(text: string): Filter {
  const list = tokens(text);
  let position = 0;
  const take = () => list[position++];
  const expect = (wanted: string) => {
    const got = take();
    if (got?.toLowerCase() !== wanted) throw badRequest(`Invalid filter clause: '${wanted}' expected.`);
  };
  const any = (): Filter => {
    expect('(');
    const variable = take() ?? '';
    expect(':');
    const clauses: { field: string; value: string }[] = [];
    do {
      const [head, field] = (take() ?? '').split('/');
      if (head !== variable || (field !== 'id' && field !== 'value')) throw badRequest('Invalid filter clause: any.');
      expect('eq');
      clauses.push({ field, value: String(literal(take())) });
    } while (list[position] === 'and' && position++ >= 0);
    expect(')');
    return anyProperty(clauses);
  };
  const single = (): Filter => {
    const head = take();
    if (head === '(') {
      const inner = either();
      expect(')');
      return inner;
    }
    if (head === undefined) throw badRequest('Invalid filter clause: expression expected.');
    if (/^singleValueExtendedProperties\/any$/i.test(head)) return any();
    if (head === 'startswith') {
      expect('(');
      const path = take() ?? '';
      expect(',');
      const value = String(literal(take())).toLowerCase();
      expect(')');
      return ({ fields }) =>
        String(fields[path] ?? '')
          .toLowerCase()
          .startsWith(value);
    }
    return compare(head, take() ?? '', literal(take()));
  };
  const both = (): Filter => {
    let left = single();
    while (list[position] === 'and') {
      position++;
      const [one, two] = [left, single()];
      left = (item) => one(item) && two(item);
    }
    return left;
  };
  const either = (): Filter => {
    let left = both();
    while (list[position] === 'or') {
      position++;
      const [one, two] = [left, both()];
      left = (item) => one(item) || two(item);
    }
    return left;
  };
  const filter = either();
  if (position < list.length) throw badRequest(`Invalid filter clause: ${list[position]}`);
  return filter;
}

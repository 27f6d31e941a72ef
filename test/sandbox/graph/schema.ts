/**
 * The OpenAPI and JSON Schema of the calendar part of Graph v1.0 (graph.md 20; made from Microsoft's metadata, MIT), and a
 * checker for the keywords they use. Paths that the OpenAPI lacks and the facts name are added here, with their source.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export type Schema = Record<string, unknown> | boolean;
type Bag = Record<string, unknown>;

const load = (name: string): Bag =>
  JSON.parse(gunzipSync(readFileSync(new URL(`../../data/graph/${name}.json.gz`, import.meta.url))).toString('utf8'));

export const openapi = load('graph-calendar.openapi');
export const definitions = load('graph-calendar.schema').$defs as Record<string, Schema>;

const isBag = (value: unknown): value is Bag => typeof value === 'object' && value !== null && !Array.isArray(value);
const kindOf = (value: unknown) =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;

function fitsType(value: unknown, type: unknown): boolean {
  const types = Array.isArray(type) ? type : [type];
  const kind = kindOf(value);
  return types.includes(kind) || (kind === 'integer' && types.includes('number'));
}

/** Enum values are read without case: the documentation itself sends `HTML` and `Monday`. */
const amongst = (list: unknown[], value: unknown) =>
  list.includes(value) ||
  (typeof value === 'string' && list.some((one) => String(one).toLowerCase() === value.toLowerCase()));

function resolve(reference: string, schema: Bag | boolean): Schema {
  const name = reference.split('/').at(-1) ?? '';
  const found = definitions[name];
  if (found === undefined) throw new Error(`no definition ${reference} (${typeof schema})`);
  return found;
}

/** What is wrong, as `path: reason`; nothing when the value fits. */
export function problems(value: unknown, schema: Schema, at = ''): string[] {
  if (typeof schema === 'boolean') return schema ? [] : [`${at}: not allowed`];
  if (typeof schema.$ref === 'string') return problems(value, resolve(schema.$ref, schema), at);
  const list: string[] = [];
  const wrong = (reason: string) => list.push(`${at}: ${reason}`);
  const fits = (other: unknown) => problems(value, other as Schema, at).length === 0;
  if (schema.type !== undefined && !fitsType(value, schema.type))
    wrong(`is ${kindOf(value)}, not ${String(schema.type)}`);
  if (Array.isArray(schema.enum) && !amongst(schema.enum, value))
    wrong(`${JSON.stringify(value)} is none of ${schema.enum.join(', ')}`);
  if (schema.const !== undefined && value !== schema.const) wrong(`is not ${String(schema.const)}`);
  if (typeof value === 'string') {
    if (typeof schema.pattern === 'string' && !new RegExp(schema.pattern).test(value))
      wrong(`${value} does not fit ${schema.pattern}`);
    if (typeof schema.minLength === 'number' && value.length < schema.minLength) wrong('too short');
    if (schema.format === 'uri' && !URL.canParse(value)) wrong(`${value} is no address`);
  }
  if (typeof value === 'number') {
    if (typeof schema.minimum === 'number' && value < schema.minimum) wrong('too small');
    if (typeof schema.maximum === 'number' && value > schema.maximum) wrong('too great');
  }
  if (Array.isArray(value)) {
    if (typeof schema.minItems === 'number' && value.length < schema.minItems) wrong('too few');
    if (typeof schema.maxItems === 'number' && value.length > schema.maxItems) wrong('too many');
    if (schema.items !== undefined)
      value.forEach((one, index) => list.push(...problems(one, schema.items as Schema, `${at}/${index}`)));
  }
  if (isBag(value)) list.push(...bagProblems(value, schema, at));
  if (Array.isArray(schema.anyOf) && !schema.anyOf.some(fits)) {
    const closest =
      schema.anyOf.map((one) => problems(value, one as Schema, at)).sort((a, b) => a.length - b.length)[0] ?? [];
    list.push(...closest);
  }
  if (Array.isArray(schema.oneOf) && schema.oneOf.filter(fits).length !== 1) wrong('fits not exactly one of the forms');
  if (schema.not !== undefined && fits(schema.not)) wrong('is what it must not be');
  if (schema.if !== undefined && schema.then !== undefined && fits(schema.if))
    list.push(...problems(value, schema.then as Schema, at));
  return list;
}

function bagProblems(value: Bag, schema: Bag, at: string): string[] {
  const list: string[] = [];
  const known = isBag(schema.properties) ? schema.properties : {};
  const patterns = isBag(schema.patternProperties) ? Object.entries(schema.patternProperties) : [];
  if (Array.isArray(schema.required))
    for (const name of schema.required) if (!(String(name) in value)) list.push(`${at}: lacks ${name}`);
  if (typeof schema.minProperties === 'number' && Object.keys(value).length < schema.minProperties)
    list.push(`${at}: is empty`);
  for (const [name, one] of Object.entries(value)) {
    const here = `${at}/${name}`;
    const fitting = patterns.filter(([pattern]) => new RegExp(pattern).test(name));
    if (name in known) list.push(...problems(one, known[name] as Schema, here));
    for (const [, pattern] of fitting) list.push(...problems(one, pattern as Schema, here));
    if (name in known || fitting.length > 0) continue;
    if (schema.additionalProperties === false) list.push(`${here}: unknown property`);
    else if (isBag(schema.additionalProperties)) list.push(...problems(one, schema.additionalProperties, here));
  }
  return list;
}

interface Operation {
  method: string;
  pattern: (string | undefined)[];
  parameters: string[];
  body: Schema | undefined;
}

const LIST = ['$select', '$expand', '$filter', '$orderby', '$top', '$skip', '$count'];
const WINDOW = ['startdatetime', 'enddatetime'];

/** What the OpenAPI lacks: [method, path, parameters]. graph.md 1, 2, 5, 6, 7, 8, 11, 12, 21. */
const ADDED: [string, string, string[]][] = [
  ['PATCH', '/me/calendars/{id}', []],
  ['GET', '/me/calendars/{id}', ['$expand']],
  ['GET', '/me/calendars', ['$expand', '$orderby']],
  ['GET', '/me/calendar', ['$expand']],
  ['PATCH', '/me/calendar', []],
  ['GET', '/me/calendars/{id}/events/{event}/instances', [...WINDOW, ...LIST]],
  ['GET', '/me/calendar/events', LIST],
  ['POST', '/me/calendar/events', []],
  ['GET', '/me/calendar/calendarView', [...WINDOW, ...LIST]],
  ['GET', '/me/calendar/calendarView/delta', [...WINDOW, '$deltatoken', '$skiptoken']],
  ['GET', '/me/calendarView', [...WINDOW, ...LIST]],
  ['GET', '/me/calendars/{id}/events/delta', ['$select', '$deltatoken', '$skiptoken']],
  ['GET', '/me/events/delta', ['$select', '$deltatoken', '$skiptoken']],
  ['GET', '/me/outlook/supportedTimeZones', []],
  ['GET', '/me/outlook/supportedTimeZones()', []],
  ...['Windows', 'Iana'].map((standard): [string, string, string[]] => [
    'GET',
    `/me/outlook/supportedTimeZones(TimeZoneStandard=microsoft.graph.timeZoneStandard'${standard}')`,
    [],
  ]),
  ...['accept', 'decline', 'tentativelyAccept', 'cancel', 'permanentDelete'].flatMap(
    (action): [string, string, string[]][] => [
      ['POST', `/me/events/{event}/${action}`, []],
      ['POST', `/me/calendars/{id}/events/{event}/${action}`, []],
    ],
  ),
];

const patternOf = (path: string): (string | undefined)[] =>
  path
    .split('/')
    .slice(1)
    .map((part) => (part.startsWith('{') ? undefined : part.toLowerCase()));

function readOperations(): Operation[] {
  const list: Operation[] = [];
  for (const [path, methods] of Object.entries(openapi.paths as Record<string, Bag>)) {
    for (const [method, operation] of Object.entries(methods)) {
      const { parameters = [], requestBody } = operation as {
        parameters?: { in: string; name: string }[];
        requestBody?: Bag;
      };
      const content = requestBody?.content as { 'application/json'?: { schema?: Schema } } | undefined;
      list.push({
        method: method.toUpperCase(),
        pattern: patternOf(path),
        parameters: parameters.filter((one) => one.in === 'query').map((one) => one.name.toLowerCase()),
        body: content?.['application/json']?.schema,
      });
    }
  }
  for (const [method, path, parameters] of ADDED)
    list.push({ method, pattern: patternOf(path), parameters, body: undefined });
  return list;
}

const operations = new Map<number, Operation[]>();
for (const one of readOperations())
  operations.set(one.pattern.length, [...(operations.get(one.pattern.length) ?? []), one]);

/** A pattern has its fixed parts in lower case, and nothing where any id fits. */
const fitsPath = (pattern: (string | undefined)[], asked: string[]) =>
  pattern.every((part, index) => part === undefined || part === asked[index]);

export interface Refusal {
  about: 'path' | 'method' | 'query' | 'body';
  why: string;
}

/**
 * undefined when Graph knows the request; otherwise why not. Missing and unknown properties of an event are left to the
 * handlers, which answer with the codes of graph.md 15.
 */
export function refusal(method: string, segments: string[], parameters: string[], body: unknown): Refusal | undefined {
  const asked = segments.map((one) => one.toLowerCase());
  const here = (operations.get(asked.length) ?? []).filter((one) => fitsPath(one.pattern, asked));
  if (here.length === 0) return { about: 'path', why: segments.at(-1) ?? '' };
  const fitting = here.filter((one) => one.method === method);
  if (fitting.length === 0) return { about: 'method', why: method };
  const allowed = fitting.flatMap((one) => one.parameters);
  const strange = parameters.find((name) => !allowed.includes(name.toLowerCase()));
  if (strange !== undefined) return { about: 'query', why: strange };
  const schema = fitting.find((one) => one.body !== undefined)?.body;
  if (schema === undefined) return undefined;
  const why = problems(body, schema).find((problem) => !/^(: lacks|\/[^/]+: unknown property)/.test(problem));
  return why === undefined ? undefined : { about: 'body', why };
}

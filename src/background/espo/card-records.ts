/** What the card in Outlook shows of records, and finds among them: beside the sync, for somebody who looks on. */
import * as v from 'valibot';
import { own } from '../../shared/own';
import { DAY, MINUTE } from '../../shared/time';
import { textUpTo } from '../net/short-text';
import { type EspoClient, problem } from './client';
import { espoTime, parseEspoTime } from './dates';
import { KINDS, type Kind } from './people';
import { and, equals, isIn, listPath, or, type Where } from './query';
import { EspoId, EspoList, parse } from './schema';

const text = textUpTo(255);
/** More than a card shows, or anybody reads there. */
const MOST_PEOPLE = 200;
const ids = v.pipe(
  v.nullish(v.array(v.string()), []),
  v.transform((all) => all.slice(0, MOST_PEOPLE)),
);
/** EspoCRM writes an empty map as an empty list. */
const names = v.nullish(v.union([v.record(v.string(), text), v.array(v.unknown())]), {});
const columns = v.nullish(
  v.union([v.record(v.string(), v.nullish(v.looseObject({ status: text }))), v.array(v.unknown())]),
  {},
);

const Row = v.looseObject({
  id: EspoId,
  name: text,
  status: text,
  dateStart: text,
  dateStartDate: text,
  parentId: text,
  parentType: text,
  parentName: text,
  assignedUserName: text,
  assignedUsersNames: names,
  usersIds: ids,
  usersNames: names,
  usersColumns: columns,
  contactsIds: ids,
  contactsNames: names,
  contactsColumns: columns,
  leadsIds: ids,
  leadsNames: names,
  leadsColumns: columns,
});
type Row = v.InferOutput<typeof Row>;

const LINKS: Record<Kind, 'users' | 'contacts' | 'leads'> = { User: 'users', Contact: 'contacts', Lead: 'leads' };

export interface CardPerson {
  kind: Kind;
  id: string;
  name: string;
  response: string;
}

export interface CardRecord {
  id: string;
  name: string;
  status: string;
  /** UTC milliseconds; -1 without one. */
  start: number;
  assigned: string;
  parent: { type: string; id: string; name: string } | undefined;
  people: CardPerson[];
}

async function rows(
  client: EspoClient,
  type: string,
  where: Where[],
  select: string[],
  maxSize: number,
): Promise<Row[]> {
  const path = listPath(type, { where, select, maxSize });
  const answer = await client.send({ method: 'GET', path, headers: { 'X-No-Total': 'true' } });
  if (answer.status !== 200) throw problem(answer);
  return parse(EspoList, answer.body, `${type} list`).list.flatMap((one) => {
    const row = v.safeParse(Row, one);
    return row.success ? [row.output] : [];
  });
}

/** Records by id, with those who take part: that costs EspoCRM more than the rest, so only for what is looked at. */
export async function cardRecords(
  client: EspoClient,
  type: string,
  wanted: readonly string[],
  links: readonly string[],
): Promise<CardRecord[]> {
  const select = ['id', 'name', 'status', 'parentId', 'parentType', 'parentName', 'assignedUserId', 'assignedUserName'];
  const linked = links.flatMap((link) => [`${link}Ids`, `${link}Names`, `${link}Columns`]);
  const one = wanted.length === 1 ? equals('id', wanted[0] ?? '') : isIn('id', wanted);
  return (await rows(client, type, [one], [...select, ...linked], wanted.length)).map(cardRecord);
}

function cardRecord(row: Row): CardRecord {
  return {
    id: row.id,
    name: row.name,
    status: row.status,
    start: parseEspoTime(row.dateStart) ?? (row.dateStartDate ? Date.parse(row.dateStartDate) : -1),
    assigned: row.assignedUserName || namesIn(row.assignedUsersNames),
    parent: row.parentId === '' ? undefined : { type: row.parentType, id: row.parentId, name: row.parentName },
    people: KINDS.flatMap((kind) => peopleOf(row, kind)),
  };
}

const namesIn = (known: Row['assignedUsersNames']): string =>
  Array.isArray(known) ? '' : Object.values(known).join(', ');

function peopleOf(row: Row, kind: Kind): CardPerson[] {
  const link = LINKS[kind];
  const [known, statuses] = [row[`${link}Names`], row[`${link}Columns`]];
  return row[`${link}Ids`].map((id) => ({
    kind,
    id,
    name: Array.isArray(known) ? id : (own(known, id) ?? id),
    response: Array.isArray(statuses) ? '' : (own(statuses, id)?.status ?? ''),
  }));
}

/** People by kind and id. */
export async function cardPeople(
  client: EspoClient,
  kind: Kind,
  wanted: readonly string[],
): Promise<{ id: string; name: string }[]> {
  const found = await rows(client, kind, [isIn('id', wanted)], ['id', 'name'], wanted.length);
  return found.map(({ id, name }) => ({ id, name }));
}

/** What a record is called; '' for one that is gone or closed. */
export async function recordName(client: EspoClient, type: string, id: string): Promise<string> {
  const [row] = await rows(client, type, [equals('id', id)], ['id', 'name'], 1);
  return row?.name ?? '';
}

/** How far from the event's start a record still counts as at the same time. */
const SAME = 15 * MINUTE;
const MOST = 10;

/** Where an event begins, UTC milliseconds. */
export interface Near {
  start: number;
  /** The entity knows records that last all day. */
  dates: boolean;
}

/** Records with these words in their name, or at the same time where nothing was typed; those at the same time first. */
export async function findRecords(
  client: EspoClient,
  type: string,
  words: string,
  near: Near | undefined,
): Promise<{ id: string; name: string; start: number; sameTime: boolean }[]> {
  const select = ['id', 'name', ...(near ? ['dateStart', ...(near.dates ? ['dateStartDate'] : [])] : [])];
  const atTime = near ? during(near) : [];
  const named: Where[] = words === '' ? [] : [{ type: 'like', attribute: 'name', value: `%${words}%` }];
  const lists = await Promise.all([
    near ? rows(client, type, [...atTime, ...named], select, MOST) : [],
    words === '' && near ? [] : rows(client, type, named, select, MOST),
  ]);
  const [same = [], others = []] = lists;
  const found = new Map([...others, ...same].map((row) => [row.id, { row, sameTime: same.includes(row) }]));
  return [...found.values()]
    .map(({ row, sameTime }) => ({ id: row.id, name: row.name, start: cardRecord(row).start, sameTime }))
    .sort((a, b) => Number(b.sameTime) - Number(a.sameTime) || a.name.localeCompare(b.name))
    .slice(0, MOST);
}

/** An event that begins at midnight in UTC may last all day. */
function during({ start, dates }: Near): Where[] {
  const soon = and(...between(start - SAME, start + SAME));
  if (!dates || start % DAY !== 0) return [soon];
  return [or(soon, equals('dateStartDate', new Date(start).toISOString().slice(0, 10)))];
}

const between = (from: number, until: number): Where[] => [
  { type: 'greaterThanOrEquals', attribute: 'dateStart', value: espoTime(from) },
  { type: 'lessThanOrEquals', attribute: 'dateStart', value: espoTime(until) },
];

/** Records that bear a name, of the kinds that may be a parent. */
import * as v from 'valibot';
import type { RecordId } from '../sync/model/port';
import { type EspoClient, problem } from './client';
import { equals, isIn, listPath, or } from './query';
import { EspoList, parse } from './schema';

/** Names in one request: each may have 255 characters, and a request line holds 8 kB. */
const LINE = 6000;
const Row = v.looseObject({ id: v.string(), name: v.nullish(v.string(), '') });

/** The records of one kind by their names in lower case; names that too many bear are missing. A kind that is closed has none. */
export async function recordsNamed(
  client: EspoClient,
  type: string,
  names: readonly string[],
  pageSize: number,
): Promise<Map<string, RecordId[]>> {
  const found = new Map<string, RecordId[]>();
  for (const part of parts(names)) {
    const where = [or(...part.map((name) => equals('name', name)))];
    const path = listPath(type, { where, select: ['id', 'name'], maxSize: pageSize });
    const answer = await client.send({ method: 'GET', path, headers: { 'X-No-Total': 'true' } });
    if (answer.status === 403) return new Map(names.map((name) => [name, []]));
    if (answer.status !== 200) throw problem(answer);
    const { list } = parse(EspoList, answer.body, `${type} list`);
    if (list.length >= pageSize) continue;
    for (const name of part) found.set(name, []);
    for (const one of list) {
      const row = v.safeParse(Row, one);
      // What a database calls equal depends on its collation.
      if (row.success)
        found.get((row.output.name ?? '').normalize('NFC').trim().toLowerCase())?.push({ type, id: row.output.id });
    }
  }
  return found;
}

/** Ids in one request (espo.md 5). */
const TOGETHER = 60;

/** Names of records of one kind, by id; what is gone or closed is missing. */
export async function namesOf(client: EspoClient, type: string, ids: readonly string[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (let at = 0; at < ids.length; at += TOGETHER) {
    const part = ids.slice(at, at + TOGETHER);
    const path = listPath(type, { where: [isIn('id', part)], select: ['id', 'name'], maxSize: TOGETHER });
    const answer = await client.send({ method: 'GET', path, headers: { 'X-No-Total': 'true' } });
    if (answer.status === 403) return names;
    if (answer.status !== 200) throw problem(answer);
    for (const one of parse(EspoList, answer.body, `${type} list`).list) {
      const row = v.safeParse(Row, one);
      if (row.success) names.set(row.output.id, row.output.name ?? '');
    }
  }
  return names;
}

function parts(names: readonly string[]): string[][] {
  const list: string[][] = [];
  let length = LINE;
  for (const name of names) {
    const more = encodeURIComponent(name).length + 60;
    if (length + more > LINE) {
      list.push([]);
      length = 0;
    }
    list.at(-1)?.push(name);
    length += more;
  }
  return list;
}

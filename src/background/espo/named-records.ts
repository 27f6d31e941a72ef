/** Records that bear a name, of the kinds that may be a parent. */
import * as v from 'valibot';
import { nameKey, plainName } from '../sync/model/plain-name';
import type { RecordId } from '../sync/model/port';
import { type EspoClient, isClosed, problem } from './client';
import { fitting, pagesOf } from './page-of-several';
import { equals, isIn, listPath, or } from './query';
import { EspoList, parse } from './schema';

const Row = v.looseObject({ id: v.string(), name: v.nullish(v.string(), '') });

/**
 * The records of one kind by the keys of their names; undefined for a name that too many bear. A kind that is closed has none. Asked for as
 * they are written, too: a database may tell capital letters and blanks apart.
 */
export async function recordsNamed(
  client: EspoClient,
  type: string,
  names: readonly string[],
  pageSize: number,
): Promise<Map<string, RecordId[] | undefined>> {
  const found = new Map<string, RecordId[] | undefined>(names.map((name) => [nameKey(name), []]));
  const wanted = [...new Set(names.flatMap((name) => [name, plainName(name)]))];
  const full = await pagesOf(fitting(wanted, costOf), async (part) => {
    const where = [or(...part.map((name) => equals('name', name)))];
    const path = listPath(type, { where, select: ['id', 'name'], maxSize: pageSize });
    const answer = await client.send({ method: 'GET', path, headers: { 'X-No-Total': 'true' } });
    if (isClosed(answer)) return true;
    if (answer.status !== 200) throw problem(answer);
    const { list } = parse(EspoList, answer.body, `${type} list`);
    if (list.length >= pageSize) return false;
    for (const one of list) {
      const row = v.safeParse(Row, one);
      if (!row.success) continue;
      const { id, name } = row.output;
      // What a database calls equal depends on its collation.
      const its = found.get(nameKey(name ?? ''));
      if (its && !its.some((known) => known.id === id)) its.push({ type, id });
    }
    return true;
  });
  for (const name of full) found.set(nameKey(name), undefined);
  return found;
}

const costOf = (name: string): number => encodeURIComponent(name).length + 60;

/** Ids in one request (espo.md 5). */
const TOGETHER = 60;

/** Names of records of one kind, by id; what is gone or closed is missing. */
export async function namesOf(
  client: EspoClient,
  type: string,
  ids: readonly string[],
  pageSize: number,
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const together = Math.min(TOGETHER, pageSize);
  for (let at = 0; at < ids.length; at += together) {
    const part = ids.slice(at, at + together);
    const path = listPath(type, { where: [isIn('id', part)], select: ['id', 'name'], maxSize: together });
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

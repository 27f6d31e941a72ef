/** What records may belong to, by name, where it is not certain: for the question to the user. */
import { SyncError } from '../../shared/codes';
import { grouped } from '../../shared/grouped';
import { espoRef } from '../sync/model/item';
import type { ParentChoice, ParentHints } from '../sync/model/parent-hints';
import type { RecordId } from '../sync/model/port';
import type { EspoClient } from './client';
import { namesOf } from './named-records';
import type { Parents } from './parents';
import { isOfPart } from './part';

/** More buttons than these nobody reads. */
const MOST = 6;
/** Of whom some may not be read. */
const ASKED = 60;

/** For each what it may be, those that can be read; undefined where nobody can say now. */
export async function parentChoices(
  client: EspoClient,
  parents: Parents,
  asked: readonly { hints: ParentHints; types: readonly string[] }[],
  pageSize: number,
): Promise<(ParentChoice[] | undefined)[]> {
  await parents.learn(asked);
  const found = asked.map(({ hints, types }) => parents.choices(hints, types)?.slice(0, ASKED));
  const names = await namesOfAll(
    client,
    found.flatMap((choices) => choices ?? []),
    pageSize,
  );
  return found.map((choices) => {
    if (!choices || choices.some(({ type }) => !names.has(type))) return undefined;
    const readable = choices.flatMap((one) => {
      const name = names.get(one.type)?.get(one.id);
      return name === undefined ? [] : [{ ...one, name }];
    });
    return readable.slice(0, MOST);
  });
}

/** Kind -> id -> name; a kind that does not answer is missing, and stops none of the others. */
async function namesOfAll(
  client: EspoClient,
  all: readonly RecordId[],
  pageSize: number,
): Promise<Map<string, Map<string, string>>> {
  const once = [...new Map(all.map((one) => [espoRef(one.type, one.id), one])).values()];
  const names = new Map<string, Map<string, string>>();
  for (const [type, some] of grouped(once, (one) => one.type))
    try {
      const ids = some.map(({ id }) => id);
      names.set(type, await namesOf(client, type, ids, pageSize));
    } catch (error) {
      if (!(error instanceof SyncError) || !(await isOfPart(client, error))) throw error;
    }
  return names;
}

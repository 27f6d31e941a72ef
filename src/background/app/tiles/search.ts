/** Records that an event could be linked to, and records that could be a parent. */

import type { FoundRecord } from '../../../shared/card';
import { isDue } from '../../../shared/due';
import { findRecords } from '../../espo/card-records';
import type { Database, Pair } from '../../store/database';
import { startOf } from '../../sync/model/event';
import { espoRef } from '../../sync/model/item';
import { fieldsNow } from '../../sync/model/link';
import { keptSurroundings } from '../kept/around';
import { storeOf } from '../kept/pairs';
import { espoClient } from '../kept/services';
import { recordUrl } from '../kept/urls';
import type { Met } from './find-items';

/** `parent`: an entity type; '' for a record to be linked. */
export async function search(
  db: Database,
  pair: Pair,
  { link, seen }: Met,
  parent: string,
  words: string,
): Promise<FoundRecord[]> {
  const store = storeOf(db, pair);
  const client = await espoClient(new AbortController().signal);
  const named = (type: string, kind: string) => (row: Awaited<ReturnType<typeof findRecords>>[number]) => ({
    ...row,
    type,
    kind,
    url: recordUrl(pair.site, type, row.id),
  });
  if (parent !== '')
    return words === '' ? [] : (await findRecords(client, parent, words, undefined)).map(named(parent, parent));
  const around = await keptSurroundings(store, pair.settings, Date.now(), Number.POSITIVE_INFINITY);
  const types =
    around?.espo.entities.filter(
      ({ type }) => !isDue(type) && pair.settings.entities.some((one) => one.type === type),
    ) ?? [];
  const start = link ? startOf(fieldsNow(link, 'outlook').when) : (seen?.start ?? -1);
  const lists = await Promise.all(
    types.map(async ({ type, label, allDay }) =>
      (await findRecords(client, type, words, start < 0 ? undefined : { start, dates: allDay })).map(
        named(type, label),
      ),
    ),
  );
  const found = lists.flat();
  const links = await store.linksByRef(
    'espo',
    found.map(({ type, id }) => espoRef(type, id)),
  );
  // What is linked with another event is none of its.
  return found
    .filter((_, i) => !links[i] || links[i].state === 'unlinked')
    .sort((a, b) => Number(b.sameTime) - Number(a.sameTime));
}

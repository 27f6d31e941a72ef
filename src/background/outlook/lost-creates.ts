/** Which events a create has made whose answer was lost: they bear the marker of that very request. */
import type { OutlookItem } from '../sync/model/item';
import type { CreateIntent, ItemRef, Mark, Reading } from '../sync/model/port';
import type { GraphAnswer, GraphRequest } from './client';
import { RECORD_PROPERTY, recordMark } from './identity';
import { type MarkOptions, marksOfEach } from './marks';

/** The oldest first; undefined where nobody can tell now. All are asked for at once: a worker that was stopped has lost a whole batch. */
export async function lostCreates(
  options: MarkOptions,
  intents: readonly CreateIntent[],
  batched: (requests: readonly GraphRequest[]) => Promise<GraphAnswer[]>,
  read: (refs: readonly ItemRef[]) => Promise<Reading<OutlookItem>[]>,
): Promise<(OutlookItem[] | undefined)[]> {
  const wanted = intents.map(({ feed, marker }) => ({
    feed,
    value: marker && recordMark(marker.type, marker.id, marker.nonce),
  }));
  const marks = await marksOfEach(options, RECORD_PROPERTY, wanted, batched);
  const refs: Mark[] = marks.flatMap((list) => (list ?? []).sort((a, b) => a.createdAt - b.createdAt));
  const readings = (await read(refs)).values();
  return marks.map((list) => {
    const its = list?.map(() => readings.next().value as Reading<OutlookItem>);
    if (!its || its.some(({ kind }) => kind === 'unknown')) return undefined;
    return its.flatMap((one) => (one.kind === 'value' ? [one.item] : []));
  });
}

/** Which events a create has made whose answer was lost. */
import type { OutlookItem } from '../sync/model/item';
import type { CreateIntent, ItemRef, Reading } from '../sync/model/port';
import { RECORD_PROPERTY, recordMark } from './identity';
import { type MarkOptions, marksIn } from './marks';

/** By the marker that the POST carried: whole value, nonce included, so it is this very create. undefined while nobody can tell. */
export async function madeBy(
  source: MarkOptions,
  intents: readonly CreateIntent[],
  read: (refs: readonly ItemRef[]) => Promise<Reading<OutlookItem>[]>,
): Promise<(OutlookItem[] | undefined)[]> {
  const found: (OutlookItem[] | undefined)[] = [];
  for (const { marker, feed } of intents) {
    const marks = marker
      ? await marksIn(source, feed, RECORD_PROPERTY, recordMark(marker.type, marker.id, marker.nonce))
      : [];
    const readings = await read((marks ?? []).sort((a, b) => a.createdAt - b.createdAt));
    const open = marks === undefined || readings.some((r) => r.kind === 'unknown');
    found.push(open ? undefined : readings.flatMap((r) => (r.kind === 'value' ? [r.item] : [])));
  }
  return found;
}

/** Parts of a side that fail while the rest answers. */
import * as v from 'valibot';
import { SyncError } from '../../../shared/codes';
import type { Engine, ReportedPart } from '../model/engine';
import type { Side } from '../model/item';
import { portOf } from '../model/port';

/** Whether only this part of the side fails: then it is out for the rest of the run. What is of the whole side ends the run. */
export async function failsAlone(engine: Engine, side: Side, feed: string, thrown: unknown): Promise<boolean> {
  if (!(thrown instanceof SyncError) || !(await portOf(engine.ports, side).isOfPart(thrown))) return false;
  engine.parts.fail(side, feed, thrown);
  return true;
}

/** Whether an event may stand in a calendar that could not be read: then no other one may be made for it. */
export const mayStandUnread = ({ feeds, parts }: Engine): boolean =>
  feeds.outlook.some(({ id }) => parts.has('outlook', id));

/** What stopped the first of its parts, where nothing of a side could be read. */
export function stuckSide({ feeds, parts }: Engine): SyncError | undefined {
  for (const side of ['outlook', 'espo'] as const) {
    const failed = parts.list().filter((part) => part.side === side && feeds[side].some(({ id }) => id === part.feed));
    const [first] = failed;
    // Rights that were lost are no failure: everything of it pauses.
    if (first && failed.length === feeds[side].length && first.error.code !== 'espo.noAccess') return first.error;
  }
  return undefined;
}

const NAME = 'parts';
const Since = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.number()));

/** What failed, and since when: it is remembered until a run in which it answers. */
export async function reportParts({ store, parts, policy, now }: Engine): Promise<ReportedPart[]> {
  const stored = (await store.cursor(NAME)) ?? '{}';
  const parsed = v.safeParse(Since, stored);
  const before = parsed.success ? parsed.output : {};
  const failed = parts.list().map(({ side, feed, error }) => ({
    side,
    feed,
    name: policy.names.get(feed) ?? '',
    code: error.code,
    detail: error.detail ?? '',
    since: before[`${side}|${feed}`] ?? now(),
  }));
  const value = JSON.stringify(Object.fromEntries(failed.map(({ side, feed, since }) => [`${side}|${feed}`, since])));
  if (value !== stored) await store.commit({ cursors: { put: [{ pair: store.pair, name: NAME, value }] } });
  return failed;
}

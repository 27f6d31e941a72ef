import { tooMuch } from '../../src/background/sync/decide/guard.ts';
import type { Row } from '../sandbox/espo/types.ts';
import type { StoredEvent } from '../sandbox/graph/model.ts';
import type { Violation } from './acts.ts';
import type { Cast, Station } from './cast.ts';
import { isEvent, type Ledger } from './ledger.ts';
import type { RunState, Seen } from './seen.ts';

/** The user has agreed to a bulk change, in this browser: what else of its kind comes in this history is not asked for again. */
export function agree({ agreed }: Ledger, station: Station, group: string): void {
  agreed.set(station, (agreed.get(station) ?? new Set()).add(group));
}

/** Rule 7, for what one run deletes: a bulk deletion waits until the user has said yes, also when it is met a second time. */
export function judgeGuard(seen: Seen, run: RunState, cast: Cast, ledger: Ledger): Violation[] {
  const { write, before, after, station } = seen;
  const { thing } = before;
  if (write.op !== 'remove' || !thing || !before.live || after.live) return [];
  // That this one is meant, a person has said.
  if (ledger.applied.has(isEvent(thing) ? thing.immutableId : `${write.feed}/${write.id}`)) return [];
  if (isEvent(thing) ? isReplaced(thing, ledger) : isTakenBack(thing, cast, ledger)) return [];
  const feed = isEvent(thing) ? `outlook|${thing.calendar.id}` : `espo|${write.feed}`;
  // Two records of one meeting, where two browsers have made them, go with it as one.
  const tag = ledger.tagOf(thing);
  const alone =
    isEvent(thing) || !ledger.bySync.has(thing) || tag === 0 || ledger.series.has(tag) || ledger.copied.has(tag);
  const meeting = alone ? write.id : `#${tag}`;
  const meetings = run.removed.get(feed) ?? new Set();
  run.removed.set(feed, meetings.add(meeting));
  const count = meetings.size;
  const links = run.links[feed] ?? 0;
  if (ledger.agreed.get(station)?.has(`${feed}|remove`) || !tooMuch('remove', count, links, false)) return [];
  return [{ rule: 'guard', detail: `${station.user.name} deletes ${count} of ${links} in ${feed}` }];
}

/** What the sync has made twice, and nobody has worked on, goes while its keeper stands: no bulk change (rule 7). */
const isTakenBack = (row: Row, cast: Cast, ledger: Ledger): boolean =>
  ledger.bySync.has(row) &&
  !ledger.touched(row) &&
  cast.records().some((other) => other.row !== row && ledger.tagOf(other.row) === ledger.tagOf(row));

/** What the sync has made for a participant goes when the invitation to the same meeting takes its place: nothing is gone. */
const isReplaced = (event: StoredEvent, ledger: Ledger): boolean =>
  ledger.bySync.has(event) &&
  [...event.mailbox.events].some(
    (other) => !other.isOrganizer && other.deletedAt === undefined && ledger.tagOf(other) === ledger.tagOf(event),
  );

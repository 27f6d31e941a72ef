/** Too much at once waits for a person (rule 7). Pure. */
import { DAY } from '../../../shared/time';
import type { PlanHead } from '../model/plan-head';
import type { Hold, PlanRow, Tally } from '../model/store';

/** Rule 7. Deletions: at least 5 and over a fifth, or all of two and more. Edits: over half of 20 and more. Creations: over 200. */
export const LIMITS = { deletions: 5, deletionShare: 0.2, editShare: 0.5, editsFrom: 20, creations: 200 } as const;

export const groupOf = (row: Pick<PlanRow, 'side' | 'feed' | 'op'>): string => `${row.side}|${row.feed}|${row.op}`;

/** How it was when the run began. */
export interface AtStart {
  /** Live links per `side|feed`. */
  links: Record<string, number>;
  /** What was written on the day before it. */
  tallies: readonly Tally[];
}

/** What is judged of a row. */
type Judged = Pick<PlanHead, 'side' | 'feed' | 'op' | 'state' | 'reason' | 'takesBack' | 'undecided'>;

export interface GuardInput<R extends Judged> {
  rows: readonly R[];
  atStart: AtStart;
  /** What was written on the day, and by this run so far. */
  tallies: readonly Tally[];
  holds: readonly Hold[];
  firstSync: boolean;
  pair: string;
  now: number;
}

export interface GuardOutput<R extends Judged> {
  rows: R[];
  holds: Hold[];
  /** Holds that have nothing left to hold. */
  over: string[];
}

/** Holds what is too much at once, per side, calendar or type, and kind. What the user has confirmed passes. Pure. */
export function guard<R extends Judged>(input: GuardInput<R>): GuardOutput<R> {
  const groups = new Map<string, R[]>();
  for (const row of input.rows) {
    const key = groupOf(row);
    const rows = groups.get(key);
    if (rows) rows.push(row);
    else groups.set(key, [row]);
  }
  const rows: R[] = [];
  const holds: Hold[] = [];
  for (const [id, group] of groups) {
    // Rows that wait for their own reason are not about to be written; what is taken back is no change that anybody made.
    const asking = group.filter((r) => !r.takesBack && !r.undecided && (r.state === 'ready' || r.reason === 'bulk'));
    const fresh = new Set(asking.filter((r) => r.state !== 'confirmed'));
    const lately = counted(input.tallies, id, input.now);
    const of = input.atStart.links[id.slice(0, id.lastIndexOf('|'))] ?? 0;
    const { op } = group[0] as R;
    const gone = op === 'remove';
    // N as it was when the day's deletions began, so that a kill between two of them changes nothing; without what is confirmed to go.
    // What this run has deleted itself is among its links at the start.
    const among = of + (gone ? counted(input.atStart.tallies, id, input.now) - (asking.length - fresh.size) : 0);
    const old = input.holds.find((h) => h.id === id);
    const held = fresh.size > 0 && (old?.inParts === true || tooMuch(op, fresh.size + lately, among, input.firstSync));
    // Of what cannot be told now the question stands, and is none about the rest.
    const standing = group.filter((r) => r.undecided && r.state === 'held' && r.reason === 'bulk').length;
    if (held || standing > 0) {
      const { inParts } = old ?? {};
      const hold: Hold = {
        pair: input.pair,
        id,
        count: (held ? fresh.size : 0) + standing,
        of,
        since: old?.since ?? input.now,
        state: 'waiting',
      };
      holds.push(inParts ? { ...hold, inParts } : hold);
    }
    for (const row of group) {
      if (fresh.has(row)) {
        rows.push(held ? { ...row, state: 'held', reason: 'bulk' } : { ...row, state: 'ready', reason: undefined });
      } else rows.push(row);
    }
  }
  const live = new Set(holds.map((h) => h.id));
  return { rows, holds, over: input.holds.filter((h) => !live.has(h.id)).map((h) => h.id) };
}

/** Written within a day, of that kind. */
const counted = (tallies: readonly Tally[], id: string, now: number): number =>
  tallies.filter((t) => t.id === id && t.at > now - DAY).reduce((sum, t) => sum + t.count, 0);

/** `of` = links when the day's deletions began: what was removed lately is counted back in. */
export function tooMuch(op: PlanRow['op'], count: number, of: number, firstSync: boolean): boolean {
  switch (op) {
    case 'remove':
      return (count >= LIMITS.deletions && count > LIMITS.deletionShare * of) || (count >= 2 && count >= of);
    case 'update':
      return of >= LIMITS.editsFrom && count > LIMITS.editShare * of;
    case 'create':
      return !firstSync && count > LIMITS.creations;
  }
}

import type { Act, CastAct, Violation } from './acts.ts';

/**
 * Rules that the engine does not keep yet, each only for the histories in which it is known to fail. An entry goes when its rule is kept:
 * this list is empty in the end.
 */
const OPEN_RULES: readonly { rules: RegExp; why: string; when: (history: History) => boolean }[] = [
  {
    rules: /^(duplicate|oneRecord|settles|agreement|overlooked|stuck)/,
    why: 'a second browser or a colleague meets what it did not link itself: markers, keys and linked twins are not looked at then',
    when: ({ browsers }) => browsers > 1,
  },
  {
    rules: /^(agreement|duplicate|settles|overlooked|stuck|log|loss)/,
    why: 'links of a calendar whose id is gone are asked for by nobody',
    when: ({ kinds }) => kinds.has('moveMailbox') || kinds.has('removeCalendar'),
  },
  {
    rules: /^(series|mail|log|agreement|settles)/,
    why: 'occurrences are written',
    when: ({ series }) => series,
  },
  {
    rules: /^(duplicate|overlooked|settles)/,
    why: 'a meeting typed on both sides while a run stands between its two reads',
    when: ({ kinds, paused }) => paused && kinds.has('createTwin'),
  },
  {
    rules: /^overlooked/,
    why: 'a page that brings an event and its removal forgets the event',
    when: ({ kinds }) => kinds.has('restoreEvent') || kinds.has('moveEvent'),
  },
  {
    rules: /^response/,
    why: 'an answer given before the record was made',
    when: ({ kinds }) => kinds.has('respondEvent'),
  },
];

/** What an entry asks about a history. */
interface History {
  browsers: number;
  kinds: ReadonlySet<string>;
  series: boolean;
  paused: boolean;
}

/** The violations that count. */
export function kept(violations: readonly Violation[], acts: readonly Act[]): Violation[] {
  if (violations.length === 0) return [];
  const cast = acts.find((act): act is CastAct => act.act === 'cast');
  const history: History = {
    browsers: cast ? cast.browsers.reduce((sum, n) => sum + n, 0) : 1,
    kinds: new Set(acts.map(({ act }) => act)),
    series: acts.some((act) => act.act === 'createEvent' && act.kind === 'series'),
    paused: acts.some((act) => act.act === 'sync' && act.pause !== undefined),
  };
  return violations.filter(({ rule }) => !OPEN_RULES.some(({ rules, when }) => rules.test(rule) && when(history)));
}

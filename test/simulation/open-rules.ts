import { type Act, type CastAct, TITLES, type Violation } from './acts.ts';

/**
 * Rules that the engine does not keep yet, each only for the histories in which it is known to fail. An entry goes when its rule is kept:
 * this list is empty in the end.
 */
const OPEN_RULES: readonly { rules: RegExp; why: string; when: (history: History) => boolean }[] = [
  {
    rules: /^(bug|stuck|overlooked|duplicate|agreement|settles)/,
    why: 'a create for an event that was joined meanwhile cannot be stored, nor recovered',
    when: ({ browsers, interleaved }) => browsers > 1 && interleaved,
  },
  {
    rules: /^oneRecord/,
    why: 'people are looked up with more rows than a small list limit allows',
    when: ({ page }) => page < 200,
  },
  {
    rules: /^(duplicate|settles)/,
    why: 'a linked event without a subject is no twin of its own record',
    when: ({ browsers, untitled }) => browsers > 1 && untitled,
  },
];

/** What an entry asks about a history. */
interface History {
  browsers: number;
  page: number;
  /** Runs that stand still or go at once. */
  interleaved: boolean;
  untitled: boolean;
}

/** The violations that count. */
export function kept(violations: readonly Violation[], acts: readonly Act[]): Violation[] {
  if (violations.length === 0) return [];
  const cast = acts.find((act): act is CastAct => act.act === 'cast');
  const history: History = {
    browsers: cast ? cast.browsers.reduce((sum, n) => sum + n, 0) : 1,
    page: cast?.page ?? 200,
    interleaved: acts.some((act) => act.act === 'together' || (act.act === 'sync' && act.pause !== undefined)),
    untitled: acts.some((act) => 'title' in act && TITLES[act.title % TITLES.length] === ''),
  };
  return violations.filter(({ rule }) => !OPEN_RULES.some(({ rules, when }) => rules.test(rule) && when(history)));
}

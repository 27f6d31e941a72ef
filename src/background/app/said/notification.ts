/** Which notification there is to show, and what forbids it. */
import type { Settings } from '../../../shared/settings';
import type { StatusView } from '../../../shared/status';
import { changesText, needsText, stateText } from './words';

/** What a notification would say, and where it leads. Pure. */
export interface Notification {
  /** What makes it the same as one before: said once. */
  key: string;
  text: string;
  /** Of the page, from `#` on. */
  hash: string;
}

export interface NotifyFacts {
  wanted: Settings['notifications'];
  status: StatusView;
  /** Questions that wait, the first ones first; `title` as the list shows it. */
  needs: readonly { id: string; title: string }[];
  /** Ids of questions, and keys of other things, that were said already. */
  said: ReadonlySet<string>;
  /** What the run did. */
  changed: number;
  now: number;
}

/** The one thing that is worth disturbing somebody: nothing goes on without them, questions came up, or something changed. */
export function notificationOf(facts: NotifyFacts): Notification | undefined {
  const { wanted, status, needs, said, changed, now } = facts;
  if (wanted === 'off') return undefined;
  const blocked = blockedBy(status);
  if (blocked !== '' && !said.has(blocked)) return { key: blocked, text: stateText(status, now), hash: '#overview' };
  const fresh = needs.filter(({ id }) => !said.has(id));
  const [first] = fresh;
  if (first) {
    const name = fresh.length === 1 && first.title !== '' ? `\n${first.title}` : '';
    return { key: first.id, text: needsText(fresh.length) + name, hash: `#needs/${encodeURIComponent(first.id)}` };
  }
  if (wanted === 'changes' && changed > 0) return { key: '', text: changesText(changed), hash: '#activity' };
  return undefined;
}

/** What only the user can end; '' for what passes by itself. */
export function blockedBy(status: StatusView): string {
  switch (status.kind) {
    case 'signInNeeded':
      return `status:signInNeeded:${status.sides.join('+')}`;
    case 'missing':
      return 'status:missing';
    case 'error':
      return status.goesOn ? '' : `status:error:${status.error.code}`;
    default:
      return '';
  }
}

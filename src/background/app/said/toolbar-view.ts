/** What the button in the toolbar shows: a shape beside the icon, the number of questions, and a title in words. */
import { ERRORS } from '../../../shared/codes';
import type { StatusView } from '../../../shared/status';
import { titleOf } from './words';

export type Mark = 'none' | 'attention' | 'stopped' | 'paused' | 'busy' | 'off';

export interface ToolbarView {
  mark: Mark;
  badge: string;
  color: string;
  title: string;
}

/** White on either has more than the contrast that small text needs. */
const RED = '#b3261e';
const AMBER = '#8a5100';
const MOST = 99;

/** Pure. Questions keep their number, whatever stands in the way of the sync. */
export function toolbarOf(status: StatusView, needs: number, now: number): ToolbarView {
  const mark = markOf(status);
  const stopped = mark === 'stopped';
  const badge = needs > MOST ? `${MOST}+` : needs > 0 ? String(needs) : stopped ? '!' : '';
  return { mark, badge, color: stopped ? RED : AMBER, title: titleOf(status, needs, now) };
}

function markOf(status: StatusView): Mark {
  switch (status.kind) {
    case 'signInNeeded':
    case 'missing':
      return 'stopped';
    case 'error':
      // An outage passes, and a fault of ours waits for nobody: there is nothing that the user could do.
      return ERRORS[status.error.code] === 'user' ? 'stopped' : 'attention';
    case 'needsYou':
    case 'held':
      return 'attention';
    case 'paused':
      return 'paused';
    case 'syncing':
    case 'connecting':
      return 'busy';
    case 'connect':
    case 'off':
    case 'notStarted':
      return 'off';
    case 'otherBrowser':
    case 'waiting':
    case 'synced':
      return 'none';
  }
}

import browser from 'webextension-polyfill';
import type { AppState } from '../../../shared/state';
import type { Pair } from '../../store/database';
import type { StoredRun } from '../../store/values';
import { namesOf } from '../kept/names';
import { runView } from '../kept/run-log';
import { fractionDone } from '../runs/progress';
import { ALARM, isRunning, progress } from '../runs/under-way';
import { heldView } from './needs';
import { partsOf } from './parts';
import type { StoreState } from './store-state';

/** What the sync does, did last and will do next, as the page shows it. */
export async function syncState(
  pair: Pair | undefined,
  known: StoreState | undefined,
  last: StoredRun | undefined,
): Promise<AppState['sync']> {
  const running = isRunning();
  const base = {
    running,
    phase: progress.active ? progress.phase : ('' as const),
    read: progress.read,
    done: progress.done,
    total: progress.total,
    fraction: fractionDone(),
    last: last && runView(last),
    next: running ? 0 : ((await browser.alarms.get(ALARM))?.scheduledTime ?? 0),
  };
  if (!pair || !known)
    return { ...base, recent: [], linked: 0, leftOut: 0, needsYou: 0, firstNeed: undefined, held: [], parts: [] };
  const { needs, holds, linked, leftOut, recent, around } = known;
  const asked = new Set(needs.map((need) => need.id));
  const held = holds.map((hold) => heldView(hold, namesOf(around)));
  return {
    ...base,
    ...{ recent, linked, leftOut },
    needsYou: needs.length,
    firstNeed: needs[0],
    // Without those that are answered, and wait for the next run.
    held: held.filter(({ id }) => asked.has(id)),
    parts: partsOf(pair, around, last?.parts ?? []),
  };
}

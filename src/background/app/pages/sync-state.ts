import browser from 'webextension-polyfill';
import type { AppState } from '../../../shared/state';
import type { Pair } from '../../store/database';
import type { StoredRun } from '../../store/values';
import type { Surroundings } from '../kept/around';
import { namesOf } from '../kept/names';
import { runView } from '../kept/run-log';
import { ALARM } from '../runs/alarm';
import { fractionDone } from '../runs/progress';
import { isRunning, progress } from '../runs/runner';
import { heldView } from './needs';
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
    return { ...base, recent: [], linked: 0, leftOut: 0, needsYou: 0, firstNeed: undefined, held: [], paused: [] };
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
    paused: pausedOf(pair, around, last?.paused ?? []),
  };
}

/** Refused in the last run, or not offered any more since the rights were last read (DESIGN 3.7). */
function pausedOf({ settings }: Pair, around: Surroundings | undefined, refused: readonly string[]): string[] {
  if (!around) return [];
  return settings.entities
    .map(({ type }) => ({ type, known: around.espo.entities.find((entity) => entity.type === type) }))
    .filter(({ type, known }) => !known || refused.includes(type))
    .map(({ type, known }) => known?.label ?? type);
}

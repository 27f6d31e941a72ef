/** Runs as they are remembered: the last one, and those that a person may want to look at. */
import type { RunSummary } from '../../../shared/state';
import { lastRun, runs, type StoredRun } from '../../store/values';
import { toView } from './errors';

const KEPT = 200;

type Done = StoredRun['undone'];
const KINDS = ['created', 'updated', 'removed', 'linked'] as const satisfies (keyof Done)[];

const isIdle = (run: StoredRun): boolean => !run.error && KINDS.every((kind) => run[kind] === 0) && run.refused === 0;

export async function noteRun(run: StoredRun): Promise<void> {
  await lastRun.set(run);
  const [newest, ...older] = await runs.get();
  // Of many runs in which nothing happened the last one says it all.
  const rest = newest && isIdle(newest) && isIdle(run) ? older : newest ? [newest, ...older] : [];
  await runs.set([run, ...rest].slice(0, KEPT));
}

/** A short look between the runs is none, but what it wrote is looked at and undone like a run's. */
export async function noteGlance(run: StoredRun): Promise<void> {
  if (!isIdle(run)) await runs.set([run, ...(await runs.get())].slice(0, KEPT));
}

/** What was undone of it is not said any more. */
export async function noteUndone(run: string, undone: Partial<Done>): Promise<void> {
  const more = (one: StoredRun): StoredRun => (one.id === run ? { ...one, undone: sum(one.undone, undone) } : one);
  const last = await lastRun.get();
  if (last) await lastRun.set(more(last));
  await runs.set((await runs.get()).map(more));
}

const sum = (a: Done, b: Partial<Done>): Done => ({
  created: a.created + (b.created ?? 0),
  updated: a.updated + (b.updated ?? 0),
  removed: a.removed + (b.removed ?? 0),
  linked: a.linked + (b.linked ?? 0),
});

export function runView(run: StoredRun): RunSummary {
  const { id, startedAt, at, undone, held, refused, mended, error } = run;
  const left = (kind: (typeof KINDS)[number]): number => Math.max(0, run[kind] - undone[kind]);
  return {
    ...{ id, startedAt, at, held, refused, mended },
    created: left('created'),
    updated: left('updated'),
    removed: left('removed'),
    linked: left('linked'),
    undone: KINDS.reduce((all, kind) => all + undone[kind], 0),
    error: error && !mended ? toView(error) : undefined,
  };
}

export async function listRuns(pair: string, limit: number): Promise<RunSummary[]> {
  return (await runs.get())
    .filter((run) => run.pair === pair)
    .slice(0, limit)
    .map(runView);
}

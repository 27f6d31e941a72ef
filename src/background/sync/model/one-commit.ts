import type { Changes } from './store';

/** Several changes as one commit. No two of them may put the same row: the order among them is lost. */
export function together(list: readonly Changes[]): Changes {
  const [only] = list;
  if (only && list.length === 1) return only;
  // An undo marks the rows of the log by itself.
  const all: Required<Omit<Changes, 'undone'>> = {
    links: { put: [], remove: [] },
    seen: { put: [], remove: [] },
    arrivals: { put: [], remove: [] },
    plan: { put: [], remove: [] },
    journal: { put: [], remove: [] },
    cursors: { put: [], remove: [] },
    activity: [],
    forget: [],
    holds: { put: [], remove: [] },
    tallies: { put: [] },
  };
  for (const one of list) {
    for (const table of ['links', 'seen', 'arrivals', 'plan', 'journal', 'cursors', 'holds'] as const) {
      (all[table].put as unknown[]).push(...(one[table]?.put ?? []));
      (all[table].remove as unknown[]).push(...(one[table]?.remove ?? []));
    }
    all.activity.push(...(one.activity ?? []));
    all.forget.push(...(one.forget ?? []));
    all.tallies.put?.push(...(one.tallies?.put ?? []));
    if (one.tallies?.removeBefore !== undefined) all.tallies.removeBefore = one.tallies.removeBefore;
  }
  return all;
}

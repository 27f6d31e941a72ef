/** The next run under other settings, in a copy of what is known. */
import type { Settings } from '../../../shared/settings';
import type { Database, Pair } from '../../store/database';
import type { DexieStore } from '../../store/dexie';
import { type Foreseen, foresee } from '../../sync/foresee';
import type { Side } from '../../sync/model/item';
import type { Link } from '../../sync/model/link';
import { idsOf, type PlanHead, rowsOf, runs } from '../../sync/model/plan-head';
import { listNeeds, type Need } from '../../sync/person/needs';
import { keptSurroundings } from '../kept/around';
import { storeOf } from '../kept/pairs';
import type { Surroundings } from '../kept/surroundings';
import type { Where } from '../lists/places';
import { whereOf } from '../lists/where-now';
import { withEngine } from '../runs/runner';
import { inScratch } from './scratch';

/** What the next run would know, with these settings: looked at in a copy, while it is there. */
export interface WhatIf extends Foreseen {
  scratch: Database;
  store: DexieStore;
  real: DexieStore;
  around: Surroundings | undefined;
  where: Where;
  needs: Need[];
  /** Writes that would be made at once. */
  ready: PlanHead[];
}

export async function whatIf<T>(
  db: Database,
  pair: Pair,
  settings: Settings,
  look: (what: WhatIf) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  return inScratch(db, pair, (scratch, store) =>
    withEngine(
      async (started) => {
        const foreseen = await foresee(started);
        const around = await keptSurroundings(store, settings, Date.now(), Number.POSITIVE_INFINITY);
        const where = await whereOf(pair, around);
        const needs = await listNeeds(store, foreseen.engine.policy);
        const ready = foreseen.rows.filter(runs);
        return look({ ...foreseen, scratch, store, real: storeOf(db, pair), around, where, needs, ready });
      },
      { store, settings, ...(signal ? { signal } : {}) },
    ),
  );
}

/** How many of a kind on either side. */
export const countOf = (rows: readonly PlanHead[], op: PlanHead['op']): Record<Side, number> => ({
  outlook: rows.filter((row) => row.op === op && row.side === 'outlook').length,
  espo: rows.filter((row) => row.op === op && row.side === 'espo').length,
});

/** Meetings that stand on both sides and would be linked: not linked before, and nothing is made for them. */
export async function newlyLinked({ store, real }: WhatIf): Promise<Link[]> {
  const links = await store.linksInState('active');
  const before = await real.linksById(links.map(({ id }) => id));
  return links.filter((_, i) => before[i]?.state !== 'active');
}

/** Rule 5: whom Outlook would mail, which takes the setting that allows it. */
export async function mailsOf({ store, ready }: WhatIf): Promise<number> {
  const toOutlook = ready.filter(({ side }) => side === 'outlook');
  let count = 0;
  for await (const rows of rowsOf(store, idsOf(toOutlook))) {
    const links = await store.linksById(rows.map(({ linkId }) => linkId ?? ''));
    for (const [i, { intent, op, mails }] of rows.entries())
      if ('invite' in intent) count += mails.length;
      else if (op !== 'create') count += links[i]?.outlook.mails.length ?? 0;
  }
  return count;
}

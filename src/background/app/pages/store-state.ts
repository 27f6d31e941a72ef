/** What the state of a page says of the store. */
import type { Reason } from '../../../shared/codes';
import type { NeedsItem } from '../../../shared/needs';
import type { ChangeView } from '../../../shared/state';
import type { Database, Pair } from '../../store/database';
import { lastRun } from '../../store/values';
import type { Hold, Store } from '../../sync/model/store';
import { keptSurroundings } from '../kept/around';
import { closedTypes } from '../kept/closed-types';
import { keptFindings, saysYes } from '../kept/findings';
import { storeOf } from '../kept/pairs';
import type { Surroundings } from '../kept/surroundings';
import { newestChanges } from '../lists/recent';
import { whereOf } from '../lists/where-now';
import { countClosed, countWhy } from '../lists/why';
import { isRunning } from '../runs/under-way';
import { needsOf } from './needs';
import { unreadTypes } from './parts';

/** What the store knows of a pair, as counts and short lists for the state of a page. */
export interface StoreState {
  around: Surroundings | undefined;
  needs: NeedsItem[];
  holds: Hold[];
  /** Kept in step. */
  linked: number;
  leftOut: number;
  recent: ChangeView[];
  draftsMailNobody: boolean;
}

const RECENT = 5;

/** Kinds of records of which nothing is read now. */
export async function closedNow(store: Store, { settings }: Pair): Promise<Map<string, Reason>> {
  const around = await keptSurroundings(store, settings, Date.now(), Number.POSITIVE_INFINITY);
  return closedTypes(store, settings, around, unreadTypes((await lastRun.get())?.parts ?? []));
}

/** While a run goes on its pages ask several times a second, and each of its commits changes what is counted. */
const lately = new Map<string, { linked: number; leftOut: number }>();

export async function storeState(db: Database, pair: Pair, refused: readonly string[]): Promise<StoreState> {
  const store = storeOf(db, pair);
  const around = await keptSurroundings(store, pair.settings, Date.now(), Number.POSITIVE_INFINITY);
  const count = async () => {
    const kept = lately.get(pair.id);
    if (isRunning() && kept) return kept;
    const closed = await closedTypes(store, pair.settings, around, refused);
    const [active, shut, leftOut] = await Promise.all([
      store.countActive(),
      countClosed(store, closed),
      countWhy({ db, store, closed }),
    ]);
    const counts = { linked: active - shut, leftOut };
    lately.set(pair.id, counts);
    return counts;
  };
  const [needs, holds, counts, recent, findings] = await Promise.all([
    needsOf(store, pair),
    store.holds(),
    count(),
    whereOf(pair, around).then((where) => newestChanges(db, store, where, RECENT)),
    keptFindings(store),
  ]);
  const draftsMailNobody = saysYes(findings, 'draftMailsNobody');
  return { around, needs, holds, recent, draftsMailNobody, ...counts };
}

/** What stays and what goes when a side is disconnected, or everything is forgotten: the facts of the question before it. */
import type { DisconnectPreview, ForgetPreview } from '../../../shared/previews';
import type { Pair } from '../../store/database';
import type { DexieStore } from '../../store/dexie';
import { runs } from '../../sync/model/plan-head';
import { database } from '../kept/open-database';
import { currentPair, storeOf } from '../kept/pairs';
import { needsOf } from '../pages/needs';
import { givenLater } from './given-later';

export async function disconnectPreview(
  { pair, store }: { pair: Pair; store: DexieStore },
  side: 'outlook' | 'espo',
): Promise<DisconnectPreview> {
  return {
    side,
    linked: await store.countActive(),
    needsYou: (await needsOf(store, pair)).length,
    waiting: (await store.planHeads()).filter(runs).length,
  };
}

/** A store that cannot be opened is forgotten without its numbers: that is the way out of it. */
export async function forgetPreview(): Promise<ForgetPreview> {
  const { origins, permissions } = await givenLater();
  return { ...(await remembered().catch(() => NOTHING)), permissions: [...origins, ...permissions] };
}

type Remembered = Omit<ForgetPreview, 'permissions'>;
const NOTHING: Remembered = { linked: 0, activity: 0, needsYou: 0, pairs: 0 };

async function remembered(): Promise<Remembered> {
  const db = await database();
  const pair = await currentPair(db);
  const counts = { activity: await db.activity.count(), pairs: await db.pairs.count() };
  if (!pair) return { ...NOTHING, ...counts };
  const store = storeOf(db, pair);
  return { ...counts, linked: await store.countActive(), needsYou: (await needsOf(store, pair)).length };
}

import type { DisconnectPreview, ForgetPreview } from '../../../shared/previews';
import type { Pair } from '../../store/database';
import type { DexieStore } from '../../store/dexie';
import { currentPair, storeOf } from '../kept/pairs';
import { database } from '../kept/services';
import { needsOf } from '../pages/needs';
import { givenLater } from './given-later';

/** What stays and what goes when a side is disconnected, or everything is forgotten: the facts of the question before it. */

export async function disconnectPreview(
  { pair, store }: { pair: Pair; store: DexieStore },
  side: 'outlook' | 'espo',
): Promise<DisconnectPreview> {
  const plan = await store.plan();
  return {
    side,
    linked: await store.countActive(),
    needsYou: (await needsOf(store, pair)).length,
    waiting: plan.filter((row) => row.state !== 'held').length,
  };
}

export async function forgetPreview(): Promise<ForgetPreview> {
  const db = await database();
  const pair = await currentPair(db);
  const store = pair && storeOf(db, pair);
  const { origins, permissions } = await givenLater();
  return {
    linked: store ? await store.countActive() : 0,
    activity: await db.activity.count(),
    needsYou: store && pair ? (await needsOf(store, pair)).length : 0,
    pairs: await db.pairs.count(),
    permissions: [...origins, ...permissions],
  };
}

import type { Health } from '../../../shared/card';
import { espoAccount, microsoftAccount, pageHealth } from '../../store/values';
import { database } from '../kept/open-database';
import { added, isPaused } from '../kept/page-health';
import { currentPair } from '../kept/pairs';

/** What a page has counted is kept here, and never sent anywhere. True when badges pause with it, or go on. */
export async function noteHealth(told: Health, now = Date.now()): Promise<boolean> {
  // Before the first Start, and disconnected, no tile is known, whatever Outlook's page looks like.
  const [pair, espo, microsoft] = await Promise.all([
    currentPair(await database()),
    espoAccount.get(),
    microsoftAccount.get(),
  ]);
  if (!pair?.started || !espo || !microsoft) return false;
  const before = await pageHealth.get();
  const next = added(before, told, now);
  await pageHealth.set(next);
  return isPaused(before) !== isPaused(next);
}

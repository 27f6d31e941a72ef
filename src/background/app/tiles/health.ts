import type { Health } from '../../../shared/card';
import { pageHealth } from '../../store/values';
import { added, isPaused } from '../kept/page-health';

/** What a page has counted is kept here, and never sent anywhere. True when badges pause with it, or go on. */
export async function noteHealth(told: Health, now = Date.now()): Promise<boolean> {
  const before = await pageHealth.get();
  const next = added(before, told, now);
  await pageHealth.set(next);
  return isPaused(before, now) !== isPaused(next, now);
}

/** Old rows of the activity log are forgotten. */
import { DAY } from '../../../shared/time';
import type { Engine } from '../model/engine';

/** The activity log keeps so many days, and so many rows. */
export const KEPT = { days: 90, rows: 20_000 } as const;

/** At the end of a run: what is too old, or too much, is forgotten. */
export async function forgetOldActivity({ store, now }: Engine): Promise<void> {
  const forget = await store.activityToForget(now() - KEPT.days * DAY, KEPT.rows);
  if (forget.length > 0) await store.commit({ forget });
}

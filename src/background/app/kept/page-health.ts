/** Whether Outlook's page is still recognised, from what content scripts have counted. Pure. */
import type { Health } from '../../../shared/card';
import { DAY } from '../../../shared/time';
import type { PageHealth } from '../../store/values';

/** So many tiles of which none is known are no coincidence. */
const ENOUGH = 20;

export function added(before: PageHealth, told: Health, now: number): PageHealth {
  const by = { ...before.by };
  for (const layer of ['id', 'address', 'pressed', 'known'] as const) by[layer] += told.by[layer];
  const seen = told.tiles + told.blind > 0;
  const recognised = told.known > 0;
  return {
    tiles: before.tiles + told.tiles,
    known: before.known + told.known,
    blind: before.blind + told.blind,
    disagreed: before.disagreed + told.disagreed,
    by,
    // Since when, until when, and how much of what was seen nothing has been known.
    since: recognised ? 0 : before.since || (seen ? now : 0),
    until: recognised ? 0 : seen ? now : before.until,
    unknown: recognised ? 0 : before.unknown + told.tiles + told.blind,
  };
}

/** Outlook has changed: for a day nothing on its pages was recognised. A day on which nobody looked says nothing. */
export const isPaused = ({ since, until, unknown }: PageHealth): boolean =>
  since > 0 && until - since >= DAY && unknown >= ENOUGH;

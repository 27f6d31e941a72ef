/** The user's own reminders of a record: EspoCRM has several, Outlook one. */
import * as v from 'valibot';
import { MINUTE } from '../../shared/time';

const Reminders = v.array(v.unknown());
const Popup = v.object({ type: v.literal('Popup'), seconds: v.pipe(v.number(), v.minValue(0)) });
const SECONDS = MINUTE / 1000;

/** Minutes before the start of the popup that comes last; null for none, undefined where nothing is said of reminders. */
export function popupOf(sent: unknown): number | null | undefined {
  const all = v.safeParse(Reminders, sent);
  if (!all.success) return undefined;
  const popups = all.output.flatMap((one) => {
    const popup = v.safeParse(Popup, one);
    return popup.success ? [popup.output.seconds] : [];
  });
  return popups.length === 0 ? null : Math.round(Math.min(...popups) / SECONDS);
}

export const popupAt = (minutes: number) => ({ type: 'Popup', seconds: minutes * SECONDS });

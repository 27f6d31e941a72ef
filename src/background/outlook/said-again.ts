/** What Outlook makes of times: zones it refuses, and times that it says again shifted. */
import { MINUTE } from '../../shared/time';
import type { When } from '../sync/model/event';
import type { OutlookItem } from '../sync/model/item';
import type { Intent, WriteResult } from '../sync/model/port';
import { errorCode, type GraphAnswer } from './client';

/** Zones differ by quarters of an hour. */
const QUARTER = 15 * MINUTE;

/** The server does not know the zone after all, or not as a zone of events (graph.md 7): nothing was written. */
export function isZoneRefused({ status, body }: GraphAnswer, intent: Intent): boolean {
  if (status !== 400 || intent.op === 'remove' || !intent.fields.when) return false;
  return ['timezonenotsupportedexception', 'errorpropertyvalidationfailure'].includes(errorCode(body));
}

/** What was meant, where the server's zone has other rules than ours and what was written stands at another time. */
export function shiftedFrom(result: WriteResult<OutlookItem>, intent: Intent): When | undefined {
  const when = intent.op === 'remove' ? undefined : intent.fields.when;
  if (result.kind !== 'ok' || result.earlier || when?.kind !== 'timed') return undefined;
  const stands = result.item.event.when;
  const by = stands.kind === 'timed' ? stands.start - when.start : 0;
  return by !== 0 && by % QUARTER === 0 ? when : undefined;
}

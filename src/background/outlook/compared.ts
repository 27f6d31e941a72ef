/** Which decided writes still fit the events as they are right before. */
import type { OutlookItem } from '../sync/model/item';
import type { Intent, RemoveIntent, Settled, UpdateIntent } from '../sync/model/port';
import { isAsDecided } from './as-decided';
import { besideOthers } from './categories';
import type { GraphAnswer } from './client';
import { isDone } from './invited';
import { reading } from './reading';

/** A write that still fits, with the etag as the event's own answer spells it, and that answer. */
export interface Open {
  intent: Intent;
  etag: string;
  body?: unknown;
}

/** What has changed or gone since the decision is settled without a write. */
export async function compared(
  intents: readonly (UpdateIntent | RemoveIntent)[],
  answers: readonly GraphAnswer[],
): Promise<{ settled: Settled<OutlookItem>[]; open: Open[] }> {
  const open: Open[] = [];
  const settled: Settled<OutlookItem>[] = [];
  const readings = await Promise.all(answers.map((answer, i) => reading(answer, intents[i]?.feed ?? '')));
  intents.forEach((intent, i) => {
    const now = readings[i];
    const { key } = intent;
    if (now?.kind === 'value' && !isAsDecided(now.item, intent.expect))
      settled.push({ key, result: { kind: 'stale', current: now.item } });
    else if (now?.kind === 'value' && isDone(intent, now.item))
      settled.push({ key, result: { kind: 'ok', item: now.item } });
    else if (now?.kind === 'value') {
      const write = besideOthers(intent, now.item);
      if (write) open.push({ intent: write, etag: now.item.etag, body: answers[i]?.body });
      else settled.push({ key, result: { kind: 'ok', item: now.item, earlier: true } });
    } else if (now?.kind === 'unknown') settled.push({ key, result: { kind: 'failed', error: now.error } });
    else settled.push({ key, result: { kind: 'stale', current: undefined } });
  });
  return { settled, open };
}

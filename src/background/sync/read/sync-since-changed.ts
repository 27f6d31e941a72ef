/** "Sync since" was moved: links that lie before it sleep, those behind it wake. */
import { isBeforeSince } from '../decide/eligible';
import type { Engine } from '../model/engine';
import { fieldsNow, type Link, withState } from '../model/link';
import type { Policy } from '../model/policy';

const NAME = 'since';

/**
 * "Sync since" was moved: links whose event lies before it now sleep, and those it let sleep wake when it is moved back (DESIGN 3.7). An
 * edit that takes an event there is no reason to stop: only the setting is.
 */
export async function moveSince({ store, policy }: Engine): Promise<void> {
  const value = String(policy.since);
  const before = await store.cursor(NAME);
  if (before === value) return;
  const put: Link[] = [];
  if (before !== undefined && Number(before) < policy.since)
    for (const link of await store.linksInState('active'))
      if (liesBefore(link, policy)) put.push(withState(link, 'asleep', 'beforeSince'));
  if (before !== undefined && Number(before) > policy.since)
    for (const link of await store.linksInState('asleep'))
      if (link.reason === 'beforeSince' && !liesBefore(link, policy)) put.push(withState(link, 'active', undefined));
  await store.commit({ links: { put }, cursors: { put: [{ pair: store.pair, name: NAME, value }] } });
}

const liesBefore = (link: Link, policy: Policy): boolean => isBeforeSince(fieldsNow(link, 'outlook').when, policy);

import type { Engine } from '../model/engine';
import { type Item, isAsMade, refOf } from '../model/item';
import type { Link } from '../model/link';
import type { CreateIntent, WriteResult } from '../model/port';
import type { Changes, JournalEntry } from '../model/store';
import { tombstone } from '../model/tombstone';
import { missingInRecord, stillWanted } from './fields-left-out';
import { withJoinLinkToTell } from './given';
import { alone, asSent, leftBehind, placed, rejoined } from './remake';

/** What an item that was made again changes: its link lives on, or knows it as something that must not travel. */
export async function madeAgain(
  engine: Engine,
  { plan }: JournalEntry,
  { item, attendees, leftOut }: Extract<WriteResult<Item>, { kind: 'ok' }>,
  recovered: boolean,
): Promise<{ link: Link; links: NonNullable<Changes['links']> }> {
  const { store, policy } = engine;
  const intent = plan.intent as CreateIntent;
  const [known] = await store.linksById([plan.linkId ?? '']);
  const before = known ?? { ...tombstone(store.pair, refOf(item), plan.source ?? item), id: engine.newId() };
  let link = placed(before, item, intent, policy, attendees);
  // Found later by a look-up: what deviates from what was sent is a person's edit since then.
  if (recovered && !(item.side === 'espo' && isAsMade(item))) link = asSent(link, item, intent, policy);
  link = plan.source ? rejoined(link, plan.source, plan.settles, policy) : alone(link, item.side);
  link = withJoinLinkToTell(link, intent, item, policy);
  if (plan.orders) link = { ...link, byPerson: true };
  link = stillWanted(link, recovered ? missingInRecord(item, intent) : leftOut);
  const put = [link];
  // Something else has taken the place of a record that is still there. Second, because both claim its reference.
  const replaced = before.wish === 'makeMeeting' && before.gone !== 'espo' && before.espoRef !== link.espoRef;
  if (replaced) put.push(leftBehind(before, engine.newId(), policy));
  return { link, links: { put } };
}

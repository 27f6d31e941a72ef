/** What a sync may say of the record that another belongs to: only of a new one, only where it is certain, and only where that is wanted. */
import type { Violation } from './acts.ts';
import type { Cast } from './cast.ts';
import { OUTSIDER } from './customers.ts';
import type { Ledger } from './ledger.ts';
import type { Seen } from './seen.ts';

export function judgeParent({ write, station, created, runStarted }: Seen, cast: Cast, ledger: Ledger): Violation[] {
  const parent = write.body['parentId'];
  if (write.side !== 'espo' || !('parentId' in write.body)) return [];
  const say = (detail: string): Violation[] => [{ rule: 'parent', detail: `${write.method} ${write.path}: ${detail}` }];
  if (write.op !== 'create') return say('of a record that is there already');
  if (!station.browser.settings.setParent) return say('nobody wants it');
  if (parent !== cast.customer || write.body['parentType'] !== 'Account')
    return say(`${String(parent)} is nobody's account`);
  const tags = new Set(created.map((thing) => ledger.tagOf(thing)));
  const events = [...station.user.box.events].filter((event) => tags.has(ledger.tagOf(event)));
  // Invited when the run read it, perhaps not any more.
  const was = events.some(
    (event) =>
      ledger.lastAct(event) >= runStarted ||
      event.organizer.address.toLowerCase() === OUTSIDER.address ||
      event.attendees.some(({ address }) => address.toLowerCase() === OUTSIDER.address),
  );
  return created.length === 0 || was ? [] : say('the customer takes no part');
}

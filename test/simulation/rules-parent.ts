/** What a sync may say of the record that another belongs to: of a new one, where it is certain and wanted; else only what the user has answered. */
import { espoRef } from '../../src/background/sync/model/item.ts';
import type { Violation } from './acts.ts';
import type { Cast } from './cast.ts';
import { OUTSIDER } from './customers.ts';
import { isEvent, type Ledger } from './ledger.ts';
import type { Seen } from './seen.ts';

export function judgeParent(seen: Seen, cast: Cast, ledger: Ledger): Violation[] {
  const { write, station, created, runStarted } = seen;
  const parent = write.body['parentId'];
  if (write.side !== 'espo' || !('parentId' in write.body)) return [];
  const say = (detail: string): Violation[] => [{ rule: 'parent', detail: `${write.method} ${write.path}: ${detail}` }];
  if (write.op !== 'create') return isAnswer(seen, ledger) ? [] : say('of a record that is there already');
  if (station.browser.settings.setParent === 'never') return say('nobody wants it');
  if (cast.customers.length > 1) return say('more than one may be meant');
  if (parent !== cast.customers[0] || write.body['parentType'] !== 'Account')
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

/** The user has said so, and no person has set another one that the run could have seen. */
function isAnswer({ write: { body }, before, lastRead }: Seen, ledger: Ledger): boolean {
  const { thing, parent } = before;
  const wanted = espoRef(String(body['parentType']), String(body['parentId']));
  if (!thing || isEvent(thing) || ledger.belongs.get(thing.id) !== wanted) return false;
  return parent === '' || parent === wanted || ledger.lastAct(thing) > lastRead;
}

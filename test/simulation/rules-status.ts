/** What a sync may say of a record's status: never against a person, Held and Not Held only where a setting or a cancellation says so (DESIGN 3.7). */
import { endOf } from '../../src/background/sync/model/event.ts';
import { DAY, HOUR } from '../../src/shared/time.ts';
import type { Row } from '../sandbox/espo/types.ts';
import type { Violation } from './acts.ts';
import type { Cast } from './cast.ts';
import { isEvent, type Ledger } from './ledger.ts';
import type { Seen } from './seen.ts';
import { recordFields } from './texts.ts';

/** Longer than the calm runs of all browsers at the end of a history, one after the other. */
const LATELY = 3 * HOUR;

/** Marked as held because its day after the end was over only now: time has brought it, not a run that had not settled. */
export function hasJustComeDue({ write, station, before, after }: Seen, cast: Cast): boolean {
  const row = before.thing;
  if (write.op !== 'update' || !row || isEvent(row) || !station.browser.settings.markHeld) return false;
  if (before.texts?.status !== 'planned' || after.texts?.status !== 'held') return false;
  const due = endOf(recordFields(row as Row, undefined).when) + DAY;
  return due > cast.company.world.now() - LATELY;
}

export function judgeStatus(
  { write, station, before, after, lastRead }: Seen,
  cast: Cast,
  ledger: Ledger,
): Violation[] {
  const row = before.thing;
  if (write.op !== 'update' || !row || isEvent(row) || !before.live || !after.live) return [];
  if (write.body['status'] === 'Tentative' && !station.browser.settings.markTentative)
    return [{ rule: 'status', detail: `#${ledger.tagOf(row)} -> Tentative: nobody wants it` }];
  const [old, now] = [before.texts?.status, after.texts?.status];
  // A person did it in the round trip between the look and the write (docs/limits.md).
  if (old === now || ledger.lastEdit(row, 'status') > lastRead) return [];
  const tag = ledger.tagOf(row);
  const say = (detail: string): Violation[] => [{ rule: 'status', detail: `#${tag} ${old} -> ${now}: ${detail}` }];
  if (old !== 'planned') return say('it was said by somebody');
  const { settings } = station.browser;
  if (now === 'held') {
    if (!settings.markHeld) return say('nobody wants it');
    // EspoCRM's clock may be ahead.
    const clock = cast.company.world.now() + Math.max(0, cast.company.espo.control.settings.clockSkewMs);
    if (endOf(recordFields(row as Row, undefined).when) + DAY > clock) return say('it is not over for a day');
    // Linked when it was made, so that whatever a person did to it came afterwards.
    const alone = station.losses === 0 && station.user.stations.length === 1 && cast.members.length === 1;
    const seenTouch = ledger.touched(row) && ledger.lastAct(row) <= lastRead;
    return alone && ledger.bySync.has(row) && seenTouch ? say('a person has worked on it') : [];
  }
  // Copies are alike: which of them was cancelled or declined nobody can say.
  if (tag === 0 || ledger.copied.has(tag)) return [];
  const { box, index } = station.user;
  const cancelled = [...box.events].some((event) => event.isCancelled && ledger.tagOf(event) === tag);
  const key = `${tag}/${index}`;
  const declined = ledger.answers.get(key) === 'declined' || ledger.eventsDeleted.has(key);
  return cancelled || (declined && settings.declinedNotHeld) ? [] : say('neither cancelled nor declined');
}

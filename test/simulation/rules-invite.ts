/** Rule 5 of invitations: exactly those are mailed of whom the user was told, once or by the setting that says it. */
import type { Invitation } from '../../src/background/sync/model/guests.ts';
import type { Link } from '../../src/background/sync/model/link.ts';
import type { PlanRow } from '../../src/background/sync/model/store.ts';
import { liveLinks } from '../sandbox/espo/links.ts';
import { primary } from '../sandbox/espo/person.ts';
import type { StoredEvent } from '../sandbox/graph/model.ts';
import { TYPES, type Violation } from './acts.ts';
import type { Cast, Station } from './cast.ts';
import { isEvent, type Ledger, type Thing } from './ledger.ts';
import type { Seen } from './seen.ts';

const KINDS = { users: 'User', contacts: 'Contact', leads: 'Lead' } as const;
const lower = (text: string): string => text.toLowerCase();

export const guestsIn = (event: StoredEvent | undefined): string[] =>
  (event?.attendees ?? []).map(({ address }) => lower(address));

export const inviteOf = ({ intent }: PlanRow): Invitation | undefined =>
  intent.op === 'update' ? intent.invite : undefined;

/** The user was told of them by name, and pressed the button that says so. */
export function announce(ledger: Ledger, { user }: Station, link: Link | undefined, row: PlanRow): void {
  const invite = inviteOf(row);
  const event = user.box.index.get(link?.outlookId ?? '')?.event;
  if (!event || !invite) return;
  const key = `${ledger.tagOf(event)}/${user.index}`;
  const known = ledger.announced.get(key) ?? new Set<string>();
  ledger.announced.set(key, known);
  for (const { address } of [...invite.add, ...invite.remove]) known.add(address);
}

export function judgeInvitation(seen: Seen, cast: Cast, ledger: Ledger): Violation[] {
  const { write, before, after, station, created, mailed, runStarted } = seen;
  if (write.side !== 'outlook' || !('attendees' in write.body)) return [];
  const event = [before.thing, ...created].find((thing): thing is StoredEvent => thing !== undefined && isEvent(thing));
  const { user, browser } = station;
  const { invite, attendees } = browser.settings;
  const broken: Violation[] = [];
  const say = (detail: string) => broken.push({ rule: 'invite', detail: `${user.name} ${write.method}: ${detail}` });
  if (invite === 'never' || !attendees) say('nobody is to be invited');
  if (!event) return broken;
  const was = write.op === 'create' ? [] : before.guests;
  const now = write.op === 'create' ? guestsIn(event) : after.guests;
  const byUs = ledger.invited.get(event) ?? new Set<string>();
  ledger.invited.set(event, byUs);
  for (const address of was) if (!now.includes(address) && !byUs.has(address)) say(`${address} is taken out`);
  for (const address of now) if (!was.includes(address)) byUs.add(address);
  if (write.op === 'update' && Object.keys(write.body).length > 1) say('something else is changed with it');
  const said = ledger.announced.get(`${ledger.tagOf(event)}/${user.index}`) ?? new Set<string>();
  // Installed anew after its event was moved, a browser may have made a second record: each has people of its own.
  const records = peopleOf(cast, ledger, event);
  const isRight = (address: string, kind: string): boolean =>
    kind === 'invitation'
      ? records.some((people) => people.has(address))
      : records.length === 0 || records.some((people) => !people.has(address));
  // What a person did since the run looked, no run could know.
  const late = ledger.lastAct(event) >= runStarted;
  const allowed = (address: string, kind: string): boolean =>
    said.has(address) || late || (invite === 'always' && isRight(address, kind));
  // Another write of its batch may mail: the user said so once and for all, or confirmed it and was told whom it mails (rules-write.ts).
  const mayUpdate = browser.settings.updateMeetingsWithAttendees || ledger.applied.has(event.immutableId);
  // Of a batch only what was sent for this one.
  for (const { kind, to } of mailed.filter(({ about }) => about === (event.master ?? event).immutableId))
    for (const address of to.map(lower)) {
      if (kind === 'update' && mayUpdate) continue;
      if (kind !== 'invitation' && kind !== 'cancellation') say(`${address} is mailed: ${kind}`);
      else if (address === lower(user.address)) say('the user is mailed');
      else if (!allowed(address, kind)) say(`${address} is mailed without a word: ${kind}`);
    }
  return broken;
}

/** Addresses of all who take part in its record, or in each of several. */
function peopleOf(cast: Cast, ledger: Ledger, event: Thing): Set<string>[] {
  const { core } = cast.company.espo;
  const tag = ledger.tagOf(event);
  const rows = TYPES.flatMap((type) => core.rows(type)).filter((row) => !row.deleted && ledger.tagOf(row) === tag);
  return rows.map(
    (row) =>
      new Set(
        Object.entries(KINDS).flatMap(([link, kind]) =>
          liveLinks(core, row, link).flatMap(({ id }) => {
            const person = core.get(kind, id);
            return person ? [lower(primary(person) ?? '')] : [];
          }),
        ),
      ),
  );
}

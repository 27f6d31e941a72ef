/** "Always" invites everybody: at the end of a settled history nobody with an address is missing in an event that was made for their record. */
import { addressesIn } from '../../src/background/sync/model/guests.ts';
import { isBlocked } from '../../src/background/sync/model/people.ts';
import { DAY } from '../../src/shared/time.ts';
import { liveLinks } from '../sandbox/espo/links.ts';
import { primary } from '../sandbox/espo/person.ts';
import type { Row } from '../sandbox/espo/types.ts';
import type { Violation } from './acts.ts';
import { assignedTo, isAssignedTo } from './assigned.ts';
import { type Cast, isMain, type Station } from './cast.ts';
import type { Ledger } from './ledger.ts';
import { guestsIn } from './rules-invite.ts';
import { eventFields, recordFields } from './texts.ts';

export async function invitedAtTheEnd(cast: Cast, ledger: Ledger): Promise<Violation[]> {
  const broken: Violation[] = [];
  for (const station of cast.stations) {
    const { user, browser } = station;
    const { invite, attendees, direction, entities } = browser.settings;
    if (invite !== 'always' || !attendees || direction === 'outlookToEspo') continue;
    for (const link of await browser.store.linksInState('active')) {
      const row = cast.company.espo.core.get(link.espo.type, link.espo.id);
      const event = user.box.index.get(link.outlookId)?.event;
      if (link.origin !== 'espo' || link.gone !== '' || !row || !event || event.deletedAt !== undefined) continue;
      // Of several owners none invites by a setting alone; and Always holds for what was made or changed since it was chosen.
      if (assignedTo(row).length > 1 || (!link.guests && user.settingsChanged)) continue;
      if (!entities.some(({ type }) => type === link.espo.type) || ledger.discarded.has(link.id)) continue;
      if (event.master || event.type !== 'singleInstance' || !event.isOrganizer || !isMain(event.calendar, station))
        continue;
      if (!isAssignedTo(row, user.espo.id) || !isAhead(cast, row) || !isPlanned(row, event.isCancelled)) continue;
      if (eventFields(event).when.kind === 'timed' && event.start.utc < cast.company.world.now() + DAY) continue;
      // Whom somebody took out in Outlook again, or the user said no about, stays out.
      const done = [...guestsIn(event), ...addressesIn(link), ...(ledger.invited.get(event) ?? [])];
      const settled = new Set([
        ...done,
        ...(link.guests?.settled ?? []),
        ...(link.guests?.invited ?? []).map((one) => one.address),
      ]);
      // Users come and go by relations without a word in the record (docs/limits.md): they are met with its next change.
      const seen = ledger.related.has(ledger.tagOf(row)) ? ['contacts'] : ['contacts', 'users'];
      const missing = guestsOf(cast, station, link.espo.type, row, seen).filter((address) => !settled.has(address));
      if (missing.length > 0)
        broken.push({ rule: 'uninvited', detail: `${user.name} #${ledger.tagOf(row)}: ${missing.join(', ')}` });
    }
  }
  return broken;
}

const isPlanned = (row: Row, isCancelled: boolean): boolean =>
  !isCancelled && !row.deleted && recordFields(row, undefined).status === 'planned' && row['status'] !== 'Tentative';

/** By more than clocks differ. */
const isAhead = ({ company }: Cast, row: Row): boolean => {
  const { when } = recordFields(row, undefined);
  const start = when.kind === 'timed' ? when.start : Date.parse(when.first);
  return start > company.world.now() + DAY;
};

/** Addresses of those who take part, as far as the user may read them. */
function guestsOf(cast: Cast, { user, browser }: Station, type: string, row: Row, links: readonly string[]): string[] {
  const { core } = cast.company.espo;
  if (type !== 'Meeting' && type !== 'Call') return [];
  const kinds = { contacts: 'Contact', ...(user.rights === 'full' ? { users: 'User' } : {}) };
  const asked = Object.entries(kinds).filter(([link]) => links.includes(link));
  return asked.flatMap(([link, kind]) =>
    liveLinks(core, row, link).flatMap(({ id }) => {
      const person = core.get(kind, id);
      const address = (person && !person.deleted ? (primary(person) ?? '') : '').toLowerCase();
      const isMine = id === user.espo.id || address === user.address.toLowerCase();
      return address === '' || isMine || isBlocked(address, browser.settings.blockList) ? [] : [address];
    }),
  );
}

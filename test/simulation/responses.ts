import type { Response } from '../../src/background/sync/model/event.ts';
import { wasDeleted } from '../../src/background/sync/model/link.ts';
import type { Violation } from './acts.ts';
import type { Cast, Station } from './cast.ts';
import type { Ledger } from './ledger.ts';

const STATUS: Partial<Record<Response, string>> = {
  accepted: 'Accepted',
  tentative: 'Tentative',
  declined: 'Declined',
};

/** DESIGN 3.4 and 3.6: what a user answered in Outlook is what their row of the record says, where the direction allows it. */
export async function responses(cast: Cast, ledger: Ledger): Promise<Violation[]> {
  const broken: Violation[] = [];
  for (const station of cast.stations) {
    const { user, browser } = station;
    const { direction, attendees } = browser.settings;
    if (direction === 'espoToOutlook' || !attendees || user.settingsChanged || station.losses > 0) continue;
    for (const link of await linked(station)) {
      const event = user.box.index.get(link.outlookId)?.event;
      const row = cast.company.espo.core.live(link.espo.type, link.espo.id);
      // Who organizes an event has nothing to answer: what was declined is the invitation that it stands beside.
      if (event?.isOrganizer) continue;
      const answer = event && ledger.answers.get(`${ledger.tagOf(event)}/${user.index}`);
      const wanted = STATUS[answer ?? 'none'];
      if (!row || wanted === undefined || ledger.recordsDeleted.has(ledger.tagOf(row))) continue;
      // Both halves were gone at the same time, and what is restored of an ended link stays as it was.
      if (link.state === 'unlinked' && ledger.restored.has(ledger.tagOf(row))) continue;
      const users = (row['#users'] ?? []) as { id: string; status: string; deleted?: boolean }[];
      const mine = users.find(({ id, deleted }) => id === user.espo.id && !deleted);
      if (mine && mine.status !== wanted)
        broken.push({
          rule: 'response',
          detail: `${user.name} ${wanted} #${ledger.tagOf(row)}, EspoCRM says ${mine.status}`,
        });
    }
  }
  return broken;
}

/** Links that are kept in step, and those that ended when the user took the meeting out of their calendar. */
async function linked({ browser: { store } }: Station) {
  const over = (await store.linksInState('unlinked')).filter(wasDeleted);
  return [...(await store.linksInState('active')), ...over];
}

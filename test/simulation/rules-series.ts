import { DAY } from '../../src/shared/time.ts';
import { occurrenceTimes } from '../sandbox/graph/series.ts';
import { calendarView, type Shown } from '../sandbox/graph/view.ts';
import { type Violation } from './acts.ts';
import type { Cast, Station } from './cast.ts';
import type { Ledger } from './ledger.ts';

/** DESIGN 3.7: every occurrence of the rolling window has a record or a reason, and no record stands for one that is not there. */
export async function occurrences(cast: Cast, ledger: Ledger): Promise<Violation[]> {
  const broken: Violation[] = [];
  for (const station of cast.stations) {
    const { settings } = station.browser;
    if (!settings.recurring || settings.direction === 'espoToOutlook') continue;
    broken.push(...(await ofStation(cast, ledger, station)));
  }
  return broken;
}

async function ofStation(cast: Cast, ledger: Ledger, { user, browser }: Station): Promise<Violation[]> {
  const { store, settings } = browser;
  const mailbox = cast.company.graph.control.mailbox(user.oid);
  const chosen = user.box.calendars.filter(
    ({ id, isDefault, source }) =>
      !source &&
      (settings.mainCalendar === '' ? isDefault : id === settings.mainCalendar || settings.otherCalendars.includes(id)),
  );
  const now = cast.company.world.now();
  const shown = new Map<string, Shown>();
  for (const calendar of chosen)
    for (const one of calendarView(mailbox.tenant, calendar, now - 29 * DAY, now + 89 * DAY)) {
      const master = one.event.master ?? (one.day === undefined ? undefined : one.event);
      if (!master) continue;
      const id =
        one.day === undefined ? one.event.immutableId : mailbox.tenant.occurrence(one.event, one.day).immutableId;
      shown.set(id, one);
    }
  const held = new Set((await store.plan()).filter((row) => row.state === 'held').map((row) => row.linkId ?? row.id));
  const broken: Violation[] = [];
  const ids = [...shown.keys()];
  const links = await store.linksByRef('outlook', ids);
  const seen = await store.seenByRef('outlook', ids);
  ids.forEach((id, i) => {
    const row = seen[i];
    const one = shown.get(id) as Shown;
    const start = one.day === undefined ? one.start : occurrenceTimes(one.event, one.day).start.utc;
    const since = settings.syncSince === '' ? browser.createdAt : Date.parse(settings.syncSince);
    if (links[i] || start < since) return;
    const what = `the occurrence of #${ledger.tagOf(one.event)} at ${new Date(start).toISOString()} of ${user.name}`;
    if (!row) broken.push({ rule: 'occurrence.overlooked', detail: `${what} is unknown` });
    else if (row.reason === undefined && !held.has(`create|espo|${row.ref}`))
      broken.push({ rule: 'occurrence.overlooked', detail: `${what} waits for nothing` });
  });
  for (const link of await store.linksInState('active')) {
    const { seriesMasterId, calendarId } = link.outlook;
    if (seriesMasterId === '' || link.gone !== '' || held.has(link.id) || ledger.discarded.has(link.id)) continue;
    if (!chosen.some(({ id }) => id === calendarId)) continue;
    const { when } = link.base.outlook;
    const start = when.kind === 'timed' ? when.start : Date.parse(when.first);
    if (start < now - 29 * DAY || start > now + 89 * DAY) continue;
    if (!shown.has(link.outlookId))
      broken.push({
        rule: 'occurrence.gone',
        detail: `${user.name}: ${link.espoRef} stands for an occurrence that is not there`,
      });
  }
  return broken;
}

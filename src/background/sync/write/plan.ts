/** What is known of both sides becomes stored rows of what is to be written. */
import { CAUSES } from '../../../shared/causes';
import { logLink } from '../decide/activity-rows';
import { isDueNoMore } from '../decide/away';
import { categorizes } from '../decide/category';
import { type AtStart, guard } from '../decide/guard';
import { inviteMode, inviteRows } from '../decide/invite';
import { mayWritePeople } from '../decide/may-travel';
import { marksDeclined, overSince, serverNow } from '../decide/outcome';
import { declineRow, removeRow, updateRow } from '../decide/plan-rows';
import { reconcile } from '../decide/reconcile';
import { decideRemoval } from '../decide/removal';
import { type Engine, isOut } from '../model/engine';
import { endOf, isStillPlanned } from '../model/event';
import { fieldsNow, type Link, withState } from '../model/link';
import { mayWrite, type Policy } from '../model/policy';
import { MAKING } from '../model/noted';
import { type PlanHead, runs } from '../model/plan-head';
import type { Activity, PlanRow } from '../model/store';
import { lookAgain } from '../pair/look-again';
import { pairUp } from '../pair/pair-up';
import { relinkGone } from '../pair/relink-gone';
import { perhapsGivenUp } from '../pair/second-records';
import { lookAtGuests } from '../read/guests';
import { orderedCreates, withOrders } from './ordered';
import { keepUndecided } from './undecided';
import { wishedMeetings } from './wished-meetings';
import { type Edited, wishedLinks } from './wishes';

export interface Planned {
  rows: PlanHead[];
  linked: number;
}

/** Taken when a run begins, before anything is read or written. */
export const howItStands = async ({ store }: Engine): Promise<AtStart> => ({
  links: await store.countLinks(),
  tallies: await store.tallies(),
});

/** What is known of both sides becomes stored rows. Preview, guard, apply and resume read the same rows. */
export async function makePlan(engine: Engine, atStart: AtStart, firstPass = true): Promise<Planned> {
  const { store, policy } = engine;
  // All is decided on anew: until that is done there is nothing to go on with.
  if ((await store.cursor(MAKING)) !== undefined) await store.commit({ cursors: { remove: [MAKING] } });
  await lookAtGuests(engine);
  const unsure = await relinkGone(engine);
  const seconds = await lookAgain(engine, firstPass);
  const paired = await pairUp(engine);
  await wishedMeetings(engine, paired);
  await orderedCreates(engine, paired);
  const rows = [...seconds];
  // Whether their meeting has another record nobody can say now.
  const edited: Edited = new Map(unsure.map((id) => [id, { link: undefined }]));
  rows.push(...(await wishedLinks(engine, edited)));
  rows.push(...(await goneLinks(engine, edited)));
  rows.push(...(await awayLinks(engine, edited)));
  rows.push(...(await changedLinks(engine, edited)));
  rows.push(...(await invitations(engine, edited)));
  await withOrders(engine, rows);
  const { draft, linked } = paired;
  await draft.add(rows);
  await keepUndecided(engine, paired, edited);
  const guarded = guard({
    rows: draft.heads(),
    atStart,
    tallies: await store.tallies(),
    holds: await store.holds(),
    firstSync: policy.firstSync,
    pair: store.pair,
    now: engine.now(),
  });
  await store.commit({
    links: { put: [...edited.values()].flatMap((e) => e.link ?? []) },
    activity: apart(engine, edited),
    plan: await draft.settled(guarded.rows),
    holds: { put: guarded.holds, remove: guarded.over },
  });
  return { rows: guarded.rows, linked };
}

/** A row that makes an item now. */
export const makes = (head: PlanHead): boolean => head.op === 'create' && runs(head);

/** Links that end here, one item gone and the other kept: the log says so. */
const apart = (engine: Engine, edited: Edited): Activity[] =>
  [...edited.values()].flatMap(({ link }) =>
    link?.state === 'unlinked' && link.gone !== '' && link.wish === ''
      ? [logLink(engine, link, 'unlink', link.gone === 'outlook' ? CAUSES.keptInEspo : CAUSES.keptInOutlook)]
      : [],
  );

async function changedLinks(engine: Engine, edited: Edited): Promise<PlanRow[]> {
  const { policy, forms } = engine;
  const rows: PlanRow[] = [];
  // In a calendar that could not be read a meeting may have been moved to next week: nothing is said of its end.
  const settings = { ...policy.settings, markHeld: false, declinedNotHeld: false };
  const silent: Policy = { ...policy, settings };
  for (const link of await linksToLookAt(engine)) {
    if (edited.has(link.id)) continue;
    const unread = isOut(engine, 'outlook', link.outlook.calendarId);
    const result = reconcile(link, unread ? silent : policy, forms);
    if (result.link !== link && JSON.stringify(result.link) !== JSON.stringify(link))
      edited.set(link.id, { link: result.link });
    for (const update of result.updates) rows.push(updateRow(result.link, update));
  }
  return rows;
}

/** What has changed; and, where the user wants a word about it, what is over or declined, or is to bear a category, though nothing has changed. */
async function linksToLookAt(engine: Engine): Promise<Iterable<Link>> {
  const { store, policy } = engine;
  const links = new Map((await store.linksDirty()).map((link) => [link.id, link]));
  const { markHeld, declinedNotHeld } = policy.settings;
  const toEspo = mayWrite(policy, 'espo');
  const more = [
    ...(markHeld && toEspo ? await store.linksOver(overSince(policy)) : []),
    ...(declinedNotHeld && toEspo ? await store.linksDeclined() : []),
    ...(categorizes(policy) ? await store.linksToCategorize() : []),
  ];
  for (const link of more) links.set(link.id, link);
  return links.values();
}

/** After the changes of the same events: what is sent along is as it is by then. */
async function invitations(engine: Engine, edited: Edited): Promise<PlanRow[]> {
  const { store, policy } = engine;
  if (inviteMode(policy) === 'never') return [];
  const links = await store.linksToInvite(policy.now + policy.skew.outlook);
  return links.flatMap((link) => {
    if (isOut(engine, 'outlook', link.outlook.calendarId) || isOut(engine, 'espo', link.espo.type)) return [];
    const now = edited.has(link.id) ? edited.get(link.id)?.link : link;
    return now ? inviteRows(now, policy) : [];
  });
}

/** A deletion travels, waits or ends at a tombstone (DESIGN 3.6). */
async function goneLinks(engine: Engine, edited: Edited): Promise<PlanRow[]> {
  const { store, policy } = engine;
  const rows: PlanRow[] = [];
  for (const link of await store.linksGone()) {
    // An entity that is switched off, or whose rights were lost, pauses with all that it left open.
    // A link that sleeps or whose record cannot be read waits too: nothing is written until that ends.
    if (link.gone === '' || link.state !== 'active' || !(link.espo.type in policy.entities)) continue;
    if (edited.has(link.id)) continue;
    // An edit on the other side is younger knowledge than the deletion: the record counts as touched.
    const editedThere = link.gone === 'outlook' && Object.keys(link.observed.espo).length > 0;
    const facts = {
      link: editedThere ? { ...link, espo: { ...link.espo, touched: true } } : link,
      recordPlanned: isStillPlanned(fieldsNow(link, 'espo').status),
      settings: policy.settings,
    };
    const removal = decideRemoval(link.gone, facts);
    const other = link.gone === 'outlook' ? 'espo' : 'outlook';
    // Shared calendars are read only by design, and calendars that are not chosen are not ours to change.
    const closed = other === 'outlook' && policy.calendars[link.outlook.calendarId]?.kind !== 'own';
    const givenUp = removal.kind === 'remove' && (await perhapsGivenUp(engine, link));
    if (givenUp === 'unsure') {
      edited.set(link.id, { link: undefined });
      continue;
    }
    const says = { response: mayWritePeople('response', link, policy), status: endsDeclined(link, policy) };
    const silent = removal.kind === 'decline' && !says.response && !says.status;
    if (removal.kind === 'keep' || givenUp || silent || !mayWrite(policy, other) || closed) {
      const reason =
        silent || givenUp
          ? 'deletedByPerson'
          : removal.kind === 'keep'
            ? removal.reason
            : closed
              ? 'readOnlyCalendar'
              : 'direction';
      // Which side it was is remembered: the user may restore it.
      edited.set(link.id, { link: withState(link, 'unlinked', reason) });
    } else {
      edited.set(link.id, { link: undefined });
      rows.push(removal.kind === 'decline' ? declineRow(link, removal.cause, says) : removeRow(link, other, removal));
    }
  }
  return rows;
}

/** Taken off the calendar before it was over, the meeting will be without the user; afterwards the calendar was only tidied up. */
const endsDeclined = (link: Link, policy: Policy): boolean =>
  isStillPlanned(fieldsNow(link, 'espo').status) &&
  endOf(fieldsNow(link, 'outlook').when) > serverNow(policy) &&
  marksDeclined(link, policy);

/** Reassigned to a colleague, or due on no day any more: the event that was made for the record goes, and may come back (DESIGN 3.7). */
async function awayLinks({ store, policy }: Engine, edited: Edited): Promise<PlanRow[]> {
  const rows: PlanRow[] = [];
  for (const link of await store.linksAway()) {
    if (link.origin !== 'espo' || link.gone !== '' || edited.has(link.id)) continue;
    if (policy.settings.alsoParticipant && link.espo.countedStart !== -1) continue;
    if (!mayWrite(policy, 'outlook') || !(link.espo.type in policy.entities)) continue;
    // Rule 5, and shared calendars are read only by design.
    const ours = link.outlook.isOrganizer && policy.calendars[link.outlook.calendarId]?.kind === 'own';
    // Outlook is master of a series: no occurrence is taken out of it from here.
    if (!ours || link.outlook.hasAttendees || link.outlook.seriesMasterId !== '') continue;
    edited.set(link.id, { link: undefined });
    const cause = isDueNoMore(link) ? CAUSES.dueNoMore : CAUSES.assignedAway;
    rows.push(removeRow(link, 'outlook', { kind: 'remove', cause }, 'forget'));
  }
  return rows;
}

import type { Engine } from './engine';
import { sameWhen } from './event';
import { uniqueById } from './find';
import { guard } from './guard';
import { type EspoItem, espoRef } from './item';
import { fieldsNow, type Link } from './link';
import { pairUp } from './pairing';
import { mayWrite } from './policy';
import { reconcile } from './reconcile';
import { decideRemoval } from './removal';
import { orphanRow, removeRow, updateRow } from './rows';
import type { PlanRow } from './store';

export interface Planned {
  rows: PlanRow[];
  linked: number;
}

/** Links that this plan has decided on; `link` where they change without a write. */
type Edited = Map<string, { link: Link | undefined }>;

/** What is known of both sides becomes stored rows. Preview, guard, apply and resume read the same rows. */
export async function makePlan(engine: Engine, linksAtStart: Record<string, number>): Promise<Planned> {
  const { store, policy } = engine;
  const { rows, linked } = await pairUp(engine);
  const edited: Edited = new Map();
  rows.push(...(await goneLinks(engine, edited)));
  rows.push(...(await awayLinks(engine, edited)));
  rows.push(...(await changedLinks(engine, edited)));
  rows.push(...(await lookAgain(engine, edited)));
  const before = new Map((await store.plan()).map((row) => [row.id, row]));
  const guarded = guard({
    rows: rows.map((row) => answered(row, before.get(row.id))),
    links: linksAtStart,
    tallies: await store.tallies(),
    holds: await store.holds(),
    firstSync: policy.firstSync,
    pair: store.pair,
    now: engine.now(),
  });
  const ids = new Set(guarded.rows.map((row) => row.id));
  await store.commit({
    links: { put: [...edited.values()].flatMap((e) => e.link ?? []) },
    plan: { put: guarded.rows, remove: [...before.keys()].filter((id) => !ids.has(id)) },
    holds: { put: guarded.holds, remove: guarded.over },
  });
  return { rows: guarded.rows, linked };
}

/** An answer that the user or the server gave to exactly this write still stands. */
function answered(row: PlanRow, old: PlanRow | undefined): PlanRow {
  if (!old || fingerprint(old) !== fingerprint(row)) return row;
  if (old.state === 'confirmed') return { ...row, state: 'confirmed', reason: old.reason };
  if (old.state === 'held' && old.reason === 'refused')
    return { ...row, state: 'held', reason: 'refused', detail: old.detail };
  return row;
}

/** What makes two decisions the same: what is written where, not when it was decided. */
function fingerprint({ intent }: PlanRow): string {
  return JSON.stringify([
    intent.op,
    intent.key,
    intent.feed,
    'fields' in intent ? intent.fields : '',
    'ref' in intent ? intent.ref : '',
  ]);
}

async function changedLinks(engine: Engine, edited: Edited): Promise<PlanRow[]> {
  const rows: PlanRow[] = [];
  for (const link of await engine.store.linksDirty()) {
    if (edited.has(link.id)) continue;
    const result = reconcile(link, engine.policy, engine.forms);
    if (JSON.stringify(result.link) !== JSON.stringify(link)) edited.set(link.id, { link: result.link });
    for (const update of result.updates) rows.push(updateRow(result.link, update));
  }
  return rows;
}

/** A deletion travels, waits or ends at a tombstone (DESIGN 3.6). */
async function goneLinks(engine: Engine, edited: Edited): Promise<PlanRow[]> {
  const { store, policy } = engine;
  const rows: PlanRow[] = [];
  for (const link of await store.linksGone()) {
    // An entity that is switched off, or whose rights were lost, pauses with all that it left open.
    // A link that sleeps or whose record cannot be read waits too: nothing is written until that ends.
    if (link.gone === '' || link.state !== 'active' || !(link.espo.type in policy.entities)) continue;
    // An edit on the other side is younger knowledge than the deletion: the record counts as touched.
    const editedThere = link.gone === 'outlook' && Object.keys(link.observed.espo).length > 0;
    const facts = {
      link: editedThere ? { ...link, espo: { ...link.espo, touched: true } } : link,
      recordPlanned: fieldsNow(link, 'espo').status === 'planned',
      settings: policy.settings,
    };
    const removal = decideRemoval(link.gone, facts);
    const other = link.gone === 'outlook' ? 'espo' : 'outlook';
    // Shared calendars are read only by design, and calendars that are not chosen are not ours to change.
    const closed = other === 'outlook' && policy.calendars[link.outlook.calendarId]?.kind !== 'own';
    if (removal.kind === 'keep' || !mayWrite(policy, other) || closed) {
      const reason = removal.kind === 'keep' ? removal.reason : closed ? 'readOnlyCalendar' : 'direction';
      edited.set(link.id, { link: { ...link, state: 'unlinked', reason, gone: '' } });
    } else {
      edited.set(link.id, { link: undefined });
      rows.push(removeRow(link, other, removal));
    }
  }
  return rows;
}

/** Reassigned to a colleague: the event that was made for the record goes, and may come back (DESIGN 3.7). */
async function awayLinks({ store, policy }: Engine, edited: Edited): Promise<PlanRow[]> {
  const rows: PlanRow[] = [];
  for (const link of await store.linksAway()) {
    if (link.origin !== 'espo' || link.gone !== '' || edited.has(link.id)) continue;
    if (policy.settings.alsoParticipant && link.espo.countedStart !== -1) continue;
    if (!mayWrite(policy, 'outlook') || !(link.espo.type in policy.entities)) continue;
    // Rule 5, and shared calendars are read only by design.
    const ours = link.outlook.isOrganizer && policy.calendars[link.outlook.calendarId]?.kind === 'own';
    if (!ours || link.outlook.hasAttendees) continue;
    edited.set(link.id, { link: undefined });
    rows.push(removeRow(link, 'outlook', { kind: 'remove', cause: 'assigned to somebody else in EspoCRM' }, 'forget'));
  }
  return rows;
}

/**
 * After a create the find is repeated in two runs: a second delivery of the same POST, or a colleague's create at the same moment,
 * shows only now. Of several with one key the keeper is the smallest (createdAt, id).
 */
async function lookAgain(engine: Engine, edited: Edited): Promise<PlanRow[]> {
  const { store, ports, policy } = engine;
  const links = (await store.linksToLookAgain()).filter((l) => l.state === 'active');
  if (links.length === 0) return [];
  const mine = mayWrite(policy, 'espo') ? links : [];
  const found = await ports.espo.find(mine.map((l) => ({ meetingKey: l.meetingKey, fields: l.base.espo })));
  const refs = [...new Set(found.flat().map((i) => espoRef(i.type, i.id)))];
  const linked = await store.linksByRef('espo', refs);
  const taken = new Set(refs.filter((_, i) => linked[i]));
  const rows: PlanRow[] = [];
  for (const link of links) {
    const now = edited.get(link.id)?.link ?? link;
    edited.set(link.id, { link: { ...now, lookAgain: link.lookAgain - 1 } });
  }
  mine.forEach((link, i) => {
    for (const orphan of uniqueById(found[i] ?? [])) {
      if (taken.has(espoRef(orphan.type, orphan.id)) || !isOurSecond(orphan, link, engine)) continue;
      taken.add(espoRef(orphan.type, orphan.id));
      rows.push(orphanRow(link, orphan));
    }
  });
  return rows;
}

/** Made by us within moments of the linked one, with the same values, and touched by nobody since. */
function isOurSecond(item: EspoItem, link: Link, engine: Engine): boolean {
  const { policy } = engine;
  if (item.createdById !== policy.me.espoUserId || item.assignedUserId !== policy.me.espoUserId) return false;
  if (item.modifiedAt !== item.createdAt || item.hasOwnData) return false;
  if (Math.abs(item.createdAt - link.espo.createdAt) > SECOND_DELIVERY) return false;
  if (!sameWhen(item.event.when, link.base.espo.when)) return false;
  return item.event.title === link.base.espo.title && item.event.description === link.base.espo.description;
}
/** A browser sends a POST again at once when its kept-alive connection was reset (platform.md). */
const SECOND_DELIVERY = 10_000;

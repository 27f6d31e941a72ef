/** Looks up who takes part in records whose events they may be invited to. */
import { CAUSES } from '../../../shared/causes';
import { logLink } from '../decide/activity-rows';
import { inviteMode, mayInvite, mayInviteTo, withEarly, withGuests } from '../decide/invite';
import { type Engine, isOut } from '../model/engine';
import { addressesIn, lookedUp } from '../model/guests';
import type { EspoItem } from '../model/item';
import { fieldsNow, type Link } from '../model/link';
import type { Activity, PlanRow } from '../model/store';

/** At once; the others in the next run. */
const TOGETHER = 200;

/**
 * Links whose records were made or changed since: what is found becomes part of the link, and the plan of it. Whoever is about to be
 * mailed is looked up right before, too: relations and addresses come and go without a word in the record (espo.md 5), and a question may
 * have stood for weeks.
 */
export async function lookAtGuests(engine: Engine): Promise<void> {
  const { store, policy, people } = engine;
  const mode = inviteMode(policy);
  if (mode === 'never') return;
  const confirmed = (await store.planHeads()).filter(({ op, state }) => op === 'update' && state === 'confirmed');
  const rows = await store.planById(confirmed.map(({ id }) => id));
  const agreed = new Set(rows.flatMap((row) => (row && invites(row) ? [row.linkId] : [])));
  const links = (await store.linksToInvite(policy.now + policy.skew.outlook)).filter(
    (link) =>
      (mode === 'always' || link.guests?.look || link.guests?.early || agreed.has(link.id)) &&
      mayInvite(link, policy) &&
      !isOut(engine, 'espo', link.espo.type),
  );
  if (links.length === 0) return;
  const now = links.slice(0, TOGETHER);
  const used = now.map(addressesIn);
  const found = await people.guests(now.map(({ espo }, i) => ({ record: espo, used: used[i] ?? [] })));
  const put: Link[] = [];
  const activity: Activity[] = [];
  links.forEach((link, i) => {
    // Who is on the record because of the event comes and goes with it: taken out there, nobody is invited again.
    const theirs = found[i]?.filter(({ ref }) => !link.attendeesAdded.includes(ref));
    if (!link.guests) return;
    if (!theirs) {
      if (!link.guests.look) put.push({ ...link, guests: { ...link.guests, look: true } });
      return;
    }
    const guests = withEarly(lookedUp(link.guests, theirs, used[i] ?? [], policy), link.espo, engine.now(), policy);
    put.push({ ...link, guests });
    const fresh = guests.without.filter((name) => !link.guests?.without.includes(name));
    activity.push(...withoutAddress(engine, link, fresh));
  });
  await store.commit({ links: { put }, activity });
}

const invites = ({ intent }: PlanRow): boolean => intent.op === 'update' && intent.invite !== undefined;

/** Rows that make events, with those who take part in their records. */
export async function guestsOfNew(engine: Engine, rows: readonly PlanRow[]): Promise<PlanRow[]> {
  const { policy, people } = engine;
  const makes = ({ side, op, state, linkId, source }: PlanRow): boolean =>
    side === 'outlook' &&
    op === 'create' &&
    state === 'ready' &&
    linkId === undefined &&
    source?.side === 'espo' &&
    mayInviteTo(source, policy);
  const open = rows.filter(makes);
  const found = await people.guests(open.map(({ source }) => ({ record: source as EspoItem, used: [] })));
  const known = new Map(open.map((row, i) => [row, found[i]]));
  return rows.map((row) => {
    const theirs = known.get(row);
    return theirs ? withGuests(row, theirs, policy, engine.now()) : row;
  });
}

/** Nobody can invite them: the log names them. */
export function withoutAddress(engine: Engine, link: Link, names: readonly string[]): Activity[] {
  if (names.length === 0) return [];
  const row = logLink(engine, link, 'link', CAUSES.guestsWithout);
  const { title } = fieldsNow(link, 'outlook');
  return [
    {
      ...row,
      op: 'lose',
      title,
      side: 'outlook',
      ref: link.outlookId,
      field: 'attendees',
      newValue: '',
      oldValue: names.join(', '),
    },
  ];
}

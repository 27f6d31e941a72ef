/** Lists what waits for a person. */
import type { Reason } from '../../../shared/codes';
import type { GoneChoice, NeedsAction } from '../../../shared/needs';
import { asksPerson } from '../decide/asks-person';
import { serverNow } from '../decide/outcome';
import { mayEditRecord, mayMakeMeeting, mayRemove, mayRestore, removableSide } from '../decide/permitted';
import { endOf, startOf } from '../model/event';
import { espoRef, otherSide, type Side } from '../model/item';
import { fieldsNow, type Link } from '../model/link';
import { AS_MEETING, QUIET } from '../model/noted';
import { isCalendar, mayWrite, type Policy } from '../model/policy';
import type { Choice, Hold, PlanRow, Seen, Store } from '../model/store';
import { type Stranger, strangers } from '../read/strangers';
import { choiceId } from './answer-choice';
import { answeredIds } from './answered';
import { CHOICE, HOLD, LINK, PARENT, SEEN, STRANGER } from './ids';

/** One thing that a person decides: what the sync does not do by itself. */
export interface Need {
  id: string;
  /** What an answer is about: a write that waits, a bulk of them, a link that sleeps or has ended, an event that is left out, a choice that is gone, a record whose parent is not certain. */
  kind: 'row' | 'hold' | 'link' | 'seen' | 'stranger' | 'choice' | 'parent';
  /** Where it would be written. */
  side: Side;
  reason: Reason;
  title: string;
  op: PlanRow['op'] | '';
  actions: NeedsAction[];
  /** What may be linked. */
  choices: Choice[];
  /** The side whose item was deleted; '' for none. */
  gone: Side | '';
  /** Of somebody unknown: in how many linked meetings; of a calendar that is gone: how many it leaves behind. */
  meetings: number;
  /** What the server said. */
  detail: string;
  /** What it is about, as it is stored. */
  row: PlanRow | undefined;
  link: Link | undefined;
  seen: Seen | undefined;
  hold: Hold | undefined;
  /** What was chosen and is gone. */
  choice: GoneChoice | undefined;
}

/** Events that are left out are many; these few are enough to see what it is about. */
const SEEN_MOST = 100;
const STRANGERS_MOST = 100;

/** Everything that waits for a person, without what is answered already. `policy`: what may be offered; undefined before the first run. */
export async function listNeeds(store: Store, policy: Policy | undefined): Promise<Need[]> {
  const answered = await answeredIds(store);
  const rows = (await store.planHeld()).filter((row) => row.reason !== 'bulk');
  const links = await store.linksById(rows.map((row) => row.linkId ?? ''));
  const needs = [
    ...(await store.holds()).filter((hold) => hold.state === 'waiting').map(needOfHold),
    ...rows.map((row, i) => needOfRow(row, links[i], policy)),
  ];
  if (policy) {
    const left = new Set(await store.cursorNames(QUIET + CHOICE));
    for (const choice of policy.gone)
      if (!left.has(QUIET + choiceId(choice))) needs.push(await needOfChoice(store, choice));
    // A calendar that is gone is named once, not with each of its events.
    const isNamed = ({ reason, outlook }: Link): boolean =>
      reason === 'calendarGone' && policy.gone.some((choice) => isCalendar(choice, outlook.calendarId));
    for (const link of await store.linksToAsk()) if (!isNamed(link)) needs.push(...needOfLink(link, policy));
    for (const seen of await store.seenWithReason('callAllDay', SEEN_MOST))
      needs.push(...(await needOfSeen(store, seen, policy)));
    if (policy.settings.setParent === 'ask')
      for (const link of await store.linksWithoutParent()) needs.push(...needOfParent(link, policy));
    if (policy.settings.unknownAttendees === 'list' && mayWrite(policy, 'espo'))
      needs.push(...(await needsOfStrangers(store, serverNow(policy))));
  }
  return needs.filter((need) => !answered.has(need.id));
}

const blank: Pick<
  Need,
  'op' | 'choices' | 'gone' | 'meetings' | 'detail' | 'row' | 'link' | 'seen' | 'hold' | 'choice'
> = {
  op: '',
  choices: [],
  gone: '',
  meetings: 0,
  detail: '',
  row: undefined,
  link: undefined,
  seen: undefined,
  hold: undefined,
  choice: undefined,
};

/** Nothing can go on without these: they can only be chosen again. */
const NEEDED: readonly GoneChoice['what'][] = ['mainCalendar', 'defaultEntity'];

/** Another one is chosen, or it is gone on without: without a calendar with its records or without them. */
async function needOfChoice(store: Store, gone: GoneChoice): Promise<Need> {
  const { what, of, id, name, choices } = gone;
  const links = what === 'otherCalendar' ? await store.linksInFeed('outlook', id) : [];
  const meetings = links.filter(({ reason, quiet }) => reason === 'calendarGone' && !quiet).length;
  const actions: NeedsAction[] = choices.length > 0 ? ['choose'] : [];
  if (!NEEDED.includes(what)) actions.push('discard');
  return {
    ...blank,
    id: choiceId(gone),
    kind: 'choice',
    side: what === 'mainCalendar' || what === 'teams' ? 'outlook' : 'espo',
    reason: 'choiceGone',
    title: name,
    actions: meetings > 0 ? [...actions, 'remove'] : actions,
    choices: choices.map((choice) => ({ ref: choice.id, feed: of.type, title: choice.title, createdAt: 0 })),
    meetings,
    choice: gone,
  };
}

function needOfHold(hold: Hold): Need {
  const [side = '', , op = ''] = hold.id.split('|');
  return {
    ...blank,
    id: HOLD + hold.id,
    kind: 'hold',
    side: side as Side,
    reason: 'bulk',
    title: '',
    op: op as PlanRow['op'],
    actions: ['apply', 'discard'],
    hold,
  };
}

function needOfRow(row: PlanRow, link: Link | undefined, policy: Policy | undefined): Need {
  return {
    ...blank,
    id: row.id,
    kind: 'row',
    side: row.side,
    reason: row.reason ?? 'refused',
    title: row.title,
    op: row.op,
    actions: actionsOf(row, link, policy),
    choices: row.choices,
    detail: row.detail,
    gone: link?.gone ?? '',
    row,
    link,
  };
}

function actionsOf(row: PlanRow, link: Link | undefined, policy: Policy | undefined): NeedsAction[] {
  const mayBack = link && policy && link.gone !== '' && mayRestore(link, link.gone, policy);
  switch (row.reason) {
    case 'conflict':
      return ['discard', 'fields', 'apply', 'takeEspo'];
    case 'sameMeeting':
      return row.choices.length > 0 ? ['link', 'apply'] : ['apply'];
    case 'severalCandidates':
      return row.choices.length > 0 ? ['link', 'apply', 'discard'] : ['apply', 'discard'];
    case 'wouldInvite':
    case 'wouldUninvite':
      return ['apply', 'discard'];
    case 'wouldMail':
    case 'touchedRecord':
    case 'deletedElsewhere':
      return mayBack ? ['apply', 'restore', 'discard'] : ['apply', 'discard'];
    case 'endBeforeStart':
      return ['discard'];
    default:
      return ['retry', 'discard'];
  }
}

function needOfLink(link: Link, policy: Policy): Need[] {
  if (!asksPerson(link)) return [];
  const ended = link.state === 'unlinked';
  const side = ended ? (link.gone === '' ? 'espo' : link.gone) : removableSide(link);
  const actions = ended ? endedActions(link, policy) : sleepActions(link, side, policy);
  // Nothing can be done about it, and nothing has to be.
  if (ended && actions.length === 0) return [];
  const reason = link.reason ?? 'unlinked';
  return [
    {
      ...blank,
      id: LINK + link.id,
      kind: 'link',
      side,
      reason,
      title: fieldsNow(link, link.gone === 'outlook' ? 'espo' : 'outlook').title,
      actions: [...actions, 'discard'],
      gone: link.gone,
      link,
    },
  ];
}

function endedActions(link: Link, policy: Policy): NeedsAction[] {
  if (link.gone === '') return ['link'];
  return mayRestore(link, link.gone, policy) ? ['restore'] : [];
}

function sleepActions(link: Link, side: Side, policy: Policy): NeedsAction[] {
  const actions: NeedsAction[] = [];
  if (link.reason === 'turnedAllDay' && mayMakeMeeting(policy)) actions.push('makeMeeting');
  if (mayRemove(link, side, policy)) actions.push('remove');
  return actions;
}

async function needOfSeen(store: Store, seen: Seen, policy: Policy): Promise<Need[]> {
  const names = [...(await store.cursorNames(QUIET + seen.ref)), ...(await store.cursorNames(AS_MEETING + seen.ref))];
  if (names.length > 0 || !mayMakeMeeting(policy)) return [];
  const id = SEEN + seen.ref;
  return [
    {
      ...blank,
      id,
      kind: 'seen',
      side: otherSide(seen.side),
      reason: 'callAllDay',
      title: seen.title,
      actions: ['makeMeeting', 'discard'],
      seen,
    },
  ];
}

function needOfParent(link: Link, policy: Policy): Need[] {
  const choices = link.belongs && 'choices' in link.belongs ? link.belongs.choices : [];
  if (choices.length === 0 || !mayEditRecord(link, policy)) return [];
  return [
    {
      ...blank,
      id: PARENT + link.id,
      kind: 'parent',
      side: 'espo',
      reason: 'parentUnsure',
      title: fieldsNow(link, 'outlook').title,
      actions: ['belongs', 'discard'],
      choices: choices.map(({ type, id, name }) => ({ ref: espoRef(type, id), feed: type, title: name, createdAt: 0 })),
      link,
    },
  ];
}

/** Each with the meeting where one will meet them next, or met them last. */
async function needsOfStrangers(store: Store, now: number): Promise<Need[]> {
  const all = await strangers(store, STRANGERS_MOST);
  const ids = [...new Set(all.flatMap(({ links }) => links))];
  const known = new Map((await store.linksById(ids)).flatMap((link) => (link ? [[link.id, link] as const] : [])));
  return all.map((stranger) => needOfStranger(stranger, nearest(stranger, known, now)));
}

function nearest({ links }: Stranger, known: ReadonlyMap<string, Link>, now: number): Link | undefined {
  const distance = (link: Link): number => {
    const { when } = fieldsNow(link, 'outlook');
    // What is over comes after all that is still to be.
    return endOf(when) >= now ? startOf(when) : Number.MAX_SAFE_INTEGER - startOf(when);
  };
  const met = links.flatMap((id) => known.get(id) ?? []).filter(({ state }) => state === 'active');
  return met.sort((a, b) => distance(a) - distance(b))[0];
}

function needOfStranger({ address, name, links, refused }: Stranger, link: Link | undefined): Need {
  return {
    ...blank,
    link,
    id: STRANGER + address,
    kind: 'stranger',
    side: 'espo',
    reason: 'unknownAttendee',
    title: name === '' || name === address ? address : `${name} (${address})`,
    detail: refused,
    meetings: links.length,
    actions: ['addContact', 'addLead', 'discard'],
  };
}

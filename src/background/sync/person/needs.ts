import type { Reason } from '../../../shared/codes';
import type { GoneChoice } from '../../../shared/state';
import { asksPerson } from '../decide/asks-person';
import { mayMakeMeeting, mayRemove, mayRestore, removableSide } from '../decide/permitted';
import { FIELD_NAMES, type FieldName, fieldText } from '../model/event';
import { type Item, otherSide, type Side, splitEspoRef } from '../model/item';
import { fieldsNow, type Link } from '../model/link';
import { isCalendar, mayWrite, type Policy } from '../model/policy';
import type { Choice, Hold, PlanRow, Seen, Store } from '../model/store';
import { type Stranger, strangers } from '../read/strangers';
import { AS_MEETING, QUIET } from '../write/wished-meetings';
import { CHOICE, choiceId } from './answer-choice';
import { holdId } from './answer-row';
import { type Action, answeredIds, LINK, SEEN, STRANGER } from './answers';

/** One thing that a person decides: what the sync does not do by itself. */
export interface Need {
  id: string;
  /** What an answer is about: a write that waits, a bulk of them, a link that sleeps or has ended, an event that is left out, a choice that is gone. */
  kind: 'row' | 'hold' | 'link' | 'seen' | 'stranger' | 'choice';
  /** Where it would be written. */
  side: Side;
  reason: Reason;
  title: string;
  op: PlanRow['op'] | '';
  /** The item that opens it. */
  record: { type: string; id: string } | undefined;
  restId: string;
  actions: Action[];
  choices: Choice[];
  /** Who would be mailed. */
  mails: string[];
  /** Of somebody unknown: in how many linked meetings; of a calendar that is gone: how many it leaves behind. */
  meetings: number;
  /** What the server said. */
  detail: string;
  /** Of a conflict: what either side holds. */
  values: { field: FieldName; outlook: string; espo: string }[];
  /** The side whose item was deleted; '' for none. */
  gone: Side | '';
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
  const rows = (await store.plan()).filter((row) => row.state === 'held' && row.reason !== 'bulk');
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
    if (policy.settings.unknownAttendees === 'list' && mayWrite(policy, 'espo'))
      needs.push(...(await strangers(store, STRANGERS_MOST)).map(needOfStranger));
  }
  return needs.filter((need) => !answered.has(need.id));
}

const blank: Pick<
  Need,
  'record' | 'restId' | 'choices' | 'mails' | 'meetings' | 'detail' | 'values' | 'gone' | 'hold' | 'op' | 'choice'
> = {
  record: undefined,
  restId: '',
  choices: [],
  mails: [],
  meetings: 0,
  detail: '',
  values: [],
  gone: '',
  hold: undefined,
  op: '',
  choice: undefined,
};

/** Nothing can go on without these: they can only be chosen again. */
const NEEDED: readonly GoneChoice['what'][] = ['mainCalendar', 'defaultEntity'];

/** Another one is chosen, or it is gone on without: without a calendar with its records or without them. */
async function needOfChoice(store: Store, gone: GoneChoice): Promise<Need> {
  const { what, of, id, name, choices } = gone;
  const links = what === 'otherCalendar' ? await store.linksInFeed('outlook', id) : [];
  const meetings = links.filter(({ reason, quiet }) => reason === 'calendarGone' && !quiet).length;
  const actions: Action[] = choices.length > 0 ? ['choose'] : [];
  if (!NEEDED.includes(what)) actions.push('discard');
  return {
    ...blank,
    id: choiceId(gone),
    kind: 'choice',
    side: what === 'mainCalendar' ? 'outlook' : 'espo',
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
    id: holdId(hold.id),
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
    ...whereOf(link, row),
    id: row.id,
    kind: 'row',
    side: row.side,
    reason: row.reason ?? 'refused',
    title: row.title,
    op: row.op,
    actions: actionsOf(row, link, policy),
    choices: row.choices,
    mails: row.mails,
    detail: row.detail,
    values: row.reason === 'conflict' && link ? valuesOf(row, link) : [],
    gone: link?.gone ?? '',
  };
}

function actionsOf(row: PlanRow, link: Link | undefined, policy: Policy | undefined): Action[] {
  const mayBack = link && policy && link.gone !== '' && mayRestore(link, link.gone, policy);
  switch (row.reason) {
    case 'conflict':
      return ['apply', 'takeEspo', 'discard'];
    case 'sameMeeting':
      return row.choices.length > 0 ? ['link', 'apply'] : ['apply'];
    case 'severalCandidates':
      return row.choices.length > 0 ? ['link', 'apply', 'discard'] : ['apply', 'discard'];
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

function valuesOf(row: PlanRow, link: Link): Need['values'] {
  const written = row.intent.op === 'update' ? row.intent.fields : {};
  const both = FIELD_NAMES.filter(
    (field) => field in written && field in link.observed.outlook && field in link.observed.espo,
  );
  const [outlook, espo] = [fieldsNow(link, 'outlook'), fieldsNow(link, 'espo')];
  return both.map((field) => ({ field, outlook: fieldText(field, outlook), espo: fieldText(field, espo) }));
}

/** The item that is still there, the record first. */
function whereOf(link: Link | undefined, row?: PlanRow): Pick<Need, 'record' | 'restId'> {
  if (link) {
    const record = link.espoRef !== '' && link.gone !== 'espo' ? splitEspoRef(link.espoRef) : undefined;
    return { record, restId: link.gone === 'outlook' ? '' : link.outlook.restId };
  }
  const source: Item | undefined = row?.source;
  return { record: source?.side === 'espo' ? { type: source.type, id: source.id } : undefined, restId: '' };
}

function needOfLink(link: Link, policy: Policy): Need[] {
  if (!asksPerson(link)) return [];
  const ended = link.state === 'unlinked';
  const side = ended ? (link.gone === '' ? 'espo' : link.gone) : removableSide(link);
  const actions = ended ? endedActions(link, policy) : sleepActions(link, side, policy);
  // Nothing can be done about it, and nothing has to be.
  if (ended && actions.length === 0) return [];
  const reason = link.reason ?? 'unlinked';
  const where = link.state === 'lostAccess' ? { record: undefined, restId: link.outlook.restId } : whereOf(link);
  return [
    {
      ...blank,
      ...where,
      id: LINK + link.id,
      kind: 'link',
      side,
      reason,
      title: fieldsNow(link, link.gone === 'outlook' ? 'espo' : 'outlook').title,
      actions: [...actions, 'discard'],
      gone: link.gone,
    },
  ];
}

function endedActions(link: Link, policy: Policy): Action[] {
  if (link.gone === '') return ['link'];
  return mayRestore(link, link.gone, policy) ? ['restore'] : [];
}

function sleepActions(link: Link, side: Side, policy: Policy): Action[] {
  const actions: Action[] = [];
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
    },
  ];
}

function needOfStranger({ address, name, links, refused }: Stranger): Need {
  return {
    ...blank,
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

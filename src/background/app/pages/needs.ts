import { CLOUDS } from '../../../shared/clouds';
import { cloudOf } from '../../../shared/managed';
import type { GoneChoice, HeldView, NeedsItem } from '../../../shared/state';
import { GONE_TEXTS, NEEDS_REMEDIES, REASON_TEXTS } from '../../../shared/texts';
import type { Pair } from '../../store/database';
import { managed } from '../../store/managed';
import { otherSide, type Side } from '../../sync/model/item';
import type { Policy } from '../../sync/model/policy';
import type { Hold, Store } from '../../sync/model/store';
import { holdId } from '../../sync/person/answer-row';
import { listNeeds, type Need } from '../../sync/person/needs';
import { makePolicy } from '../kept/policy';
import { eventUrl, recordUrl } from '../kept/urls';
import { keptSurroundings, type Surroundings } from '../runs/assemble';

/** Everything that waits for a person, in words, with what can be done. No request to any server. */
export async function needsOf(store: Store, pair: Pair): Promise<NeedsItem[]> {
  const around = await keptSurroundings(store, pair.settings, Date.now(), Number.POSITIVE_INFINITY);
  const needs = await listNeeds(store, around && policyNow(pair, around));
  const { outlook } = CLOUDS[cloudOf(await managed())];
  return needs.map((need) => needsItem(need, { espo: pair.site, outlook }, around && namesOf(around)));
}

/** What may be offered; an answer is checked again by the run that carries it out. */
function policyNow(pair: Pair, around: Surroundings): Policy | undefined {
  if (around.outlook.calendars.length === 0) return undefined;
  const { settings, createdAt } = pair;
  const window = { from: 0, until: 0 };
  return makePolicy({ ...around, settings, window, pairCreatedAt: createdAt, now: Date.now(), firstSync: false });
}

/** Calendars and entities as people know them. */
export type Names = Map<string, string>;
export function namesOf({ outlook, espo }: Surroundings): Names {
  const calendars = outlook.calendars.map(({ id, name }) => [id, name] as const);
  return new Map([...calendars, ...espo.entities.map(({ type, label }) => [type, label] as const)]);
}

const SIDES: Record<Side, string> = { outlook: 'Outlook', espo: 'EspoCRM' };
const VERBS = { create: 'created', update: 'changed', remove: 'deleted' } as const;

/** Rule 7 with its numbers: "187 of 200 would be deleted in EspoCRM". The calendar or entity is named where its name is known. */
function bulkSentence({ id, count, of }: Hold, names?: Names): string {
  const [side = 'espo', ...rest] = id.split('|') as [Side, ...string[]];
  const op = rest.at(-1) as keyof typeof VERBS;
  const name = names?.get(rest.slice(0, -1).join('|'));
  const how = `would be ${VERBS[op] ?? op} in ${SIDES[side]}${name ? ` (${name})` : ''}`;
  return op === 'create' ? `${count} ${how}.` : `${count} of ${of} ${how}.`;
}

/** Rule 1: what cannot come back is said before a deletion. */
const lostBy = (op: string, side: Side): string => (op === 'remove' ? lost(side) : '');
const lost = (side: Side): string =>
  side === 'espo'
    ? 'An undo makes records again with new ids; their stream, files and other relations do not come back.'
    : 'An undo makes events again; their attachments, categories and answers do not come back.';

/** The same hold beside the status, which has its own buttons. */
export function heldView(hold: Hold, names?: Names): HeldView {
  const [side = 'espo', ...rest] = hold.id.split('|') as [Side, ...string[]];
  return { id: holdId(hold.id), sentence: bulkSentence(hold, names), warning: lostBy(rest.at(-1) ?? '', side) };
}

function needsItem(need: Need, sites: Record<Side, string>, names?: Names): NeedsItem {
  const { id, side, reason, title, record, restId, actions } = need;
  return {
    id,
    side,
    reason,
    title: need.hold ? `${need.hold.count} changes at once` : title,
    sentence: sentenceOf(need, names),
    remedy: remedyOf(need),
    link: record ? recordUrl(sites.espo, record.type, record.id) : eventUrl(restId, sites.outlook),
    actions,
    choices: need.choices.map((choice) => ({
      id: choice.ref,
      title: need.choice ? choice.title : choiceTitle(choice, names),
    })),
    values: need.values,
    restores: actions.includes('restore') ? need.gone : '',
  };
}

function sentenceOf(need: Need, names: Names | undefined): string {
  const { reason, op, side, mails, detail, hold, gone } = need;
  const deletes = lostBy(op, side);
  if (need.choice) return goneText(need.choice);
  if (hold) return joined(bulkSentence(hold, names), deletes);
  if (need.kind === 'link' && gone !== '')
    return `It was deleted in ${SIDES[gone]} and kept in ${SIDES[otherSide(gone)]}.`;
  if (reason === 'wouldMail' && mails.length > 0)
    return joined(`${op === 'remove' ? 'Delete' : 'Update'} and notify ${people(mails)}.`, deletes);
  if (reason === 'severalCandidates' && need.choices.length === 0)
    return 'Another meeting with the same name and time is linked already.';
  if (reason === 'unknownAttendee')
    return joined(strangerText(need.meetings), REFUSALS[detail] ?? (detail && `EspoCRM refused it. ${detail}`));
  if (reason === 'refused') return joined(`${SIDES[side]} refused it.`, detail);
  if (reason === 'deletedElsewhere' && gone !== '')
    return joined(`It was deleted in ${SIDES[gone]} and is still in ${SIDES[side]}.`, deletes);
  return joined(REASON_TEXTS[reason], detail, deletes);
}

const goneText = ({ what, of, name }: GoneChoice): string =>
  (of.label === '' || of.label === name ? '' : `${of.label}: `) + GONE_TEXTS[what].replace('{name}', name);

const strangerText = (meetings: number): string =>
  `Takes part in ${meetings === 1 ? 'one synced meeting' : `${meetings} synced meetings`} and is not known in EspoCRM.`;
const REFUSALS: Record<string, string> = {
  '500': 'EspoCRM broke over it; try again later.',
  '403': 'Your EspoCRM role does not let you add this kind of record.',
  namesake: 'EspoCRM has somebody of this name with another address: if it is the same person, add the address there.',
};

const joined = (...sentences: string[]): string => sentences.filter((text) => text !== '').join(' ');

/** Names that fit into a sentence; the number is exact. */
const NAMES = 5;
function people(mails: readonly string[]): string {
  const more = mails.length - NAMES;
  const names = mails.slice(0, NAMES).join(', ');
  return `${mails.length} ${mails.length === 1 ? 'person' : 'people'}: ${names}${more > 0 ? ` and ${more} more` : ''}`;
}

const FIRST = ['restore', 'link'] as const;

function remedyOf({ kind, reason, actions, op, choice }: Need): string {
  if (kind === 'stranger') return NEEDS_REMEDIES.unknownAttendee;
  if (choice)
    return NEEDS_REMEDIES[
      actions.includes('choose') ? 'choose' : choice.what === 'statusOption' ? 'goneStatus' : 'gone'
    ];
  if (kind === 'link' && actions.includes('remove'))
    return NEEDS_REMEDIES[reason === 'turnedAllDay' ? reason : 'asleep'];
  if (kind === 'link' && reason !== 'turnedAllDay')
    return NEEDS_REMEDIES[FIRST.find((action) => actions.includes(action)) ?? 'discard'];
  if (reason === 'severalCandidates' && !actions.includes('link')) return NEEDS_REMEDIES.second;
  if (
    reason === 'conflict' ||
    reason === 'severalCandidates' ||
    reason === 'sameMeeting' ||
    reason === 'turnedAllDay' ||
    reason === 'callAllDay'
  )
    return NEEDS_REMEDIES[reason];
  if (reason === 'endBeforeStart') return NEEDS_REMEDIES[reason];
  if (actions.includes('retry')) return NEEDS_REMEDIES.retry;
  return op === 'remove' ? NEEDS_REMEDIES.remove : NEEDS_REMEDIES.apply;
}

/** They have the same time and name: what tells them apart is where they are and when they were made. */
function choiceTitle({ feed, title, createdAt }: Need['choices'][number], names: Names | undefined): string {
  const made = createdAt > 0 ? `, made ${new Date(createdAt).toISOString().slice(0, 16).replace('T', ' ')} UTC` : '';
  return `${title} (${names?.get(feed) ?? feed}${made})`;
}

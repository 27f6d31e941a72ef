/** English sentences for what waits, until pages make their own of what a question says. */
import type { GoneChoice } from '../../../shared/needs';
import { GONE_TEXTS, NEEDS_REMEDIES, REASON_TEXTS } from '../../../shared/texts';
import { otherSide, type Side } from '../../sync/model/item';
import type { Hold } from '../../sync/model/store';
import type { Need } from '../../sync/person/needs';
import type { Names } from '../kept/names';

const SIDES: Record<Side, string> = { outlook: 'Outlook', espo: 'EspoCRM' };
const VERBS = { create: 'created', update: 'changed', remove: 'deleted' } as const;

/** Rule 7 with its numbers: "187 of 200 would be deleted in EspoCRM". The calendar or entity is named where its name is known. */
export function bulkSentence({ id, count, of }: Hold, names: Names): string {
  const [side = 'espo', ...rest] = id.split('|') as [Side, ...string[]];
  const op = rest.at(-1) as keyof typeof VERBS;
  const name = names.get(rest.slice(0, -1).join('|'));
  const how = `would be ${VERBS[op] ?? op} in ${SIDES[side]}${name ? ` (${name})` : ''}`;
  return op === 'create' ? `${count} ${how}.` : `${count} of ${of} ${how}.`;
}

/** Rule 1: what cannot come back is said before a deletion. */
export const lostBy = (op: string, side: Side): string => (op === 'remove' ? lost(side) : '');
const lost = (side: Side): string =>
  side === 'espo'
    ? 'An undo makes records again with new ids; their stream, files and other relations do not come back.'
    : 'An undo makes events again; their attachments, categories and answers do not come back.';

export function sentenceOf(need: Need, names: Names): string {
  const { reason, op, side, detail, hold, gone } = need;
  const mails = need.row?.mails ?? [];
  const deletes = lostBy(op, side);
  if (need.choice) return goneText(need.choice, need.meetings);
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

function goneText({ what, of, name }: GoneChoice, meetings: number): string {
  const whose = of.label === '' || of.label === name ? '' : `${of.label}: `;
  const sentence = whose + GONE_TEXTS[what].replace('“{name}” ', name === '' ? '' : `“${name}” `);
  if (meetings === 0) return sentence;
  const left = meetings === 1 ? 'One record of it is left.' : `${meetings} records of it are left.`;
  return joined(sentence, left, lost('espo'));
}

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
const GONE_REMEDIES: Partial<Record<GoneChoice['what'], keyof typeof NEEDS_REMEDIES>> = {
  mainCalendar: 'chooseMain',
  otherCalendar: 'goneCalendar',
  defaultEntity: 'chooseEntity',
  statusOption: 'goneStatus',
};

export function remedyText({ kind, reason, actions, op, choice }: Need): string {
  if (kind === 'stranger') return NEEDS_REMEDIES.unknownAttendee;
  if (choice) return NEEDS_REMEDIES[GONE_REMEDIES[choice.what] ?? (actions.includes('choose') ? 'choose' : 'gone')];
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

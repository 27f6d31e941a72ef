/** The sentences and buttons of a question, for the pages and for the card in Outlook. */
import type { SideName } from './items';
import type { ChosenThing, NeedsChoice, NeedsItem } from './needs';
import { say, type TextKey } from './say';
import { detailText, kindText, listText, sideText, titleText } from './words';

const other = (side: SideName): SideName => (side === 'outlook' ? 'espo' : 'outlook');

/** What it is about: the title of the item, or how many a held change is. */
export const needTitle = (item: NeedsItem): string =>
  item.kind === 'hold' ? say('need_holdTitle', { count: item.count }) : titleText(item.title);

/** Why it waits, in sentences. */
export function needSentences(item: NeedsItem): string[] {
  const lost = item.op === 'remove' ? [say(item.side === 'espo' ? 'lost_espo' : 'lost_outlook')] : [];
  return [...whyOf(item), ...lost].filter((sentence) => sentence !== '');
}

function whyOf(item: NeedsItem): string[] {
  const { kind, reason, side, gone, mails, detail } = item;
  if (item.choice) return goneSentences(item, item.choice);
  if (kind === 'hold') return [holdText(item)];
  if (kind === 'link' && gone !== '')
    return [say('need_goneKept', { gone: sideText(gone), kept: sideText(other(gone)) })];
  if (reason === 'wouldMail' && mails.length > 0) return [mailsText('need_mails', mails)];
  if (reason === 'wouldInvite') return [mailsText('need_invite', mails), withoutAddress(item)];
  if (reason === 'wouldUninvite') return [mailsText('need_uninvite', mails)];
  if (reason === 'touchedRecord' && gone === '') return [say('reason_secondRecord')];
  if (reason === 'severalCandidates' && item.choices.length === 0) return [say('need_twin')];
  if (reason === 'unknownAttendee') return [say('need_stranger', { count: item.meetings }), strangerDetail(detail)];
  if (reason === 'refused') return [say('need_refused', { side: sideText(side) }), detailText(detail)];
  if (reason === 'deletedElsewhere' && gone !== '')
    return [say('need_goneStill', { gone: sideText(gone), side: sideText(side) })];
  return [say(`reason_${reason}`), detailText(detail)];
}

/** "187 of 200 would be deleted in EspoCRM (Meeting)." */
function holdText({ op, side, count, of, outlook, espo }: NeedsItem): string {
  const name = (side === 'outlook' ? outlook : espo).name;
  const args = { count, of, side: sideText(side), name };
  return op === '' ? '' : say(`need_hold_${op}`, args);
}

/** What is not done any more because it is gone. */
function goneText({ what, of, name }: NonNullable<NeedsItem['choice']>): string {
  const text = say(`gone_${what}`, { name });
  return of === '' || of === name ? text : say('gone_of', { of, text });
}

/** What is gone, what it leaves behind, and what is to be done about it. */
function goneSentences({ meetings, choices }: NeedsItem, choice: NonNullable<NeedsItem['choice']>): string[] {
  const left = meetings > 0 ? [say('gone_left', { count: meetings }), say('lost_espo')] : [];
  const hint = GONE_HINTS[choice.what];
  return [goneText(choice), ...left, ...(hint ? [say(hint)] : choices.length === 0 ? [say('gone_hint')] : [])];
}

const GONE_HINTS: Partial<Record<ChosenThing, TextKey>> = {
  mainCalendar: 'gone_chooseMain',
  defaultEntity: 'gone_chooseEntity',
  statusOption: 'gone_hintStatus',
  teams: 'gone_hintTeams',
};

/** Names that fit into a sentence; the number is exact. */
const NAMES = 5;
function mailsText(key: 'need_mails' | 'need_invite' | 'need_uninvite', mails: readonly string[]): string {
  const more = mails.length - NAMES;
  const names = [...mails.slice(0, NAMES), ...(more > 0 ? [say('need_more', { count: more })] : [])];
  return say(key, { count: mails.length, names: listText(names) });
}

/** They are not among those who would be invited. */
const withoutAddress = ({ withoutAddress: names = [] }: NeedsItem): string =>
  names.length > 0 ? `${say('cause_guestsWithout')}: ${listText(names)}` : '';

/** Why somebody could not be added, of what the server said or its status. */
export function strangerDetail(detail: string): string {
  if (detail === '') return '';
  if (detail === '500') return say('need_strangerBroke');
  if (detail === '403') return say('need_strangerForbidden');
  return detail === 'namesake'
    ? say('need_strangerNamesake')
    : say('need_strangerRefused', { detail: detailText(detail) });
}

const LEAVE: Partial<Record<NeedsItem['kind'], TextKey>> = {
  hold: 'answer_leaveAll',
  stranger: 'answer_ignore',
  choice: 'answer_without',
  parent: 'answer_noParent',
};

const LEAVE_INVITED: Partial<Record<NeedsItem['reason'], TextKey>> = {
  wouldInvite: 'answer_dontInvite',
  wouldUninvite: 'answer_leaveInvited',
};

/** One that the record may belong to. */
export const parentText = ({ title, place }: NeedsItem['choices'][number]): string =>
  say('answer_belongs', { title: titleText(title), kind: kindText(place) });

/** A button says what will have happened when it was pressed. */
export function answerText(item: NeedsItem, choice: NeedsChoice): string {
  const { action, count, mails } = choice;
  const side = choice.side || item.side;
  switch (action) {
    case 'discard':
      return say(LEAVE_INVITED[item.reason] ?? LEAVE[item.kind] ?? 'answer_leave');
    case 'apply':
      return applyText(item, side, count, mails);
    case 'takeEspo':
      return say('answer_takeEspo');
    case 'fields':
      return say('answer_fields');
    case 'restore':
      return say('answer_restore', { side: sideText(item.restores || side) });
    case 'remove':
      return removeText(side, count, mails);
    case 'link':
      return say(item.choices.length > 0 ? 'answer_link' : 'answer_again');
    case 'retry':
      return say('answer_retry');
    case 'makeMeeting':
      return say('answer_makeMeeting');
    case 'addContact':
      return say('answer_addContact');
    case 'addLead':
      return say('answer_addLead');
    case 'choose':
      return say('answer_use', { title: '' });
    case 'belongs':
      return listText(item.choices.map(parentText), 'disjunction');
  }
}

function applyText(item: NeedsItem, side: SideName, count: number, mails: number): string {
  const { reason, op, kind } = item;
  if (reason === 'sameMeeting') return say('answer_keepBoth');
  if (reason === 'conflict') return say('answer_takeOutlook');
  if (reason === 'wouldInvite') return say('answer_invite', { mails });
  if (reason === 'wouldUninvite') return say('answer_uninvite', { mails });
  if (op === 'remove') return removeText(side, count, mails, kind === 'hold');
  if (kind === 'hold')
    return say(`answer_all_${op === 'create' ? 'create' : 'update'}`, { count, side: sideText(side) });
  if (op === 'create') return say('answer_create', { side: sideText(side) });
  const moves = item.changes.some(({ field }) => field === 'when');
  return say(moves ? 'answer_move' : 'answer_change', { side: sideText(side), mails });
}

const removeText = (side: SideName, count: number, mails: number, all = false): string =>
  say(all ? `answer_all_remove_${side}` : `answer_remove_${side}`, { count, mails });

/** "Always this way": the setting that it would make, by its name on the page. */
export const alwaysText = ({ always }: NeedsChoice): string =>
  always ? say('need_always', { setting: say(`set_${always.key}` as TextKey) }) : '';

import type { NeedsAction, NeedsChoice } from '../../../shared/needs';
import type { SettingChange } from '../../../shared/settings';
import { otherSide } from '../../sync/model/item';
import type { Need } from '../../sync/person/needs';

/** What the buttons of one question do: what loses nothing first, what deletes, mails or overwrites last. Pure. */
export function choicesOf(need: Need): NeedsChoice[] {
  const choices = need.actions.map((action) => choiceOf(need, action));
  return choices.sort((a, b) => rank(a) - rank(b));
}

/** To leave it as it is comes after what carries on without a loss, and before what loses something. */
const rank = ({ action, danger }: NeedsChoice): number => (danger ? 2 : action === 'discard' ? 1 : 0);

function choiceOf(need: Need, action: NeedsAction): NeedsChoice {
  const { does, side } = effectOf(need, action);
  const mails = mailedBy(need, action).length;
  return {
    action,
    does,
    side,
    count: need.hold?.count ?? 1,
    mails,
    danger: mails > 0 || does === 'remove' || (does === 'update' && overwrites(need)),
    always: alwaysOf(need, action),
  };
}

/** A removal in Outlook tells all who were invited; it is offered only where the user lets that happen. */
function mailedBy({ row, link, side }: Need, action: NeedsAction): readonly string[] {
  if (action === 'apply' || action === 'retry') return row?.mails ?? [];
  return action === 'remove' && side === 'outlook' ? (link?.outlook.mails ?? []) : [];
}

/** A conflict is decided against somebody's edit, a bulk of changes against many. What waits for another reason only carries on. */
const overwrites = ({ reason, kind }: Need): boolean => reason === 'conflict' || kind === 'hold';

function effectOf(need: Need, action: NeedsAction): Pick<NeedsChoice, 'does' | 'side'> {
  const { side, op, gone } = need;
  switch (action) {
    case 'apply':
    case 'retry':
      return op === '' ? { does: 'keep', side: '' } : { does: op, side };
    case 'takeEspo':
      return { does: 'update', side: 'outlook' };
    case 'fields':
      return { does: 'update', side: '' };
    case 'discard':
    // Only a setting is made.
    case 'choose':
      return { does: 'keep', side: '' };
    case 'restore':
      return { does: 'create', side: gone };
    case 'remove':
      return { does: 'remove', side };
    case 'belongs':
      return { does: 'update', side };
    case 'link':
      return { does: 'link', side: '' };
    case 'makeMeeting':
    case 'addContact':
    case 'addLead':
      return { does: 'create', side: 'espo' };
  }
}

/** The setting by which this answer would be given by itself. */
function alwaysOf({ reason, op, gone, side }: Need, action: NeedsAction): SettingChange | undefined {
  if (reason === 'wouldMail' && op === 'update' && action === 'apply')
    return { key: 'updateMeetingsWithAttendees', value: true };
  if (reason === 'conflict' && action === 'apply') return { key: 'conflicts', value: 'outlookWins' };
  if (reason === 'conflict' && action === 'takeEspo') return { key: 'conflicts', value: 'espoWins' };
  if (reason === 'deletedElsewhere' && op === 'remove' && action === 'apply' && side === otherSide(gone || side))
    return side === 'espo'
      ? { key: 'removeEspoOnOutlookRemoval', value: true }
      : { key: 'removeOutlookOnEspoRemoval', value: true };
  if (reason === 'unknownAttendee' && action === 'discard') return { key: 'unknownAttendees', value: 'ignore' };
  if (reason === 'parentUnsure' && action === 'discard') return { key: 'setParent', value: 'certain' };
  return undefined;
}

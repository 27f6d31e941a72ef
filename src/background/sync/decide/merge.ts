/** One field of a link's two sides: who changed it, and what follows. Pure. */
import { CAUSES } from '../../../shared/causes';
import type { Settings } from '../../../shared/settings';
import {
  FIELD_NAMES,
  type FieldName,
  type Fields,
  fieldText,
  isOneWay,
  isStillPlanned,
  sameField,
} from '../model/event';
import type { Side } from '../model/item';
import { otherSide } from '../model/item';

/** One field of a pair after the merge. */
export interface FieldOutcome {
  field: FieldName;
  /** in step: nothing to do. agreed: both say the same now. travel: `to` gets the other side's value. differs: it stays, as the rules want. ask: a person decides. */
  kind: 'inStep' | 'agreed' | 'travel' | 'differs' | 'ask';
  to?: Side;
  /** The value that a travelling one overwrites although it was changed too. */
  loser?: { side: Side; value: string };
  /** What happened in the world, one line. */
  cause: string;
}

export interface MergeInput {
  base: Record<Side, Fields>;
  outlook: Fields;
  espo: Fields;
  /** May this field be written on that side, by direction, role and field rules. */
  mayTravel: (field: FieldName, to: Side) => boolean;
  /** Rule: the direction is one-way, and this side is its source. */
  source: Side | undefined;
  /** Whose change is the younger one, by the servers' own clocks; undefined where that cannot be told. */
  younger: Side | undefined;
  /** What the user wants where both sides were changed. */
  conflicts: Settings['conflicts'];
  /** The value a side would hold after it was written with the other side's value. */
  carried: <F extends FieldName>(field: F, value: Fields[F], to: Side) => Fields[F];
}

/** Field by field against the base: a side changed iff its field differs from its own half (DESIGN 3.2). Pure. */
export function merge(input: MergeInput): FieldOutcome[] {
  return FIELD_NAMES.map((field) => mergeField(field, input));
}

function mergeField(field: FieldName, input: MergeInput): FieldOutcome {
  if (field === 'status') return mergeStatus(input);
  if (isOneWay(field)) return mergeOneWay(field, input);
  const o = input.outlook[field];
  const e = input.espo[field];
  const oChanged = !sameField(field, o, input.base.outlook[field]);
  const eChanged = !sameField(field, e, input.base.espo[field]);

  // Nobody touched it.
  if (!oChanged && !eChanged) return { field, kind: 'inStep', cause: '' };
  // Both sides say the same already: somebody typed it twice, or our own write came back.
  if (sameAcross(field, input)) return { field, kind: 'agreed', cause: CAUSES.bothAgree };
  // Changed in Outlook only.
  if (!eChanged) return travel(field, 'espo', input, CAUSES.changedInOutlook);
  // Changed in EspoCRM only.
  if (!oChanged) return travel(field, 'outlook', input, CAUSES.changedInEspo);
  // Changed on both sides, differently, and the direction names the source: the source's change arrives.
  if (input.source) return travel(field, otherSide(input.source), input, CAUSES.bothDirectionDecides, true);
  // Changed on both sides, and only one of them may be written: that one receives nothing it could not keep.
  const toEspo = input.mayTravel(field, 'espo');
  const toOutlook = input.mayTravel(field, 'outlook');
  if (toEspo !== toOutlook) return travel(field, toEspo ? 'espo' : 'outlook', input, CAUSES.bothOneWritable, true);
  // Changed on both sides, and the user wants to decide.
  if (input.conflicts === 'ask' && toEspo) return { field, kind: 'ask', cause: CAUSES.bothChanged };
  // Changed on both sides, differently: one of them wins, the other is kept in the log.
  const { winner, cause } = winnerOf(input);
  return travel(field, otherSide(winner), input, cause, true);
}

/** The side that the user always wants, else the younger change. What cannot be told apart is not called later. */
function winnerOf({ conflicts, younger }: MergeInput): { winner: Side; cause: string } {
  if (conflicts === 'outlookWins') return { winner: 'outlook', cause: CAUSES.bothOutlookWins };
  if (conflicts === 'espoWins') return { winner: 'espo', cause: CAUSES.bothEspoWins };
  return younger ? { winner: younger, cause: CAUSES.bothLaterWins } : { winner: 'outlook', cause: CAUSES.bothSameTime };
}

/** Only Outlook says who takes part and who has accepted; what people add in EspoCRM is theirs (DESIGN 3.4). */
function mergeOneWay(field: 'attendees' | 'response', { outlook, base, mayTravel }: MergeInput): FieldOutcome {
  if (outlook[field] === base.outlook[field]) return { field, kind: 'inStep', cause: '' };
  // Somebody was invited, or answered.
  if (mayTravel(field, 'espo')) return { field, kind: 'travel', to: 'espo', cause: CAUSES.changedInOutlook };
  return { field, kind: 'differs', cause: CAUSES.notOurs };
}

/** Outlook knows no status but cancelled, and tentative where that is wanted; Held and Not Held are EspoCRM's own and never overwritten (DESIGN 3.7). */
function mergeStatus({ base, outlook, espo, mayTravel, carried }: MergeInput): FieldOutcome {
  const cancelledNow = outlook.status === 'cancelled' && base.outlook.status !== 'cancelled';
  // The organizer cancelled the meeting, and nobody has recorded an outcome.
  if (cancelledNow && isStillPlanned(espo.status) && mayTravel('status', 'espo'))
    return { field: 'status', kind: 'travel', to: 'espo', cause: CAUSES.cancelledInOutlook };
  // The user answered tentatively, or is certain now, and the record still says what it said before.
  const [was, is] = [base.outlook.status, outlook.status];
  const turned = was !== is && isStillPlanned(was) && isStillPlanned(is) && espo.status === was;
  const hasWord = turned && carried('status', 'tentative', 'espo') === 'tentative';
  if (hasWord && mayTravel('status', 'espo'))
    return { field: 'status', kind: 'travel', to: 'espo', cause: CAUSES.changedInOutlook };
  const moved = outlook.status !== base.outlook.status || espo.status !== base.espo.status;
  return { field: 'status', kind: moved ? 'agreed' : 'inStep', cause: CAUSES.ownStatus };
}

function travel(field: FieldName, to: Side, input: MergeInput, cause: string, conflict = false): FieldOutcome {
  // The change happened on the receiving side, or where nothing may be written: it stays and is shown as "differs".
  if (!input.mayTravel(field, to)) return { field, kind: 'differs', cause };
  if (!conflict) return { field, kind: 'travel', to, cause };
  const value = fieldText(field, to === 'outlook' ? input.outlook : input.espo);
  return { field, kind: 'travel', to, cause, loser: { side: to, value } };
}

function sameAcross(field: FieldName, { outlook, espo, carried }: MergeInput): boolean {
  return (
    sameField(field, carried(field, outlook[field], 'espo'), espo[field]) ||
    sameField(field, carried(field, espo[field], 'outlook'), outlook[field])
  );
}

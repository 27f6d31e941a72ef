/** Events, records and links as lines of a list: what each is, and why it is not kept in step. */
import type { Reason } from '../../../shared/codes';
import type { ItemState, ItemView } from '../../../shared/items';
import { type Remedy, remedyOf } from '../../../shared/remedies';
import { asksPerson } from '../../sync/decide/asks-person';
import { groupOf } from '../../sync/decide/guard';
import { startOf } from '../../sync/model/event';
import type { Side } from '../../sync/model/item';
import { fieldsNow, type Link } from '../../sync/model/link';
import type { Arrival, PlanRow, Seen } from '../../sync/model/store';
import { holdId } from '../../sync/person/answer-row';
import { LINK, SEEN } from '../../sync/person/ids';
import { missingOf, NO_TIME, NOWHERE, placeOfRef, placesOf, placesOfItem, refId, type Where, whenView } from './places';

/** One line before it is worded: enough to count and to sort it. */
export interface Line {
  id: string;
  state: ItemState;
  reason: Reason | '';
  start: number;
  view(where: Where): ItemView;
}

export function remedyFor(state: ItemState, reason: Reason | '', side: Side = 'outlook'): Remedy {
  if (state === 'ended') return reason === 'secondRecord' ? { kind: 'none' } : { kind: 'again' };
  if (state === 'needsYou') return { kind: 'needs' };
  if (reason === '') return state === 'waits' ? { kind: 'wait' } : { kind: 'none' };
  return remedyOf(reason, side);
}

const plain = { detail: '', count: 1, again: false, need: '' };

/** Left out, alone or as a series of which `count` are known. */
export function seenLine(row: Seen, reason: Reason, count = 1, title = row.title): Line {
  const { side, ref, start, feed } = row;
  const when = start < 0 ? NO_TIME : { start, end: -1, allDay: row.allDay ?? false };
  return {
    id: refId(side, row.series || ref),
    state: 'leftOut',
    reason,
    start,
    view: (where) => {
      const place = placeOfRef(where, side, ref, feed);
      return {
        ...plain,
        id: refId(side, ref),
        ...{ title, when, state: 'leftOut', reason, count },
        outlook: side === 'outlook' ? place : NOWHERE,
        espo: side === 'espo' ? place : NOWHERE,
        remedy: remedyFor('leftOut', reason, side),
        need: reason === 'callAllDay' ? SEEN + ref : '',
      };
    },
  };
}

/** Met and not linked yet: the next run takes it up, or a question stands in its way. */
export function arrivalLine({ side, ref, item }: Arrival, held: PlanRow | undefined): Line {
  const state = held ? 'needsYou' : 'waits';
  const reason = held?.reason ?? '';
  return {
    id: refId(side, ref),
    ...{ state, reason },
    start: item ? startOf(item.event.when) : -1,
    view: (where) => ({
      ...plain,
      ...{ state, reason, ...placesOfItem(where, item) },
      id: refId(side, ref),
      title: item?.event.private ? '' : (item?.event.title ?? ''),
      when: item ? whenView(item.event.when) : NO_TIME,
      remedy: remedyFor(state, reason, side),
      detail: held?.detail ?? '',
      need: held ? needIdOf(held) : '',
    }),
  };
}

export const needIdOf = (row: PlanRow): string => (row.reason === 'bulk' ? holdId(groupOf(row)) : row.id);

/** The state of a link, and why; a held write of it is a question. */
export function linkStanding(link: Link, held?: PlanRow): { state: ItemState; reason: Reason | '' } {
  if (held) return { state: 'needsYou', reason: held.reason ?? 'refused' };
  const reason = link.reason ?? '';
  if (link.state === 'active') return { state: 'linked', reason: '' };
  if (link.state === 'unlinked') return { state: 'ended', reason: reason || 'unlinked' };
  return { state: 'asleep', reason: reason || 'lostAccess' };
}

export function linkLine(link: Link, standing: { state: ItemState; reason: Reason | '' }, held?: PlanRow): Line {
  const fields = fieldsNow(link, link.gone === 'outlook' || link.outlookId === '' ? 'espo' : 'outlook');
  const { state, reason } = standing;
  return {
    id: LINK + link.id,
    ...{ state, reason },
    start: startOf(fields.when),
    view: (where) => ({
      ...plain,
      ...{ state, reason, ...placesOf(where, link) },
      id: LINK + link.id,
      title: fields.title,
      when: whenView(fields.when),
      detail: held?.detail ?? '',
      remedy: remedyFor(state, reason),
      again: state === 'ended' && reason !== 'secondRecord',
      need: held ? needIdOf(held) : asksPerson(link) ? LINK + link.id : '',
    }),
  };
}

/** Something of it is still there: what has ended on both sides is nobody's question any more. */
export function stands(link: Link): boolean {
  const missing = missingOf(link);
  const forgotten = link.lacks === undefined && link.gone === '' && link.reason === 'deletedByPerson';
  // Earlier versions did not remember which of the two was taken away with it.
  if (forgotten && link.outlookId !== '' && link.espoRef !== '' && link.espo.countedStart === -1) return false;
  return (link.outlookId !== '' && !missing.has('outlook')) || (link.espoRef !== '' && !missing.has('espo'));
}

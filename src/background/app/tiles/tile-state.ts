/** What a tile shows of a link or of an event that is left out. Pure. */

import type { TileState } from '../../../shared/card';
import type { Reason } from '../../../shared/codes';
import { asksPerson } from '../../sync/decide/asks-person';
import type { Reconciled } from '../../sync/decide/reconcile';
import { isDirty, type Link } from '../../sync/model/link';
import type { PlanRow } from '../../sync/model/store';
import { LINK, SEEN } from '../../sync/person/ids';
import type { Met } from './find-items';

/** What is known beside the item itself. */
export interface Beside {
  /** Planned writes by link, or by the event that a record is to be made of. */
  rows: ReadonlyMap<string, PlanRow[]>;
  /** Orders and answers of the user that are not carried out yet, by link or event; true for one that could not be. */
  orders: ReadonlyMap<string, boolean>;
  /** Questions that the user has answered, and no run has taken in yet. */
  answered: ReadonlySet<string>;
  /** What would become of a link that deviates; undefined where nobody can say. */
  reconciled(link: Link): Reconciled | undefined;
}

export function stateOf({ ref, link, seen }: Met, beside: Beside): TileState {
  const failed = beside.orders.get(link?.id ?? '') ?? beside.orders.get(ref);
  if (failed === true) return 'needs';
  const state = link ? linkState(link, beside) : seenState(ref, seen?.reason, beside);
  return failed === false && (state === 'linked' || state === 'none' || state === 'leftOut' || state === 'differs')
    ? 'waiting'
    : state;
}

function linkState(link: Link, { rows, answered, reconciled }: Beside): TileState {
  if (asksPerson(link)) return answered.has(LINK + link.id) ? 'waiting' : 'needs';
  const planned = rows.get(link.id) ?? [];
  if (planned.some((row) => asks(row, answered))) return 'needs';
  if (planned.length > 0 || link.wish !== '') return 'waiting';
  if (link.state !== 'active') return 'leftOut';
  if (!isDirty(link)) return link.gone === '' ? 'linked' : 'waiting';
  const result = reconciled(link);
  if (!result) return 'linked';
  if (result.updates.some(({ waits }) => waits)) return 'needs';
  if (result.updates.length > 0) return 'waiting';
  return result.differs.length > 0 ? 'differs' : 'linked';
}

function seenState(ref: string, reason: Reason | undefined, { rows, answered }: Beside): TileState {
  if (reason === 'private') return 'private';
  if (reason !== undefined) return answered.has(SEEN + ref) ? 'waiting' : 'leftOut';
  const planned = rows.get(ref) ?? [];
  if (planned.some((row) => asks(row, answered))) return 'needs';
  return planned.length > 0 ? 'waiting' : 'none';
}

const asks = ({ state, id }: PlanRow, answered: ReadonlySet<string>): boolean => state === 'held' && !answered.has(id);

/** Needs you, as pages and the card ask for it. */
import type { Page, PlanLine } from '../../../shared/items';
import type { Request } from '../../../shared/messages';
import type { NeedsItem } from '../../../shared/needs';
import type { HeldView } from '../../../shared/state';
import type { Pair } from '../../store/database';
import type { Hold, Store } from '../../sync/model/store';
import { belongsTo, holdId } from '../../sync/person/answer-row';
import type { Names } from '../kept/names';
import { partsOfHold } from '../lists/needs-view';
import type { Where } from '../lists/places';
import { pageOf, planLines } from '../lists/plan-lines';
import { questionsOf } from '../lists/questions';
import { whereOf } from '../lists/where-now';

/** Everything that waits for a person, where it stands now. */
export const needsOf = (store: Store, pair: Pair): Promise<NeedsItem[]> =>
  questionsOf(store, pair, (around) => whereOf(pair, around));

/** The same hold beside the status, which has its own buttons. */
export function heldView(hold: Hold, names: Names = new Map()): HeldView {
  const { side, feed, op } = partsOfHold(hold);
  const { count, of } = hold;
  const name = names.get(feed) ?? '';
  return { id: holdId(hold.id), side, op, name, count, of };
}

/** What a held bulk holds, row by row. */
export async function heldRows(store: Store, where: Where, request: Request<'needs.rows'>): Promise<Page<PlanLine>> {
  const rows = (await store.planHeld()).filter((row) => belongsTo(row, request.id));
  const { rows: shown, ...page } = pageOf(rows, request);
  return { rows: await planLines(store, where, shown), ...page };
}

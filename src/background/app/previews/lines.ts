/** Lines of a preview, and what each of them stands for. */
import type { ItemView, PlanLine } from '../../../shared/items';
import type { NeedsItem } from '../../../shared/needs';
import { fieldsNow, type Link } from '../../sync/model/link';
import { idsOf, rowsOf } from '../../sync/model/plan-head';
import { needsItem } from '../lists/needs-view';
import { placesOf, type Where, whenView } from '../lists/places';
import { planLines } from '../lists/plan-lines';
import { type Lines, noLines } from './kept-lines';
import type { WhatIf } from './what-if';

/** What a preview counts, item by item. */
export async function linesOf(
  what: WhatIf,
  more: { linked: readonly Link[]; leftOut: readonly ItemView[] },
): Promise<Lines> {
  const { store, where, ready, needs } = what;
  const lines = noLines();
  for await (const rows of rowsOf(store, idsOf(ready)))
    for (const row of await planLines(store, where, rows)) {
      const side = row.side === 'espo' ? 'Espo' : 'Outlook';
      if (row.op === 'create' || row.op === 'update' || row.op === 'remove') lines[`${row.op}${side}`].push(row);
    }
  lines.linked = more.linked.map((link) => lineOfLink(link, where));
  lines.asks = needs.map((need) => lineOfNeed(needsItem(need, where)));
  lines.leftOut = more.leftOut.map(lineOfItem);
  return lines;
}

const plain: Pick<PlanLine, 'side' | 'op' | 'reason' | 'changes' | 'mails'> = {
  side: 'espo',
  op: 'none',
  reason: '',
  changes: [],
  mails: [],
};

export function lineOfLink(link: Link, where: Where): PlanLine {
  const { title, when } = fieldsNow(link, link.outlookId === '' ? 'espo' : 'outlook');
  const reason = link.reason ?? '';
  return { ...plain, ...placesOf(where, link), id: link.id, op: 'link', title, when: whenView(when), reason };
}

const lineOfNeed = ({ id, title, when, side, op, reason, outlook, espo, changes, mails }: NeedsItem): PlanLine => ({
  ...{ id, title, when, side, reason, outlook, espo, changes, mails },
  op: op === '' ? 'none' : op,
});

const lineOfItem = ({ id, title, when, reason, outlook, espo }: ItemView): PlanLine => ({
  ...plain,
  ...{ id, title, when, reason, outlook, espo },
  side: outlook.there ? 'outlook' : 'espo',
});

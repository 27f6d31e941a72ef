/** An item was deleted: what goes with it. */
import { causesOf } from '../../../shared/causes';
import type { Reason } from '../../../shared/codes';
import { logRow } from '../decide/activity-rows';
import { isDueNoMore } from '../decide/away';
import type { Engine } from '../model/engine';
import { FIELD_NAMES, type Fields, fieldText } from '../model/event';
import type { Side } from '../model/item';
import { fieldsNow, type Link, lacking } from '../model/link';
import {
  type Activity,
  type Changes,
  type Cursor,
  generationName,
  type JournalEntry,
  type PlanRow,
  type Seen,
} from '../model/store';
import { seenOfDue, seenOfLink } from '../read/seen-rows';

/** What an acknowledged deletion changes besides its journal entry. All that was known of the item goes to the log first (rule 1). */
export async function removed(engine: Engine, entry: JournalEntry): Promise<Changes> {
  const { plan } = entry;
  const [link] = await engine.store.linksById([plan.linkId ?? '']);
  const ref = plan.intent.op === 'remove' ? plan.intent.ref : '';
  const other = plan.side === 'outlook' ? link?.espoRef : link?.outlookId;
  const rows: Activity[] = link
    ? FIELD_NAMES.map((field) => ({
        ...logRow(engine, plan, link.id, ref, 'remove', field, fieldText(field, lastOf(link, plan.side)), ''),
        ...(other ? { other } : {}),
      })).filter(({ oldValue }) => oldValue !== '')
    : [logRow(engine, plan, '', ref, 'remove', 'title', plan.title, '')];
  const links: Changes['links'] = !link
    ? {}
    : plan.after === 'forget'
      ? { remove: [link.id] }
      : {
          put: [
            {
              ...lacking(link, plan.side, ...(link.gone === '' ? [] : [link.gone])),
              state: 'unlinked',
              reason: endedBy(plan),
              gone: '',
              quiet: true,
              wish: '',
              lookAgain: 0,
              espo: { ...link.espo, countedStart: -1 },
            },
          ],
        };
  const cursors =
    link && plan.after === 'forget' ? { put: [generationOf(link.pair, link.espoRef, link.generation + 1)] } : {};
  // What is left of it is left out again, with its reason.
  const seen = link && plan.after === 'forget' ? { put: leftBeside(link, plan.side) } : {};
  return { links, seen, cursors, activity: rows };
}

/** An event whose record a person did not want to keep, or a record that is due on no day any more. */
function leftBeside(link: Link, side: Side): Seen[] {
  if (side === 'espo') return [seenOfLink(link)];
  return isDueNoMore(link) ? [seenOfDue(link)] : [];
}

/** Whose doing it was that it is gone: a person's on the other side, or the user's own from here. */
function endedBy({ cause }: PlanRow): Reason {
  const causes = causesOf(cause);
  if (causes.includes('undoneByYou')) return 'undoneByYou';
  return causes.includes('removedByYou') || causes.includes('unlinkedRemoved') ? 'deletedByYou' : 'deletedByPerson';
}

/** All that is known of it: who took part is known from Outlook only. */
const lastOf = (link: Link, side: Side): Fields => ({
  ...fieldsNow(link, side),
  attendees: fieldsNow(link, 'outlook').attendees,
  response: fieldsNow(link, 'outlook').response,
});

/** An event that is made again for the same record needs another transactionId: its generation outlives its link. */
export const generationOf = (pair: string, ref: string, generation: number): Cursor => ({
  pair,
  name: generationName(ref),
  value: String(generation),
});

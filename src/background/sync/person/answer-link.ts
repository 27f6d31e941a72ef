/** Answers about a link that sleeps or has ended. */
import { CAUSES } from '../../../shared/causes';
import { logLink } from '../decide/activity-rows';
import { asksPerson } from '../decide/asks-person';
import type { Engine } from '../model/engine';
import { type Item, refOf, type Side } from '../model/item';
import { complete, type Link } from '../model/link';
import { AS_MEETING, QUIET } from '../model/noted';
import type { Arrival, Changes, PlanRow } from '../model/store';
import { emptyChanges, join, nothingPaired } from '../pair/join';
import { readNow } from '../read/items-now';

/** What a person says about a link that sleeps or has ended. */
export type LinkAction = 'discard' | 'remove' | 'restore' | 'makeMeeting' | 'link';

export function linkAnswered(engine: Engine, link: Link, action: LinkAction): Changes {
  // It runs again, or was decided elsewhere: the question is over.
  if (!asksPerson(link)) return {};
  switch (action) {
    case 'discard':
      return { links: { put: [{ ...link, quiet: true }] } };
    case 'link':
      return linkedAgain(engine, link, CAUSES.linkedByYou);
    default:
      return { links: { put: [{ ...link, wish: action }] } };
  }
}

/** Both items are asked for, like any that seems gone: what they are now goes through the merge, against the base of old. */
export function linkedAgain(engine: Engine, link: Link, cause: string): Changes {
  const next: Link = { ...complete(link), state: 'active', reason: undefined, gone: '', quiet: false, wish: '' };
  const ask = (side: Side, ref: string, feed: string): Arrival => ({
    pair: link.pair,
    side,
    ref,
    feed,
    item: undefined,
  });
  return {
    links: { put: [next] },
    arrivals: {
      put: [ask('outlook', link.outlookId, link.outlook.calendarId), ask('espo', link.espoRef, link.espo.type)],
    },
    activity: [logLink(engine, link, 'link', cause)],
  };
}

/** Of several candidates the user has chosen one. undefined: nobody can say now what it is, and it is asked again. */
export async function chosen(engine: Engine, row: PlanRow, choice: string): Promise<Changes | undefined> {
  const { store } = engine;
  const candidate = row.choices.find((one) => one.ref === choice);
  const { source } = row;
  if (!candidate || !source) return {};
  const side = row.side;
  const own = { ref: refOf(source), feed: source.side === 'outlook' ? source.calendarId : source.type };
  const [[there], [here]] = [await readNow(engine, side, [candidate]), await readNow(engine, source.side, [own])];
  // Nor while what it lives in is not synced.
  if ([there, here].some((one) => one?.kind === 'unknown' || one?.kind === 'forbidden')) return undefined;
  const linked = [
    ...(await store.linksByRef(side, [candidate.ref])),
    ...(await store.linksByRef(source.side, [own.ref])),
  ];
  // Gone, or linked elsewhere meanwhile: the next plan asks anew, if there is anything left to ask.
  if (there?.kind !== 'value' || here?.kind !== 'value' || linked.some((link) => link)) return {};
  const changes = emptyChanges();
  joinTwo(engine, changes, [there.item, here.item]);
  return { ...changes, plan: { remove: [row.id] } };
}

function joinTwo(engine: Engine, changes: ReturnType<typeof emptyChanges>, items: readonly Item[]): void {
  const event = items.find((item) => item.side === 'outlook');
  const record = items.find((item) => item.side === 'espo');
  if (event && record) join(engine, changes, event, record, 'outlook', nothingPaired(engine));
}

/** What a person says about an event that is left out. */
export const seenAnswered = ({ store: { pair } }: Engine, ref: string, action: 'discard' | 'makeMeeting'): Changes => ({
  cursors: { put: [{ pair, name: `${action === 'discard' ? QUIET : AS_MEETING}${ref}`, value: 'yes' }] },
});

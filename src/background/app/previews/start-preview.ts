/** What Start would do, before it is pressed. */
import type { Reason } from '../../../shared/codes';
import type { ItemView } from '../../../shared/items';
import type { Preview } from '../../../shared/previews';
import { MINUTE } from '../../../shared/time';
import { People } from '../../espo/people';
import type { Database, Pair } from '../../store/database';
import * as stored from '../../store/values';
import { parseAttendees } from '../../sync/model/people';
import { idsOf, rowsOf } from '../../sync/model/plan-head';
import { closedTypes } from '../kept/closed-types';
import { espoClient } from '../kept/services';
import { listWhy } from '../lists/why';
import { keepLines } from './kept-lines';
import { linesOf } from './lines';
import { countOf, mailsOf, newlyLinked, type WhatIf, whatIf } from './what-if';

/** How long one is shown again without looking anew. Milliseconds. */
const FRESH_FOR = 10 * MINUTE;

let making: { key: string; answer: Promise<Preview> } | undefined;

/** What Start would do, without writing anything anywhere. */
export async function previewOf(db: Database, pair: Pair): Promise<Preview> {
  const key = JSON.stringify([pair.id, pair.settings, (await stored.lastRun.get())?.at ?? 0]);
  const kept = await stored.preview.get();
  if (kept?.key === key && Math.abs(Date.now() - kept.preview.at) < FRESH_FOR) return kept.preview;
  if (making?.key !== key) {
    const answer = whatIf(db, pair, pair.settings, (what) => made(db, pair, what)).then(async (preview) => {
      await stored.preview.set({ key, preview });
      return preview;
    });
    const mine = { key, answer };
    making = mine;
    const over = () => {
      if (making === mine) making = undefined;
    };
    answer.then(over, over);
  }
  return making.answer;
}

async function made(db: Database, pair: Pair, what: WhatIf): Promise<Preview> {
  const { ready, needs, rows } = what;
  const linked = await newlyLinked(what);
  const leftOut = await leftOutOf(pair, what);
  await keepLines(db, pair.id, 'start', await linesOf(what, { linked, leftOut }));
  return {
    at: Date.now(),
    creates: countOf(ready, 'create'),
    updates: countOf(ready, 'update'),
    removes: countOf(ready, 'remove'),
    linked: linked.length,
    asks: needs.length,
    held: rows.filter((row) => row.state === 'held' && row.reason === 'bulk').length,
    leftOut: countsOf(leftOut),
    notifications: await notifications(what),
    mails: await mailsOf(what),
  };
}

/** As "Why not synced" will list it afterwards: without what is about to be made, and what is asked about. */
async function leftOutOf({ settings }: Pair, { scratch, store, around, where }: WhatIf): Promise<ItemView[]> {
  const closed = await closedTypes(store, settings, around, []);
  const all = { group: '', limit: Number.MAX_SAFE_INTEGER, after: '' };
  const { groups } = await listWhy({ db: scratch, store, closed }, where, all);
  return groups.flatMap(({ state, rows }) => (state === 'waits' || state === 'needsYou' ? [] : rows));
}

function countsOf(items: readonly ItemView[]): Preview['leftOut'] {
  const counts = new Map<Reason, number>();
  for (const { reason } of items) if (reason !== '') counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => ({ reason, count }));
}

/** EspoCRM rings for each colleague on each new record (espo.md 11). */
async function notifications({ engine, around, store, ready }: WhatIf): Promise<number> {
  const withUsers = new Set(
    around?.espo.entities.filter((e) => e.attendeeLinks.includes('users')).map(({ type }) => type),
  );
  const made = ready.filter(({ op, side, feed }) => op === 'create' && side === 'espo' && withUsers.has(feed));
  const parties: string[][] = [];
  for await (const rows of rowsOf(store, idsOf(made)))
    for (const { intent } of rows)
      if (intent.op === 'create') parties.push(parseAttendees(intent.fields.attendees).map(({ address }) => address));
  const people = new People(await espoClient(engine.signal), around?.espo.pageSize ?? 200);
  await people.learn(parties.flat(), ['User']);
  const me = engine.policy.me.espoUserId;
  const colleagues = (addresses: string[]) =>
    new Set(addresses.map((address) => people.of(address, ['User'])?.id).filter((id) => id !== undefined && id !== me));
  return parties.reduce((sum, addresses) => sum + colleagues(addresses).size, 0);
}

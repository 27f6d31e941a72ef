import { Dexie } from 'dexie';
import type { Preview } from '../../../shared/previews';
import { People } from '../../espo/people';
import { Database, type Pair } from '../../store/database';
import * as stored from '../../store/values';
import { type Foreseen, foresee } from '../../sync/foresee';
import type { Engine } from '../../sync/model/engine';
import { refOf, type Side } from '../../sync/model/item';
import type { Link } from '../../sync/model/link';
import { parseAttendees } from '../../sync/model/people';
import type { PlanRow, Store } from '../../sync/model/store';
import { keptSurroundings, SURROUNDINGS } from '../kept/around';
import { LAST_SEEN } from '../kept/last-seen';
import { storeOf } from '../kept/pairs';
import { espoClient } from '../kept/services';
import { listWhy } from '../lists/why';
import { withEngine } from '../runs/runner';

/** What a preview remembers while it is made: nothing of it counts for the runs. */
const SCRATCH = 'preview';
/** How long one is shown again without looking anew. Milliseconds. */
const FRESH_FOR = 10 * 60_000;

let making: { key: string; answer: Promise<Preview> } | undefined;

/** What Start would do, without writing anything anywhere. */
export async function previewOf(db: Database, pair: Pair): Promise<Preview> {
  const key = JSON.stringify([pair.id, pair.settings, (await stored.lastRun.get())?.at ?? 0]);
  const kept = await stored.preview.get();
  if (kept?.key === key && Math.abs(Date.now() - kept.preview.at) < FRESH_FOR) return kept.preview;
  if (making?.key !== key) {
    const answer = make(db, pair).then(async (preview) => {
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

async function make(db: Database, pair: Pair): Promise<Preview> {
  const real = storeOf(db, pair);
  await Dexie.delete(SCRATCH);
  const scratch = new Database(SCRATCH);
  const store = storeOf(scratch, pair);
  try {
    // Calendars and entities need not be asked for again.
    for (const name of [SURROUNDINGS, LAST_SEEN]) {
      const value = await real.cursor(name);
      if (value !== undefined) await store.commit({ cursors: { put: [{ pair: pair.id, name, value }] } });
    }
    return await withEngine(async (engine) => {
      const { rows, links } = await withoutKnown(await foresee(engine), real);
      const ask = { group: '', limit: 0, after: '' };
      const { groups } = await listWhy({ db: scratch, store, closed: new Map() }, { site: '', names: new Map() }, ask);
      const ready = rows.filter((row) => row.state === 'ready');
      const of = (op: PlanRow['op'], side: Side) => ready.filter((row) => row.op === op && row.side === side).length;
      return {
        at: Date.now(),
        creates: { outlook: of('create', 'outlook'), espo: of('create', 'espo') },
        updates: { outlook: of('update', 'outlook'), espo: of('update', 'espo') },
        removes: { outlook: of('remove', 'outlook'), espo: of('remove', 'espo') },
        linked: links.length,
        asks: rows.length - ready.length,
        held: rows.filter((row) => row.reason === 'bulk').length,
        leftOut: groups.flatMap(({ state, reason, total }) =>
          state === 'leftOut' && reason !== '' ? [{ reason, count: total }] : [],
        ),
        notifications: await notifications(engine, real, pair, ready),
        mails: mails(ready, links),
      };
    }, store);
  } finally {
    scratch.close();
    await Dexie.delete(SCRATCH);
  }
}

/** Without what is linked already, or was taken apart by a person. */
async function withoutKnown({ rows, links }: Foreseen, real: Store): Promise<Foreseen> {
  const linked = await real.linksByRef(
    'outlook',
    links.map((link) => link.outlookId),
  );
  const known = new Set<string>();
  for (const side of ['outlook', 'espo'] as const) {
    const sources = rows.flatMap(({ source }) => (source?.side === side ? [refOf(source)] : []));
    const found = await real.linksByRef(side, sources);
    sources.forEach((ref, i) => {
      if (found[i]) known.add(ref);
    });
  }
  const fresh = links.filter((_, i) => !linked[i]);
  const ids = new Set(fresh.map(({ id }) => id));
  return {
    rows: rows.filter((row) => (row.source ? !known.has(refOf(row.source)) : ids.has(row.linkId ?? ''))),
    links: fresh,
  };
}

/** EspoCRM rings for each colleague on each new record (espo.md 11). */
async function notifications(engine: Engine, real: Store, pair: Pair, rows: readonly PlanRow[]): Promise<number> {
  const around = await keptSurroundings(real, pair.settings, Date.now(), Number.POSITIVE_INFINITY);
  const withUsers = new Set(
    around?.espo.entities.filter((e) => e.attendeeLinks.includes('users')).map(({ type }) => type),
  );
  const parties = rows.flatMap(({ intent, side, feed }) =>
    intent.op === 'create' && side === 'espo' && withUsers.has(feed)
      ? [parseAttendees(intent.fields.attendees).map(({ address }) => address)]
      : [],
  );
  const people = new People(await espoClient(engine.signal), around?.espo.pageSize ?? 200);
  await people.learn(parties.flat(), ['User']);
  const me = engine.policy.me.espoUserId;
  const colleagues = (addresses: string[]) =>
    new Set(addresses.map((address) => people.of(address, ['User'])?.id).filter((id) => id !== undefined && id !== me));
  return parties.reduce((sum, addresses) => sum + colleagues(addresses).size, 0);
}

/** Rule 5: whom Outlook would mail, which takes the setting that allows it. */
function mails(rows: readonly PlanRow[], links: readonly Link[]): number {
  const people = new Map(links.map(({ id, outlook }) => [id, outlook.mails.length]));
  return rows
    .filter((row) => row.side === 'outlook' && row.op !== 'create')
    .reduce((sum, { linkId }) => sum + (people.get(linkId ?? '') ?? 0), 0);
}

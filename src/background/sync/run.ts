/** The order of a run. */
import { DAY } from '../../shared/time';
import type { AtStart } from './decide/guard';
import { type Engine, emptyReport, type RunReport } from './model/engine';
import type { Side } from './model/item';
import { holdLease, yieldToOther } from './model/lease';
import type { PlanHead } from './model/plan-head';
import type { Feed } from './model/port';
import type { PlanRow } from './model/store';
import { type TakenUp, takeAnswers } from './person/answers';
import { takeOrders } from './person/orders';
import { chooseCategory } from './read/category-chosen';
import { askCount, compareCounts } from './read/compare-counts';
import { translateIds } from './read/default-ids';
import { failsAlone, reportParts, stuckSide } from './read/failed-parts';
import { askAhead, wasReadWhole } from './read/feed-pages';
import { firstReads } from './read/first-read';
import { lookInsideWindow, readFarLinks, readStrayLinks } from './read/links-outside-window';
import { readLookAlikes } from './read/look-alikes';
import { lookForParents } from './read/parents';
import { addPeople } from './read/people-to-add';
import { moveCarriers } from './read/place-field-changed';
import { proveSuspects } from './read/prove-gone';
import { readEventsAgain } from './read/read-events-again';
import { readFeed } from './read/read-feed';
import { readUnreadableAgain } from './read/read-unreadable-again';
import { moveSince } from './read/sync-since-changed';
import { apply } from './write/apply';
import { brokenRow } from './write/broken-writes';
import { forgetOldActivity } from './write/forget-activity';
import { goOnMaking, whileMaking } from './write/go-on';
import { howItStands, makePlan, makes } from './write/plan';
import { recover } from './write/recover';

/** An item that changes under us is decided on again, this often in one run. */
const PASSES = 3;

/** One whole run. It may be killed at any await: everything it needs to go on stands in the store. */
export async function run(started: Engine): Promise<RunReport> {
  const report = emptyReport();
  const { store } = started;
  if (started.lease) await holdLease(started.lease, started.now());
  await recover(started, report);
  await takeAnswers(started);
  await takeOrders(started);
  await goOnMaking(started, report);
  const { engine, atStart } = await readBoth(started);
  report.stuck = stuckSide(engine);
  await carryOut(started, engine, atStart, report);
  await forgetOldActivity(engine);
  report.parts = await reportParts(engine);
  const done = await firstReads(engine);
  if (engine.policy.firstSync && !report.stuck)
    done.push({ pair: store.pair, name: 'firstSyncDone', value: String(engine.now()) });
  if (done.length > 0 || (await store.tallies()).some((t) => t.at < engine.now() - DAY))
    await store.commit({ tallies: { removeBefore: engine.now() - DAY }, cursors: { put: done } });
  return report;
}

/** whole: a run. glance: a look between two of them. Else nothing but what a person has decided, ordered or taken up. */
type Extent = 'whole' | 'glance' | TakenUp;

/** What was read is decided on and written. */
export async function carryOut(
  started: Engine,
  engine: Engine,
  atStart: AtStart,
  report: RunReport,
  extent: Extent = 'whole',
): Promise<void> {
  let asked = false;
  for (let pass = 0; pass < PASSES; pass += 1) {
    engine.progress({ phase: 'comparing' });
    await proveSuspects(engine, 'outlook');
    await proveSuspects(engine, 'espo');
    let planned = await makePlan(engine, atStart, extent === 'whole' && pass === 0);
    report.linked += planned.linked;
    // The find before a create in Outlook: an invitation may have come in while EspoCRM was read (DESIGN 3.4).
    if (pass === 0 && !isPause(extent) && planned.rows.some(makesEvent) && (await readEventsAgain(engine)) > 0) {
      planned = await makePlan(engine, atStart, false);
      report.linked += planned.linked;
    }
    if (started.lease && !asked && planned.rows.some(makes)) {
      await yieldToOther(started.lease, started.now());
      asked = true;
    }
    const stale: PlanRow[] = [];
    const rows = isPause(extent) ? planned.rows.filter((row) => isPressed(row, extent)) : planned.rows;
    // In a pause nothing is gone on with but by the one who pressed it.
    const again = await whileMaking(engine, isPause(extent) ? [] : rows, () =>
      apply(engine, rows, report, (row, result) => {
        if (result.kind === 'stale' && result.current) stale.push(row);
      }),
    );
    if (!again) break;
    if (pass + 1 === PASSES) await neverStill(engine, stale);
  }
  await lookForParents(engine);
  await translateIds(engine);
}

/** Both sides to their ends. What is answered goes on from there, with both servers' clocks known. */
export async function readBoth(engine: Engine): Promise<{ engine: Engine; atStart: AtStart }> {
  await lookInsideWindow(engine);
  await moveSince(engine);
  await moveCarriers(engine);
  await chooseCategory(engine);
  const atStart = await howItStands(engine);
  const { outlook, espo } = engine.feeds;
  // A run without news takes as long as its slowest answer: all are asked at once, and taken in one after the other, because both sides
  // change the same links. A first sync reads for minutes: what was asked before that would be old.
  const ahead =
    !engine.policy.firstSync || (await readsNewsOnly(engine))
      ? { outlook: await allAhead(engine, 'outlook'), espo: await allAhead(engine, 'espo'), counts: allCounts(engine) }
      : undefined;
  const parts = outlook.length + espo.length;
  for (const [i, feed] of outlook.entries()) {
    engine.progress({ phase: 'reading', parts, partsDone: i, read: 0, arrived: 0 });
    await unlessFailed(engine, 'outlook', feed, () => readFeed(engine, 'outlook', feed, ahead?.outlook[i]));
  }
  for (const [i, feed] of espo.entries()) {
    engine.progress({ phase: 'reading', parts, partsDone: outlook.length + i, read: 0, arrived: 0 });
    await unlessFailed(engine, 'espo', feed, () => readFeed(engine, 'espo', feed, ahead?.espo[i]));
  }
  engine.progress({ partsDone: parts, read: 0, arrived: 0 });
  for (const { feed, asked } of ahead?.counts ?? allCounts(engine))
    await unlessFailed(engine, 'espo', feed, () => compareCounts(engine, 'espo', feed, asked));
  await readUnreadableAgain(engine);
  await readLookAlikes(engine);
  await addPeople(engine);
  await readFarLinks(engine);
  await readStrayLinks(engine, atStart.links);
  return { engine: await withClocks(engine), atStart };
}

/** Changed under us each time, or a server whose versions never fit: the user is told, and the next run tries again. */
async function neverStill({ store }: Engine, rows: readonly PlanRow[]): Promise<void> {
  const put = rows.map((row) => brokenRow(row, '412'));
  if (put.length > 0) await store.commit({ plan: { put } });
}

const isPause = (extent: Extent): extent is TakenUp => typeof extent !== 'string';
/** A person has said so: by an answer, a button or an order. */
const isPressed = ({ state, orders, linkId, from }: PlanHead, { links, items }: TakenUp): boolean =>
  state === 'confirmed' ||
  (state !== 'held' &&
    (orders !== undefined ||
      (linkId !== undefined && links.has(linkId)) ||
      (from !== undefined && items.has(`${from.side}|${from.ref}`))));
const makesEvent = (row: PlanHead): boolean => makes(row) && row.side === 'outlook';

/** Every part was read to its end before, perhaps by a worker that was stopped since. */
async function readsNewsOnly({ store, feeds }: Engine): Promise<boolean> {
  for (const side of ['outlook', 'espo'] as const)
    for (const feed of feeds[side]) if (!(await wasReadWhole(store, side, feed))) return false;
  return true;
}

const allAhead = (engine: Engine, side: Side) =>
  Promise.all(engine.feeds[side].map((feed) => askAhead(engine, side, feed)));

/** How many each kind of record has, asked for at once. */
export const allCounts = (engine: Engine) =>
  engine.feeds.espo
    .filter(({ id }) => !engine.parts.has('espo', id))
    .map((feed) => ({ feed, asked: askCount(engine, 'espo', feed) }));

/** One part that fails does not stop the others (rule 6). */
export async function unlessFailed(
  engine: Engine,
  side: Side,
  feed: Feed,
  task: () => Promise<unknown>,
): Promise<void> {
  if (engine.parts.has(side, feed.id)) return;
  try {
    await task();
  } catch (error) {
    if (!(await failsAlone(engine, side, feed.id, error))) throw error;
  }
}

/** After the reading both servers' clocks are known by their Date headers: the later of two changes can be told. */
export async function withClocks(engine: Engine): Promise<Engine> {
  const { outlook, espo } = engine.ports;
  const skew = { outlook: (await outlook.capabilities()).skew, espo: (await espo.capabilities()).skew };
  return { ...engine, policy: { ...engine.policy, skew } };
}

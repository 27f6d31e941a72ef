import { apply, recover } from './apply';
import { type Engine, emptyReport, type RunReport } from './engine';
import { readFarLinks } from './far';
import { DAY } from './guard';
import { compareCounts } from './known';
import { makePlan } from './plan';
import { proveSuspects } from './prove';
import { readFeed } from './read';
import { translateIds } from './translate';

/** An item that changes under us is decided on again, this often in one run. */
const PASSES = 3;

/** One whole run. It may be killed at any await: everything it needs to go on stands in the store. */
export async function run(started: Engine): Promise<RunReport> {
  const report = emptyReport();
  const { store, feeds } = started;
  let engine = started;
  await recover(engine, report);
  const linksAtStart = await store.countLinks();
  for (const feed of feeds.outlook) await readFeed(engine, 'outlook', feed);
  for (const feed of feeds.espo) await readFeed(engine, 'espo', feed);
  for (const feed of feeds.espo) await compareCounts(engine, 'espo', feed);
  await readFarLinks(engine);
  engine = await withClocks(engine);
  for (let pass = 0; pass < PASSES; pass += 1) {
    engine.progress({ phase: 'comparing' });
    await proveSuspects(engine, 'outlook');
    await proveSuspects(engine, 'espo');
    const { rows, linked } = await makePlan(engine, linksAtStart);
    report.linked += linked;
    const again = await apply(engine, rows, report);
    if (!again) break;
  }
  await translateIds(engine);
  const done = engine.policy.firstSync
    ? [{ pair: store.pair, name: 'firstSyncDone', value: String(engine.now()) }]
    : [];
  if (done.length > 0 || (await store.tallies()).some((t) => t.at < engine.now() - DAY))
    await store.commit({ tallies: { removeBefore: engine.now() - DAY }, cursors: { put: done } });
  return report;
}

/** After the reading both servers' clocks are known by their Date headers: the later of two changes can be told. */
async function withClocks(engine: Engine): Promise<Engine> {
  const { outlook, espo } = engine.ports;
  const skew = { outlook: (await outlook.capabilities()).skew, espo: (await espo.capabilities()).skew };
  return { ...engine, policy: { ...engine.policy, skew } };
}

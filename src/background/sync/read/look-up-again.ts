/** Events left out because nobody in them was known are looked at again. */
import type { Engine } from '../model/engine';
import { takeItems } from './take-items';

/** Left out because nobody was known: looked at again once a day, this many. */
const AGAIN = 200;

/** Somebody may have become known since: EspoCRM does not tell Outlook's events so. */
export async function askAgainWhoIsKnown(engine: Engine): Promise<void> {
  const { store, ports, policy } = engine;
  if (!policy.settings.onlyKnownPeople) return;
  const rows = (await store.seenWithReason('nobodyKnown', AGAIN)).filter((row) => row.side === 'outlook');
  const readings = await ports.outlook.read(rows.map(({ ref, feed }) => ({ ref, feed })));
  const items = readings.flatMap((reading) => (reading.kind === 'value' ? [reading.item] : []));
  const taken = await takeItems(engine, 'outlook', items);
  await store.commit({ seen: { put: taken.seen }, arrivals: { put: taken.arrivals, remove: taken.settled } });
}

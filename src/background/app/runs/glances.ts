/** Short looks at what a user has just edited or ordered, between two runs. */
import { failures, glancesLeft, waitUntil } from '../../store/values';
import type { Glance } from '../../sync/glance';
import { afterOne, RATIONS, waitFor } from './ration';

/** The one that waits for its turn: asked for again meanwhile, it only looks at more. */
let waiting: Glance | undefined;
let turn: Promise<boolean> | undefined;

/** Somebody looks on: what has changed is asked for soon, rationed, and never beside a run. */
export function askGlance(wanted: Glance): Promise<boolean> {
  waiting = waiting ? both(waiting, wanted) : wanted;
  turn ??= take().finally(() => {
    turn = undefined;
  });
  return turn;
}

/** By an order of the user: at once. In a pause what was ordered is done, and nothing else goes on. */
export async function glanceForOrder(): Promise<boolean> {
  const { glanceNow } = await import('./runner');
  return glanceNow({ first: 'both', calendars: [] }, 'decided');
}

/** Whether anything was new. */
async function take(): Promise<boolean> {
  let news = false;
  while (waiting) {
    const { first } = waiting;
    const side = first === 'both' ? 'espo' : first;
    const known = await glancesLeft.get();
    const now = Date.now();
    const wait = Math.max(waitFor(RATIONS[side], known[side], now), (await waitUntil.get()) - now);
    // What comes later than the next run need not be asked for.
    if (wait > LONGEST || (await failures.get()) > 0) {
      waiting = undefined;
      break;
    }
    if (wait > 0) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      continue;
    }
    const next = waiting;
    waiting = undefined;
    await glancesLeft.set({ ...known, [side]: afterOne(RATIONS[side], known[side], now) });
    // A run that is under way has perhaps read it already, perhaps not: it is waited for.
    if (next) news = (await (await import('./runner')).glanceNow(next)) || news;
  }
  return news;
}

/** Milliseconds: a worker does not live longer without being asked. */
const LONGEST = 20_000;

const both = (a: Glance, b: Glance): Glance => ({
  first: a.first === b.first ? a.first : 'both',
  calendars: a.calendars.length === 0 || b.calendars.length === 0 ? [] : [...new Set([...a.calendars, ...b.calendars])],
});

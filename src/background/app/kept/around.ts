/** Calendars, entities and rights as they are kept, and when they are read anew. */
import * as v from 'valibot';
import { ERRORS, type ErrorCode, SyncError } from '../../../shared/codes';
import type { Settings } from '../../../shared/settings';
import { DAY, HOUR } from '../../../shared/time';
import type { EspoClient } from '../../espo/client';
import type { GraphClient } from '../../outlook/client';
import type { FailedPart } from '../../sync/model/parts';
import type { Store } from '../../sync/model/store';
import { fieldsToUse, lastSeen, lastSeenCursor, seenNow } from './last-seen';
import { EspoSurroundings, OutlookSurroundings, StalePart, type Surroundings } from './surroundings';

/** How long calendars, entities and rights are believed without asking again: an idle run asks only for changes. */
export const FRESH_FOR = DAY;
/** What could not be read anew is asked for again after this: not in every run, because it may fail for days. What nobody knows yet is. */
const TRIED_AGAIN = HOUR;

export const SURROUNDINGS = 'surroundings';

const Stored = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    at: v.number(),
    key: v.string(),
    outlook: OutlookSurroundings,
    espo: EspoSurroundings,
    /** When it was last tried to read all of it, where that failed in parts. */
    tried: v.optional(v.number()),
    stale: v.optional(v.array(StalePart), []),
  }),
);
type Stored = v.InferOutput<typeof Stored>;

async function stored(store: Store): Promise<Stored | undefined> {
  const parsed = v.safeParse(Stored, await store.cursor(SURROUNDINGS));
  return parsed.success ? parsed.output : undefined;
}

/** As they were last read; undefined when that is longer ago than `maxAge`, or the settings ask for other fields. */
export async function keptSurroundings(
  store: Store,
  settings: Settings,
  now: number,
  maxAge = FRESH_FOR,
): Promise<Surroundings | undefined> {
  const [kept, seen] = await Promise.all([stored(store), lastSeen(store)]);
  if (!kept || kept.key !== keyOf(settings)) return undefined;
  const { at, tried, stale, outlook, espo } = kept;
  const whole = tried === undefined ? Math.abs(now - at) < maxAge : Math.abs(now - tried) < TRIED_AGAIN;
  const young = whole && stale.every(({ known }) => known);
  if (!young && maxAge !== Number.POSITIVE_INFINITY) return undefined;
  return { outlook, espo, at, stale, lastSeen: seen };
}

/** Calendars, entities and rights as they are today. What cannot be read now stays as it was last known, and says so. */
export async function refreshSurroundings(
  graph: GraphClient,
  espo: EspoClient,
  store: Store,
  settings: Settings,
  now: number,
): Promise<Surroundings> {
  const { readEspo, readOutlook } = await import('./read-around');
  const before = await stored(store);
  const stale: StalePart[] = [];
  const outlook = await readOutlook(graph, writesOutlook(settings), before?.outlook, stale);
  // Built with other fields, what is known of an entity would put values into a field that was not chosen for them.
  const known = before && (before.key === keyOf(settings) ? before.espo : { ...before.espo, entities: [] });
  const chosen = fieldsToUse(settings, await lastSeen(store));
  return keepSurroundings(store, settings, { outlook, espo: await readEspo(espo, chosen, known, stale) }, now, stale);
}

export async function keepSurroundings(
  store: Store,
  settings: Settings,
  around: Pick<Surroundings, 'outlook' | 'espo'>,
  now: number,
  stale: StalePart[] = [],
): Promise<Surroundings> {
  const at = stale.length > 0 ? ((await stored(store))?.at ?? now) : now;
  const tried = stale.length > 0 ? { tried: now } : {};
  const seen = seenNow(await lastSeen(store), settings, around);
  await store.commit({
    cursors: {
      put: [cursorOf(store, { at, key: keyOf(settings), ...around, ...tried, stale }), lastSeenCursor(store, seen)],
    },
  });
  return { ...around, at, stale, lastSeen: seen };
}

const cursorOf = ({ pair }: Store, value: Stored) => ({ pair, name: SURROUNDINGS, value: JSON.stringify(value) });

export const writesOutlook = ({ direction }: Settings): boolean => direction !== 'outlookToEspo';

const keyOf = ({ locationField, joinLinkField, teamsField }: Settings): string =>
  JSON.stringify([locationField, joinLinkField, ...(Object.keys(teamsField).length > 0 ? [teamsField] : [])]);

/** An answer showed that they are others: everything is asked for anew in the next run. A calendar that is not there any more is known as gone at once. */
export async function lookAgain(store: Store, goneCalendar = ''): Promise<void> {
  const kept = await stored(store);
  if (!kept) return;
  const { tried: _, ...rest } = kept;
  const calendars = kept.outlook.calendars.filter(({ id }) => id !== goneCalendar);
  const next = { ...rest, at: 0, outlook: { ...kept.outlook, calendars } };
  await store.commit({ cursors: { put: [cursorOf(store, next)] } });
}

/** What the run says of it: a code that an older version stored and this one does not know is our bug. */
export const failedParts = ({ stale }: Surroundings): FailedPart[] =>
  stale.map(({ side, feed, code, detail }) => {
    const known: ErrorCode = code in ERRORS ? (code as ErrorCode) : 'bug';
    return { side, feed, error: new SyncError(known, detail === '' ? undefined : detail) };
  });

/** What other settings would do, before they are saved. */
import { SyncError } from '../../../shared/codes';
import type { SettingsPreview } from '../../../shared/previews';
import { type SettingKey, type Settings, settingsProblem } from '../../../shared/settings';
import type { Database, Pair } from '../../store/database';
import type { Link } from '../../sync/model/link';
import type { PlanHead } from '../../sync/model/plan-head';
import type { Store } from '../../sync/model/store';
import { listNeeds } from '../../sync/person/needs';
import { keptSurroundings } from '../kept/around';
import { closedTypes } from '../kept/closed-types';
import { storeOf } from '../kept/pairs';
import { policyNow } from '../kept/policy-now';
import { keepLines, type Lines } from './kept-lines';
import { lineOfLink, linesOf } from './lines';
import { countOf, mailsOf, newlyLinked, type WhatIf, whatIf } from './what-if';

/** What only matters when something happens later, or not to what is synced at all. */
const WITHOUT_EFFECT_NOW: ReadonlySet<SettingKey> = new Set<SettingKey>([
  'enabled',
  'notifications',
  'conflicts',
  'removeOutlookOnEspoRemoval',
  'removeEspoOnOutlookRemoval',
  'assignDefaultTeam',
  'unknownAttendees',
  'showAs',
  'reminders',
  'teamsMeeting',
]);

const NOTHING: Omit<SettingsPreview, 'at'> = {
  matters: false,
  stops: 0,
  starts: 0,
  asks: 0,
  creates: { outlook: 0, espo: 0 },
  updates: { outlook: 0, espo: 0 },
  removes: { outlook: 0, espo: 0 },
  mails: 0,
  total: 0,
};

let asking: AbortController | undefined;

/** What other settings than the saved ones would do, before they are saved. The last question counts: one before it is given up. */
export async function settingsPreview(db: Database, pair: Pair, settings: Settings): Promise<SettingsPreview> {
  const problem = settingsProblem(settings);
  if (problem) throw new SyncError('settings.invalid', problem.code);
  if (!changed(pair.settings, settings).some((key) => !WITHOUT_EFFECT_NOW.has(key)))
    return { at: Date.now(), ...NOTHING };
  asking?.abort(new SyncError('sync.stopped'));
  asking = new AbortController();
  return whatIf(db, pair, settings, (what) => compared(db, pair, settings, what), asking.signal);
}

const changed = (before: Settings, after: Settings): SettingKey[] =>
  (Object.keys(after) as SettingKey[]).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));

async function compared(db: Database, pair: Pair, settings: Settings, what: WhatIf): Promise<SettingsPreview> {
  const { real } = what;
  // What waits already, and would be written without the change as well, is none of it.
  const known = new Set(
    (await real.planHeads()).filter((head) => isCounted(head) && !head.undecided).map(({ id }) => id),
  );
  const rows = what.rows.filter((row) => isCounted(row) && !known.has(row.id));
  const stops = await stopping(pair, settings, what);
  const woken = await newlyLinked(what);
  const asked = new Set((await needsNow(db, pair)).map(({ id }) => id));
  const needs = what.needs.filter(({ id }) => !asked.has(id));
  const lines: Lines = await linesOf({ ...what, ready: rows, needs }, { linked: woken, leftOut: [] });
  lines.stops = stops.map((link) => lineOfLink(link, what.where));
  lines.starts = [...lines.linked, ...lines.createEspo, ...lines.createOutlook];
  await keepLines(db, pair.id, 'settings', lines);
  return {
    at: Date.now(),
    matters: true,
    stops: stops.length,
    starts: lines.starts.length,
    asks: needs.length,
    ...countsOf(rows),
    mails: await mailsOf({ ...what, ready: rows }),
    total: stops.length + woken.length + needs.length + rows.length,
  };
}

/** What is too much at once waits for one answer, and is as many changes all the same. */
const isCounted = ({ state, reason }: PlanHead): boolean => state !== 'held' || reason === 'bulk';

const countsOf = (rows: readonly PlanHead[]): Pick<SettingsPreview, 'creates' | 'updates' | 'removes'> => ({
  creates: countOf(rows, 'create'),
  updates: countOf(rows, 'update'),
  removes: countOf(rows, 'remove'),
});

async function needsNow(db: Database, pair: Pair) {
  const store = storeOf(db, pair);
  const around = await keptSurroundings(store, pair.settings, Date.now(), Number.POSITIVE_INFINITY);
  return listNeeds(store, around && policyNow(pair, around));
}

/** Kept in step now, and not then: asleep, or of a kind of record that is not synced any more. */
async function stopping(pair: Pair, settings: Settings, { real, store, around }: WhatIf): Promise<Link[]> {
  const [before, after] = [await inStep(real, pair.settings), await inStep(store, settings)];
  const ids = [...before].filter((id) => !after.has(id));
  return (await store.linksById(ids)).filter((link) => link !== undefined);

  async function inStep(of: Store, by: Settings): Promise<Set<string>> {
    const closed = await closedTypes(of, by, around, []);
    const links = await of.linksInState('active');
    return new Set(links.filter((link) => !closed.has(link.espo.type)).map(({ id }) => id));
  }
}

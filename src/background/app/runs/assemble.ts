/** Puts together what a run works with: ports, rules and feeds, from the clients and the settings. */
import * as v from 'valibot';
import { SyncError } from '../../../shared/codes';
import type { Settings } from '../../../shared/settings';
import type { EspoClient } from '../../espo/client';
import type { EntityType } from '../../espo/entity-type';
import { EspoPort } from '../../espo/port';
import type { GraphClient } from '../../outlook/client';
import { CalendarLease } from '../../outlook/lease';
import { OutlookPort } from '../../outlook/port';
import { UTC } from '../../outlook/write-zone';
import { ianaZone } from '../../outlook/zones';
import type { Engine, Progress } from '../../sync/model/engine';
import type { LeaseOptions } from '../../sync/model/lease';
import { MAKING } from '../../sync/model/noted';
import { Parts } from '../../sync/model/parts';
import { mayWrite, type Policy } from '../../sync/model/policy';
import type { Store } from '../../sync/model/store';
import { SOUGHT } from '../../sync/pair/sought';
import { failedParts, keptSurroundings, lookAgain, refreshSurroundings, writesOutlook } from '../kept/around';
import { forgetAnswered } from '../kept/choices';
import { unknownCalendars } from '../kept/chosen-calendars';
import { keptFindings, saysNo, saysYes } from '../kept/findings';
import { keepNoTeams } from '../kept/last-seen';
import { feedsOf, makePolicy, sinceOf, type Window, windowFor } from '../kept/policy';
import type { Surroundings } from '../kept/surroundings';
import { retryRefused } from './retry-refused';

export interface AssembleInput {
  graph: GraphClient;
  espo: EspoClient;
  site: string;
  store: Store;
  settings: Settings;
  pairCreatedAt: number;
  /** This browser, for the lease; without it several may sync at once. */
  browser?: Omit<LeaseOptions, 'place'>;
  runId: string;
  now(): number;
  newId(): string;
  signal: AbortSignal;
  progress(update: Partial<Progress>): void;
}

/** Settings that decide what is synced at all: a change means that both sides are read anew. */
const SELECTING: readonly (keyof Settings)[] = [
  'syncSince',
  'direction',
  'entities',
  'defaultEntity',
  'markTentative',
  'entityCategory',
  'mainCalendar',
  'otherCalendars',
  'privateEvents',
  'recurring',
  'alsoParticipant',
  'filterNotAnswered',
  'filterFree',
  'filterAllDay',
  'categoriesAllow',
  'categoriesDeny',
  'onlyExternal',
  'ownDomains',
  'onlyKnownPeople',
  'joinLinkField',
  'locationField',
];

const StoredWindow = v.pipe(v.string(), v.parseJson(), v.object({ from: v.number(), until: v.number() }));

/** Everything a run works with, from the two clients and the settings. */
export async function assemble(input: AssembleInput): Promise<Engine> {
  const { store, settings } = input;
  const now = input.now();
  const around = await surroundings(input, now);
  const zone = ianaZone(around.outlook.zone, ianaZone(around.espo.zone));
  const window = await keptWindow(input, sinceOf(settings, input.pairCreatedAt, zone).instant, now);
  const firstSync = (await store.cursor('firstSyncDone')) === undefined;
  const { pairCreatedAt } = input;
  const findings = await keptFindings(store);
  const draftsMailNobody = saysYes(findings, 'draftMailsNobody');
  const policy = makePolicy({ around, settings, window, pairCreatedAt, now, firstSync, draftsMailNobody });
  const feeds = feedsOf(policy, window);
  await forgetPositions(store, settings, policy);
  const parts = partsOf(around, settings);
  await retryRefused(store, around.espo.entities, settings.fieldDefaults);
  await forgetAnswered(store, policy);
  if (settings.teamsMeeting === 'never') await keepNoTeams(store, false);
  const refusesZone = saysNo(findings, 'zoneTaken');
  const outlook = new OutlookPort({
    client: input.graph,
    site: input.site,
    zone: refusesZone ? UTC : (around.outlook.writeZone ?? UTC),
    calendars: around.outlook.calendars.map((c) => c.id),
    writable: around.outlook.calendars.filter((c) => c.own && c.canEdit).map((c) => c.id),
    window,
    calendarGone: (id) => lookAgain(store, id),
    failed: (calendar, error) => parts.fail('outlook', calendar, error),
    noTeams: () => keepNoTeams(store, true),
    now: input.now,
  });
  const espo = new EspoPort({
    client: input.espo,
    me: around.espo.userId,
    entities: around.espo.entities.filter((e) => e.type in policy.entities).map((e) => asWanted(e, settings)),
    pageSize: around.espo.pageSize,
    domains: policy.me.domains,
    parentByDomain: settings.parentByDomain,
    defaults: settings.fieldDefaults,
    teamId: settings.assignDefaultTeam ? around.espo.defaultTeamId : '',
    unknown: around.stale.flatMap(({ side, feed }) => (side === 'espo' && isChosen(settings, feed) ? [feed] : [])),
    failed: (type, error) => parts.fail('espo', type, error),
    changed: () => lookAgain(store),
    now: input.now,
  });
  const { runId, signal } = input;
  return {
    store,
    ports: { outlook, espo },
    people: espo.directory,
    notes: espo.notes,
    forms: { outlook, espo },
    policy,
    parts,
    feeds,
    // Rule 4: where nothing may be written in Outlook there is no lease. Nor is there a place for it while the user has to choose one.
    lease:
      input.browser && mayWrite(policy, 'outlook') && policy.mainCalendar !== ''
        ? { ...input.browser, place: new CalendarLease(input.graph, policy.mainCalendar) }
        : undefined,
    runId,
    now: input.now,
    newId: input.newId,
    signal,
    progress: input.progress,
  };
}

/** What is not known from the beginning: what could not be read anew, and chosen entities to which the role gives no access. */
function partsOf(around: Surroundings, settings: Settings): Parts {
  const parts = new Parts();
  for (const { side, feed, error } of failedParts(around)) {
    parts.fail(side, feed, error);
    if (feed === 'calendars') for (const id of unknownCalendars(settings, around)) parts.fail(side, id, error);
  }
  for (const { type } of settings.entities)
    if (!around.espo.entities.some((one) => one.type === type)) parts.close(type, new SyncError('espo.noAccess', type));
  return parts;
}

/** A word for what is not certain is a person's own, like any other, where the user does not want it said. */
const asWanted = ({ tentative, ...entity }: EntityType, { markTentative }: Settings): EntityType =>
  markTentative ? { ...entity, tentative } : entity;

const isChosen = ({ entities }: Settings, type: string): boolean => entities.some((one) => one.type === type);

async function surroundings(input: AssembleInput, now: number): Promise<Surroundings> {
  const kept = await keptSurroundings(input.store, input.settings, now);
  // Times are to be written since the direction was changed.
  const known = kept?.outlook.writeZone || !writesOutlook(input.settings) ? kept : undefined;
  return known ?? refreshSurroundings(input.graph, input.espo, input.store, input.settings, now);
}

async function keptWindow({ store }: AssembleInput, since: number, now: number): Promise<Window> {
  const parsed = v.safeParse(StoredWindow, await store.cursor('window'));
  const window = windowFor(since, now, parsed.success ? parsed.output : undefined);
  if (!parsed.success || parsed.output.from !== window.from || parsed.output.until !== window.until)
    await store.commit({ cursors: { put: [{ pair: store.pair, name: 'window', value: JSON.stringify(window) }] } });
  return window;
}

/** What was left out under the old settings or rights must be looked at again: both sides start a full round, which deletes nothing. */
async function forgetPositions(store: Store, settings: Settings, { entities, calendars }: Policy): Promise<void> {
  const value = JSON.stringify([...SELECTING.map((key) => settings[key]), entities, calendars]);
  const before = await store.cursor('selection');
  if (before === value) return;
  const names =
    before === undefined ? [] : [...(await store.cursorNames('at|')), ...(await store.cursorNames(SOUGHT)), MAKING];
  await store.commit({ cursors: { put: [{ pair: store.pair, name: 'selection', value }], remove: names } });
}

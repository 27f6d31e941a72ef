import { type Managed, managedState } from '../../../shared/managed';
import type { AppState, EntityChoice, FieldChoice } from '../../../shared/state';
import type { EntityType } from '../../espo/entity-type';
import { isPlace, type TextField } from '../../espo/field-choices';
import { ianaZone } from '../../outlook/zones';
import type { Database } from '../../store/database';
import { connectionNow } from '../../store/managed';
import * as stored from '../../store/values';
import { connecting } from '../accounts/connecting';
import { goneChoices } from '../kept/gone-choices';
import { currentPair } from '../kept/pairs';
import { pausedUntil } from '../kept/pausing';
import { sinceOf } from '../kept/policy';
import { shownPolicy } from '../kept/policy-shown';
import { runView } from '../kept/run-log';
import { isRunning } from '../runs/under-way';
import { mayNotify } from '../said/clicks';
import { missingGrant } from '../said/missing';
import { sideStates } from '../said/sides';
import { statusOf } from '../said/status';
import { espoConnection, outlookConnection } from './connections';
import { unreadTypes } from './parts';
import { storeState } from './store-state';
import { syncState } from './sync-state';

/** Everything a page shows, from what is stored: no request to any server. All is asked for at once: a popup waits for it. */
export async function appState(db: Database): Promise<AppState> {
  const [connection, draft, sides, pair, last, set] = await Promise.all([
    connectionNow(shownPolicy),
    stored.draft.get(),
    sideStates(connecting, shownPolicy),
    currentPair(db, shownPolicy),
    stored.lastRun.get(),
    shownPolicy(),
  ]);
  const [outlook, espo, known, paused, allowed] = await Promise.all([
    outlookConnection(sides.outlook, shownPolicy),
    espoConnection(sides.espo, shownPolicy),
    pair && storeState(db, pair, unreadTypes(last?.parts ?? [])),
    pair && pausedUntil(pair.id),
    mayNotify(),
  ]);
  const around = known?.around;
  const zone = ianaZone(around?.outlook.zone ?? '');
  // Until calendars and entities are known there is nothing to choose, and a form that is saved too early would say so.
  const early = around === undefined && (connecting.outlook || connecting.espo);
  const both = sides.outlook === 'connected' && sides.espo === 'connected';
  const missing = both && pair ? missingGrant(pair.settings, around, outlook.canWrite) : '';
  const sync = await syncState(pair, known, last);
  const shown = pair && {
    settings: pair.settings,
    started: pair.started,
    pausedUntil: paused,
    since: sinceOf(pair.settings, pair.createdAt, zone).date,
  };
  return {
    ...{ connection, draft, outlook, espo, missing, sync, mayNotify: allowed },
    managed: managedState(set),
    pair: early ? undefined : shown,
    status: statusOf({
      sides,
      pair: shown && { enabled: shown.settings.enabled, started: shown.started, pausedUntil: paused },
      missing: missing !== '',
      running: isRunning(),
      last: last && runView(last),
      needs: sync.needsYou,
      held: sync.held.length,
    }),
    calendars: around?.outlook.calendars ?? [],
    entities: (around?.espo.entities ?? []).filter((e) => mayUse(e, set)).map(entityChoice),
    secondWriter: both && (around?.espo.secondWriter ?? false),
    draftsMailNobody: known?.draftsMailNobody ?? false,
    gone: pair && around ? goneChoices(pair.settings, around) : [],
  };
}

const mayUse = ({ type }: EntityType, { allowedEntities }: Managed): boolean => allowedEntities?.includes(type) ?? true;

const entityChoice = ({ type, label, allDay, rights, textFields, boolFields, required }: EntityType): EntityChoice => ({
  type,
  label,
  allDay,
  canCreate: rights.create,
  canEdit: rights.edit !== 'no',
  locationFields: textFields.filter(isPlace).map(fieldChoice),
  joinLinkFields: textFields.map(fieldChoice),
  teamsFields: boolFields ?? [],
  requiredFields: required.map(({ name, label: text, options }) => ({ name, label: text, options })),
});
const fieldChoice = ({ name, label }: TextField): FieldChoice => ({ name, label });

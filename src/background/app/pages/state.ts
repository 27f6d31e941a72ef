import browser from 'webextension-polyfill';
import type { AppState, EntityChoice, FieldChoice, SideState } from '../../../shared/state';
import type { TextField } from '../../espo/field-choices';
import type { EntityType } from '../../espo/metadata';
import { ianaZone } from '../../outlook/zones';
import type { Database, Pair } from '../../store/database';
import * as stored from '../../store/values';
import { connecting } from '../accounts/connect';
import { keptSurroundings } from '../kept/around';
import { namesOf, rememberedChoices, vanishedChoices } from '../kept/choices';
import { toView } from '../kept/errors';
import { currentPair, storeOf } from '../kept/pairs';
import { sinceOf } from '../kept/policy';
import type { Surroundings } from '../kept/surroundings';
import { isRunning, progress } from '../runs/runner';
import { heldView, needsOf } from './needs';
import { partsOf } from './parts';

/** Everything a page shows, from what is stored: no request to any server. All is asked for at once: a popup waits for it. */
export async function appState(db: Database): Promise<AppState> {
  const [connection, outlook, espo, { pair, around, counts, vanished }, last] = await Promise.all([
    stored.connection.get(),
    outlookState(),
    espoState(),
    pairState(db),
    stored.lastRun.get(),
  ]);
  const zone = ianaZone(around?.outlook.zone ?? '');
  // Until calendars and entities are known there is nothing to choose, and a form that is saved too early would say so.
  const early = around === undefined && (connecting.outlook || connecting.espo);
  const both = outlook.state === 'connected' && espo.state === 'connected';
  return {
    connection,
    outlook,
    espo,
    pair:
      pair && !early
        ? {
            settings: pair.settings,
            started: pair.started,
            since: sinceOf(pair.settings, pair.createdAt, zone).date,
          }
        : undefined,
    calendars: around?.outlook.calendars ?? [],
    entities: (around?.espo.entities ?? []).map(entityChoice),
    secondWriter: both && (around?.espo.secondWriter ?? false),
    missing: both && pair ? missingGrant(pair, around, outlook.canWrite) : '',
    sync: syncState(last, pair, around, counts),
    vanished,
  };
}

/** What the store knows of the current pair. */
async function pairState(db: Database) {
  const pair = await currentPair(db);
  if (!pair) return { pair: undefined, around: undefined, counts: undefined, vanished: [] };
  const store = storeOf(db, pair);
  const [around, needs, holds, linked, leftOut, remembered] = await Promise.all([
    keptSurroundings(store, pair.settings, Date.now(), Number.POSITIVE_INFINITY),
    needsOf(store, pair),
    store.holds(),
    store.countActive(),
    store.countSeen(),
    rememberedChoices(store),
  ]);
  const vanished = around ? vanishedChoices({ settings: pair.settings, around, remembered }) : [];
  return { pair, around, counts: { needs, holds, linked, leftOut }, vanished };
}
type Counts = Awaited<ReturnType<typeof pairState>>['counts'];

const entityChoice = ({ type, label, allDay, rights, textFields }: EntityType): EntityChoice => ({
  type,
  label,
  allDay,
  canCreate: rights.create,
  canEdit: rights.edit !== 'no',
  // A place is no address of a page; a link may stand in any text.
  locationFields: textFields.filter((field) => field.type !== 'url').map(fieldChoice),
  joinLinkFields: textFields.map(fieldChoice),
});
const fieldChoice = ({ name, label }: TextField): FieldChoice => ({ name, label });

async function outlookState(): Promise<AppState['outlook']> {
  const [account, error, signIn, connection] = await Promise.all([
    stored.microsoftAccount.get(),
    stored.outlookError.get(),
    stored.signInNeeded.get(),
    stored.connection.get(),
  ]);
  const consent = error?.code === 'ms.adminConsent';
  const tenant = encodeURIComponent(connection.tenantId || 'organizations');
  const query = new URLSearchParams({
    client_id: connection.clientId,
    redirect_uri: browser.identity.getRedirectURL(),
  });
  return {
    state: connecting.outlook && !account ? 'connecting' : sideState(account !== undefined, signIn.outlook),
    account: account ? account.address || account.name : '',
    canWrite: account?.canWrite ?? false,
    error: error && toView(error),
    consentLink: consent ? `https://login.microsoftonline.com/${tenant}/adminconsent?${query}` : '',
  };
}

async function espoState(): Promise<AppState['espo']> {
  const [account, error, signIn] = await Promise.all([
    stored.espoAccount.get(),
    stored.espoError.get(),
    stored.signInNeeded.get(),
  ]);
  return {
    state: connecting.espo && !account ? 'connecting' : sideState(account !== undefined, signIn.espo),
    site: account?.site ?? '',
    user: account?.userName ?? '',
    version: account?.version ?? '',
    error: error && toView(error),
    codeNeeded: error?.code === 'espo.codeNeeded' || error?.code === 'espo.codeWrong',
  };
}

const sideState = (known: boolean, signIn: boolean): SideState =>
  known ? (signIn ? 'signInNeeded' : 'connected') : 'disconnected';

/** Which administrator has to grant what before the sync can be switched on; '' when nothing is missing. */
export function missingGrant(pair: Pair, around: Surroundings | undefined, canWrite: boolean): string {
  if (!around) return '';
  const { direction } = pair.settings;
  if (around.espo.entities.length === 0)
    return 'Your EspoCRM administrator has to give your role access to Meetings or Calls; without it there is nothing to sync.';
  const creates = around.espo.entities.some((e) => e.rights.create);
  if (direction === 'outlookToEspo' && !creates)
    return 'Your EspoCRM administrator has to allow your role to create Meetings or Calls, or choose the direction EspoCRM to Outlook.';
  if (direction !== 'outlookToEspo' && !canWrite)
    return 'Your Microsoft 365 administrator has to allow Calendars.ReadWrite for this application, or choose the direction Outlook to EspoCRM.';
  return '';
}

function syncState(
  last: Awaited<ReturnType<typeof stored.lastRun.get>>,
  pair: Pair | undefined,
  around: Surroundings | undefined,
  counts: Counts,
): AppState['sync'] {
  const base = {
    running: isRunning(),
    phase: progress.active ? progress.phase : ('' as const),
    read: progress.read,
    done: progress.done,
    total: progress.total,
    last: last && { ...last, error: last.error && toView(last.error) },
  };
  if (!pair || !counts) return { ...base, linked: 0, leftOut: 0, needsYou: 0, held: [], parts: [] };
  const { needs, holds, linked, leftOut } = counts;
  const asked = new Set(needs.map((need) => need.id));
  const held = holds.map((hold) => heldView(hold, around && namesOf(around)));
  return {
    ...base,
    linked,
    leftOut,
    needsYou: needs.length,
    // Without those that are answered, and wait for the next run.
    held: held.filter(({ id }) => asked.has(id)),
    parts: partsOf(pair, around, last?.parts ?? []),
  };
}

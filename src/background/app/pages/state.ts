import browser from 'webextension-polyfill';
import { CLOUDS } from '../../../shared/clouds';
import { cloudOf, type Managed, managedState } from '../../../shared/managed';
import { OFFERS_CONSENT } from '../../../shared/sign-in-texts';
import type { AppState, EntityChoice, FieldChoice, SideState } from '../../../shared/state';
import type { EntityType } from '../../espo/entity-type';
import { isPlace, type TextField } from '../../espo/field-choices';
import { ianaZone } from '../../outlook/zones';
import type { Database, Pair } from '../../store/database';
import { connectionNow, managed } from '../../store/managed';
import * as stored from '../../store/values';
import { isAsking } from '../accounts/attempt';
import { connecting } from '../accounts/connect';
import { toView } from '../kept/errors';
import { currentPair, storeOf } from '../kept/pairs';
import { sinceOf } from '../kept/policy';
import { espoToken, whyNoToken } from '../kept/services';
import { keptSurroundings, type Surroundings } from '../runs/assemble';
import { isRunning, progress } from '../runs/runner';
import { heldView, namesOf, needsOf } from './needs';

/** Everything a page shows, from what is stored: no request to any server. All is asked for at once: a popup waits for it. */
export async function appState(db: Database): Promise<AppState> {
  const [connection, draft, outlook, espo, { pair, around, counts }, last, set] = await Promise.all([
    connectionNow(),
    stored.draft.get(),
    outlookState(),
    espoState(),
    pairState(db),
    stored.lastRun.get(),
    managed(),
  ]);
  const zone = ianaZone(around?.outlook.zone ?? '');
  // Until calendars and entities are known there is nothing to choose, and a form that is saved too early would say so.
  const early = around === undefined && (connecting.outlook || connecting.espo);
  const both = outlook.state === 'connected' && espo.state === 'connected';
  return {
    connection,
    managed: managedState(set),
    draft,
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
    entities: (around?.espo.entities ?? []).filter((e) => mayUse(e, set)).map(entityChoice),
    secondWriter: both && (around?.espo.secondWriter ?? false),
    missing: both && pair ? missingGrant(pair, around, outlook.canWrite) : '',
    sync: syncState(last, pair, around, counts),
  };
}

/** What the store knows of the current pair. */
async function pairState(db: Database) {
  const pair = await currentPair(db);
  if (!pair) return { pair: undefined, around: undefined, counts: undefined };
  const store = storeOf(db, pair);
  const [around, needs, holds, linked, leftOut] = await Promise.all([
    keptSurroundings(store, pair.settings, Date.now(), Number.POSITIVE_INFINITY),
    needsOf(store, pair),
    store.holds(),
    store.countActive(),
    store.countSeen(),
  ]);
  return { pair, around, counts: { needs, holds, linked, leftOut } };
}
type Counts = Awaited<ReturnType<typeof pairState>>['counts'];

const mayUse = ({ type }: EntityType, { allowedEntities }: Managed): boolean => allowedEntities?.includes(type) ?? true;

const entityChoice = ({ type, label, allDay, rights, textFields }: EntityType): EntityChoice => ({
  type,
  label,
  allDay,
  canCreate: rights.create,
  canEdit: rights.edit !== 'no',
  locationFields: textFields.filter(isPlace).map(fieldChoice),
  joinLinkFields: textFields.map(fieldChoice),
});
const fieldChoice = ({ name, label }: TextField): FieldChoice => ({ name, label });

async function outlookState(): Promise<AppState['outlook']> {
  const [account, error, signIn, connection, set] = await Promise.all([
    stored.microsoftAccount.get(),
    stored.outlookError.get(),
    stored.signInNeeded.get(),
    connectionNow(),
    managed(),
  ]);
  const consent = connection.clientId !== '' && OFFERS_CONSENT.some((code) => code === error?.code);
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
    consentLink: consent ? `${CLOUDS[cloudOf(set)].login}/${tenant}/adminconsent?${query}` : '',
    asking: isAsking(),
  };
}

async function espoState(): Promise<AppState['espo']> {
  const [account, told, signIn] = await Promise.all([
    stored.espoAccount.get(),
    stored.espoError.get(),
    stored.signInNeeded.get(),
  ]);
  // Nobody has asked EspoCRM yet, but without a token it will ask back.
  const over = account !== undefined && (await espoToken()) === '';
  const error = told ?? (over ? { code: await whyNoToken(), detail: '', names: {} } : undefined);
  const codeNeeded = error?.code === 'espo.codeNeeded';
  return {
    state: connecting.espo && !account ? 'connecting' : sideState(account !== undefined, over || signIn.espo),
    site: account?.site ?? '',
    user: account?.userName ?? '',
    version: account?.version ?? '',
    // A second factor is a step, no error.
    error: error && !codeNeeded ? toView(error) : undefined,
    codeNeeded: codeNeeded || error?.code === 'espo.codeWrong',
    codeBy: codeNeeded ? codeBy(error.detail) : '',
  };
}

/** By what EspoCRM calls its question (espo.md 1): enterTotpCode, enterCodeSentInEmail, enterCodeSentBySms. */
const codeBy = (question: string): AppState['espo']['codeBy'] =>
  /email/i.test(question) ? 'email' : /sms/i.test(question) ? 'sms' : '';

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
    last: last && { ...last, error: last.error && !last.mended ? toView(last.error) : undefined },
  };
  if (!pair || !counts) return { ...base, linked: 0, leftOut: 0, needsYou: 0, held: [], paused: [] };
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
    paused: pausedOf(pair, around, last?.paused ?? []),
  };
}

/** Refused in the last run, or not offered any more since the rights were last read (DESIGN 3.7). */
function pausedOf({ settings }: Pair, around: Surroundings | undefined, refused: readonly string[]): string[] {
  if (!around) return [];
  return settings.entities
    .map(({ type }) => ({ type, known: around.espo.entities.find((entity) => entity.type === type) }))
    .filter(({ type, known }) => !known || refused.includes(type))
    .map(({ type, known }) => known?.label ?? type);
}

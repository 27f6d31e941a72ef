/** What the organization has set, as this browser's policies say it now. */
import browser from 'webextension-polyfill';
import { readAddress } from '../../shared/address';
import { CLOUDS, type Cloud } from '../../shared/clouds';
import { SyncError } from '../../shared/codes';
import { cloudOf, type Managed, managedState, readManaged } from '../../shared/managed';
import type { Connection } from '../../shared/settings';
import { connection, espoAccount, lastPolicy, microsoftAccount } from './values';

type Read = ReturnType<typeof readManaged>;
let reading: Promise<Read> | undefined;
/** The browser has answered once since this worker was started. */
let answered = false;

/**
 * What the organization has set, in this browser's policies. Asked for anew each time: a policy may change at any moment. Who asks while
 * an answer is under way gets that one: the state of a page asks ten times for the same.
 */
function read(): Promise<Read> {
  reading ??= ask().finally(() => {
    reading = undefined;
  });
  return reading;
}

async function ask(): Promise<Read> {
  let stored: Record<string, unknown> = {};
  try {
    stored = await browser.storage.managed.get(null);
  } catch {
    // Firefox has no such storage where no policy names this extension.
  }
  answered = true;
  await remember(stored);
  return readManaged(stored);
}

/** For whoever is connected: where nothing is set up yet nothing is remembered, and whoever forgot everything leaves nothing behind. */
async function remember(stored: Record<string, unknown>): Promise<void> {
  if (!(await microsoftAccount.get()) && !(await espoAccount.get())) return;
  const before = await lastPolicy.get();
  if (JSON.stringify(before) === JSON.stringify(stored)) return;
  // No room on the disk: then the next start waits for the browser.
  await lastPolicy.set(stored).catch(() => undefined);
}

/** Who says what the organization has set. */
export type AskPolicy = () => Promise<Managed>;

/**
 * While a browser starts it answers after seconds only: until then what it said last time, if it did. For what is only shown; what is done
 * waits for `managed`.
 */
export async function policyBefore(): Promise<Managed | undefined> {
  if (answered) return undefined;
  const before = await lastPolicy.get();
  return before && readManaged(before).managed;
}

/** As far as it can be read: what is locked stays locked, whatever else is wrong. */
export const managed: AskPolicy = async () => (await read()).managed;

/** The one cloud whose hosts are asked and linked to. */
export const cloudNow = async (ask: AskPolicy = managed): Promise<Cloud> => CLOUDS[cloudOf(await ask())];

/** Nothing is synced under a policy that was meant to say more than can be understood. */
export async function obeyPolicy(): Promise<void> {
  const { wrong } = await read();
  if (wrong.length > 0) throw new SyncError('policy.unreadable', wrong.join(', '));
}

/** What the connections are made with: the organization's word before the user's. */
export async function connectionNow(ask: AskPolicy = managed): Promise<Connection> {
  const [own, { clientId, tenantId, espoAddress, stayConnected }] = await Promise.all([connection.get(), ask()]);
  return {
    ...own,
    ...(clientId === undefined ? {} : { clientId }),
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(espoAddress === undefined ? {} : { espoAddress }),
    ...(stayConnected === undefined ? {} : { stayConnected }),
  };
}

/** What the organization sets of a side whose account was connected with something else: it was set since. '' where nothing is. */
export async function connectedElsewhere(ask: AskPolicy = managed): Promise<{ outlook: string; espo: string }> {
  const [set, own, microsoft, espo] = await Promise.all([
    ask(),
    connection.get(),
    microsoftAccount.get(),
    espoAccount.get(),
  ]);
  const isOther = (wanted: string | undefined, ...with_: string[]): boolean =>
    Boolean(wanted) && !with_.some((one) => one.toLowerCase() === wanted?.toLowerCase());
  // Each sign-in keeps what it was made with beside what the user chose.
  const outlook = [
    ...(isOther(set.clientId, own.clientId) ? [`clientId ${set.clientId}`] : []),
    ...(isOther(set.tenantId, own.tenantId, microsoft?.tenantId ?? '') ? [`tenantId ${set.tenantId}`] : []),
  ];
  const address = readAddress(set.espoAddress ?? '');
  const bases = typeof address === 'string' ? [] : address.bases;
  return {
    outlook: microsoft ? outlook.join(', ') : '',
    espo: espo && set.espoAddress && !bases.includes(espo.site) ? `espoAddress ${set.espoAddress}` : '',
  };
}

/** Nothing goes on with an account that the organization does not want any more. */
export async function obeyConnection(side: 'outlook' | 'espo'): Promise<void> {
  const elsewhere = (await connectedElsewhere())[side];
  if (elsewhere !== '') throw new SyncError('policy.elsewhere', elsewhere);
}

/** What the user typed, but for what the organization sets: their own word comes back where the policy goes. */
export async function keepConnection(typed: Partial<Connection>): Promise<void> {
  const set: readonly string[] = managedState(await managed()).connection;
  const own = Object.fromEntries(Object.entries(typed).filter(([key]) => !set.includes(key)));
  await connection.set({ ...(await connection.get()), ...own });
}

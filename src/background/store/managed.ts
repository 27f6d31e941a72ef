/** What the organization has set, as this browser's policies say it now. */
import browser from 'webextension-polyfill';
import { readAddress } from '../../shared/address';
import { CLOUDS, type Cloud } from '../../shared/clouds';
import { SyncError } from '../../shared/codes';
import { cloudOf, type Managed, managedState, readManaged } from '../../shared/managed';
import type { Connection } from '../../shared/settings';
import { connection, espoAccount, microsoftAccount } from './values';

type Read = ReturnType<typeof readManaged>;
let reading: Promise<Read> | undefined;

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
  return readManaged(stored);
}

/** As far as it can be read: what is locked stays locked, whatever else is wrong. */
export const managed = async (): Promise<Managed> => (await read()).managed;

/** The one cloud whose hosts are asked and linked to. */
export const cloudNow = async (): Promise<Cloud> => CLOUDS[cloudOf(await managed())];

/** Nothing is synced under a policy that was meant to say more than can be understood. */
export async function obeyPolicy(): Promise<void> {
  const { wrong } = await read();
  if (wrong.length > 0) throw new SyncError('policy.unreadable', wrong.join(', '));
}

/** What the connections are made with: the organization's word before the user's. */
export async function connectionNow(): Promise<Connection> {
  const [own, { clientId, tenantId, espoAddress, stayConnected }] = await Promise.all([connection.get(), managed()]);
  return {
    ...own,
    ...(clientId === undefined ? {} : { clientId }),
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(espoAddress === undefined ? {} : { espoAddress }),
    ...(stayConnected === undefined ? {} : { stayConnected }),
  };
}

/** What the organization sets of a side whose account was connected with something else: it was set since. '' where nothing is. */
export async function connectedElsewhere(): Promise<{ outlook: string; espo: string }> {
  const [set, own, microsoft, espo] = await Promise.all([
    managed(),
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

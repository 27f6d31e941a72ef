/** What all handlers of messages share. */
import { SyncError } from '../../../shared/codes';
import type { Answers, MessageName, Request } from '../../../shared/messages';
import type { AppState } from '../../../shared/state';
import { type AskPolicy, managed } from '../../store/managed';
import { keptSurroundings } from '../kept/around';
import { tellPages } from '../kept/notices';
import { database } from '../kept/open-database';
import { currentPair, storeOf } from '../kept/pairs';
import { shownPolicy } from '../kept/policy-shown';
import { whereOf } from '../lists/where-now';
import { appState } from '../pages/state';
import { isRunning } from '../runs/under-way';

export interface From {
  tab: number | undefined;
  /** The document of an Outlook tab. */
  page: string;
}

export type Handlers = { [N in MessageName]: (request: Request<N>, from: From) => Promise<Answers[N]> };

export const state = async (): Promise<AppState> => appState(await database());

/** After something changed: every page hears of it, and this one gets the new state at once. */
export async function changed(): Promise<AppState> {
  tellPages();
  const { showToolbar } = await import('../said/toolbar');
  await showToolbar(isRunning());
  return state();
}

/** `ask`: by whose word of the policies; what is done goes by the browser's. */
export async function pairOrFail(ask: AskPolicy = managed) {
  const db = await database();
  const pair = await currentPair(db, ask);
  if (!pair) throw new SyncError('sync.notConnected');
  return { db, pair, store: storeOf(db, pair) };
}

/** With what lists are worded by. */
export async function viewOrFail(ask: AskPolicy = shownPolicy) {
  const found = await pairOrFail(ask);
  const { pair, store } = found;
  const around = await keptSurroundings(store, pair.settings, Date.now(), Number.POSITIVE_INFINITY);
  return { ...found, around, where: await whereOf(pair, around) };
}

/** What all handlers of messages share. */
import { SyncError } from '../../shared/codes';
import type { Answers, MessageName, Request } from '../../shared/messages';
import type { AppState } from '../../shared/state';
import { keptSurroundings } from './kept/around';
import { tellPages } from './kept/notices';
import { currentPair, storeOf } from './kept/pairs';
import { database } from './kept/services';
import { whereOf } from './lists/where-now';
import { appState } from './pages/state';
import { isRunning } from './runs/runner';
import { showToolbar } from './said/toolbar';

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
  await showToolbar(isRunning());
  return state();
}

export async function pairOrFail() {
  const db = await database();
  const pair = await currentPair(db);
  if (!pair) throw new SyncError('sync.notConnected');
  return { db, pair, store: storeOf(db, pair) };
}

/** With what lists are worded by. */
export async function viewOrFail() {
  const found = await pairOrFail();
  const { pair, store } = found;
  const around = await keptSurroundings(store, pair.settings, Date.now(), Number.POSITIVE_INFINITY);
  return { ...found, around, where: await whereOf(pair, around) };
}

import { shownPolicy } from '../kept/policy-shown';
import { listRuns } from '../kept/run-log';
import { listActivity } from '../lists/activity-list';
import { unreadOf } from '../lists/unread';
import { listWhy } from '../lists/why';
import { heldRows, needsOf } from '../pages/needs';
import { closedNow } from '../pages/store-state';
import { listLines } from '../previews/kept-lines';
import { type Handlers, pairOrFail, viewOrFail } from './handler';

/** What pages list, from what is stored. */
export const listHandlers: Pick<
  Handlers,
  'preview.list' | 'needs.list' | 'needs.rows' | 'why.list' | 'item.search' | 'activity.list' | 'runs.list'
> = {
  'preview.list': async (request) => listLines((await pairOrFail(shownPolicy)).store, request),
  'needs.list': async ({ limit }) => {
    const { pair, store } = await pairOrFail(shownPolicy);
    const items = await needsOf(store, pair);
    return { items: items.slice(0, limit), total: items.length };
  },
  'needs.rows': async (request) => {
    const { store, where } = await viewOrFail();
    return heldRows(store, where, request);
  },
  'why.list': async (request) => {
    const { db, pair, store, where } = await viewOrFail();
    return listWhy({ db, store, closed: await closedNow(store, pair) }, where, request);
  },
  'item.search': async (request) => {
    const { searchItems } = await import('../lists/search');
    const { db, pair, store, where, around } = await viewOrFail();
    const found = await searchItems(db, store, where, request);
    return { ...found, unread: unreadOf(pair.settings, around) };
  },
  'activity.list': async (request) => {
    const { db, store, where } = await viewOrFail();
    return listActivity(db, store, where, request);
  },
  'runs.list': async ({ limit }) => {
    const { pair } = await pairOrFail(shownPolicy);
    return listRuns(pair.id, limit);
  },
};

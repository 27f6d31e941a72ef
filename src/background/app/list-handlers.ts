import { changed, type Handlers, pairOrFail, viewOrFail } from './handler';
import { tellPages } from './kept/notices';
import { listRuns } from './kept/run-log';
import { listActivity } from './lists/activity-list';
import { searchItems } from './lists/search';
import { unreadOf } from './lists/unread';
import { listWhy } from './lists/why';
import { answerNeeds, takeInAnswers, takeUpAgain, undoNow } from './pages/answering';
import { heldRows, needsOf } from './pages/needs';
import { addressOf } from './pages/open-item';
import { closedNow } from './pages/store-state';
import { listLines } from './previews/kept-lines';
import { previewOf } from './previews/start-preview';
import { undoPreview } from './previews/undo-preview';

/** Lists, questions, previews and what is done about one of their lines. */
export const listHandlers: Pick<
  Handlers,
  | 'preview.get'
  | 'preview.list'
  | 'needs.list'
  | 'needs.rows'
  | 'needs.act'
  | 'why.list'
  | 'item.search'
  | 'item.open'
  | 'item.again'
  | 'activity.list'
  | 'runs.list'
  | 'undo.preview'
  | 'activity.undo'
> = {
  'preview.get': async () => {
    const { db, pair } = await pairOrFail();
    return previewOf(db, pair);
  },
  'needs.list': async ({ limit }) => {
    const { pair, store } = await pairOrFail();
    const items = await needsOf(store, pair);
    return { items: items.slice(0, limit), total: items.length };
  },
  'needs.act': async (request) => {
    const { db, pair, store } = await pairOrFail();
    const done = await answerNeeds(db, store, pair, request);
    if (pair.settings.enabled) void takeInAnswers(store);
    tellPages();
    return done;
  },
  'why.list': async (request) => {
    const { db, pair, store, where } = await viewOrFail();
    return listWhy({ db, store, closed: await closedNow(store, pair) }, where, request);
  },
  'item.again': async ({ ids }) => {
    const { pair, store } = await pairOrFail();
    const again = await takeUpAgain(store, ids);
    if (pair.settings.enabled) void takeInAnswers(store);
    tellPages();
    return again;
  },
  'activity.list': async (request) => {
    const { db, store, where } = await viewOrFail();
    return listActivity(db, store, where, request);
  },
  'runs.list': async ({ limit }) => {
    const { pair } = await pairOrFail();
    return listRuns(pair.id, limit);
  },
  'activity.undo': async ({ what, id }) => {
    const answer = await undoNow(what, id);
    await changed();
    return answer;
  },
  'needs.rows': async (request) => {
    const { store, where } = await viewOrFail();
    return heldRows(store, where, request);
  },
  'undo.preview': async ({ what, id }) => {
    const { pair, store } = await pairOrFail();
    return undoPreview(store, pair.settings, what, id);
  },
  'preview.list': async (request) => listLines((await pairOrFail()).store, request),
  'item.search': async (request) => {
    const { db, pair, store, where, around } = await viewOrFail();
    const found = await searchItems(db, store, where, request);
    return { ...found, unread: unreadOf(pair.settings, around) };
  },
  'item.open': async ({ id }) => ({ url: await addressOf((await pairOrFail()).store, id) }),
};

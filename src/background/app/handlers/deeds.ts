import { tellPages } from '../kept/notices';
import { answerNeeds, takeInAnswers, takeUpAgain, undoNow } from '../pages/answering';
import { addressOf } from '../pages/open-item';
import { previewOf } from '../previews/start-preview';
import { undoPreview } from '../previews/undo-preview';
import { changed, type Handlers, pairOrFail } from './handler';

/** What is done about questions, items and changes, and what doing it would change. */
export const deedHandlers: Pick<
  Handlers,
  'preview.get' | 'needs.act' | 'item.again' | 'item.open' | 'undo.preview' | 'activity.undo'
> = {
  'preview.get': async () => {
    const { db, pair } = await pairOrFail();
    return previewOf(db, pair);
  },
  'needs.act': async (request) => {
    const { db, pair, store } = await pairOrFail();
    const done = await answerNeeds(db, store, pair, request);
    if (pair.settings.enabled) void takeInAnswers(store);
    tellPages();
    return done;
  },
  'item.again': async ({ ids }) => {
    const { pair, store } = await pairOrFail();
    const again = await takeUpAgain(store, ids);
    if (pair.settings.enabled) void takeInAnswers(store);
    tellPages();
    return again;
  },
  'undo.preview': async ({ what, id }) => {
    const { pair, store } = await pairOrFail();
    return undoPreview(store, pair.settings, what, id);
  },
  'activity.undo': async ({ what, id }) => {
    const answer = await undoNow(what, id);
    await changed();
    return answer;
  },
  'item.open': async ({ id }) => ({ url: await addressOf((await pairOrFail()).store, id) }),
};

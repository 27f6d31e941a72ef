import { database } from '../kept/open-database';
import { actOn } from '../tiles/acts';
import { cardOf } from '../tiles/card';
import { onTilesChanged } from '../tiles/changed';
import { moreOn, onEvent } from '../tiles/on-event';
import { search } from '../tiles/search';
import type { Handlers } from './handler';

/** The card of an event and its actions, and what the user changes on the page. */
export const cardHandlers: Pick<Handlers, 'card.get' | 'card.more' | 'card.search' | 'card.act' | 'outlook.changed'> = {
  'card.get': async ({ id }, { page }) => onEvent(id, page, cardOf),
  'card.more': async ({ id, near }, { page }) => moreOn(id, near, page),
  'card.search': async ({ id, parent, words }, { page }) =>
    onEvent(id, page, (db, pair, met) => search(db, pair, met, parent, words.trim())),
  'card.act': async ({ id, act }, { page }) => {
    await onEvent(id, page, (db, pair, met) => actOn(db, pair, met, act));
    return onEvent(id, page, cardOf);
  },
  'outlook.changed': async ({ ids }) => {
    // Not awaited: a message that stays open for a whole look counts against the worker's life.
    void onTilesChanged(await database(), ids).catch(() => undefined);
    return {};
  },
};

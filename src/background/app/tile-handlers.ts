import type { Handlers } from './handler';
import { tellPages } from './kept/notices';
import { database } from './kept/services';
import { actOn } from './tiles/acts';
import { lookUpBadges } from './tiles/badges';
import { cardOf } from './tiles/card';
import { onTilesChanged } from './tiles/changed';
import { noteHealth } from './tiles/health';
import { knownTiles } from './tiles/known';
import { moreOn, onEvent } from './tiles/on-event';
import { search } from './tiles/search';

/** What the content script asks for and tells: tiles, the card and its actions. */
export const tileHandlers: Pick<
  Handlers,
  | 'badges.lookup'
  | 'card.get'
  | 'card.more'
  | 'card.search'
  | 'card.act'
  | 'outlook.known'
  | 'outlook.changed'
  | 'outlook.health'
> = {
  'badges.lookup': async ({ ids }, { tab, page }) => lookUpBadges(await database(), ids, { tab, key: page }),
  'card.get': async ({ id }, { page }) => onEvent(id, page, cardOf),
  'card.more': async ({ id, near }, { page }) => moreOn(id, near, page),
  'card.search': async ({ id, parent, words }, { page }) =>
    onEvent(id, page, (db, pair, met) => search(db, pair, met, parent, words.trim())),
  'card.act': async ({ id, act }, { page }) => {
    await onEvent(id, page, (db, pair, met) => actOn(db, pair, met, act));
    return onEvent(id, page, cardOf);
  },
  'outlook.known': async (days, { tab, page }) => knownTiles(await database(), days, { tab, key: page }),
  'outlook.changed': async ({ ids }) => {
    // Not awaited: a message that stays open for a whole look counts against the worker's life.
    void onTilesChanged(await database(), ids).catch(() => undefined);
    return {};
  },
  'outlook.health': async (health) => {
    if (await noteHealth(health)) tellPages();
    return {};
  },
};

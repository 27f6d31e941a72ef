import { tellPages } from '../kept/notices';
import { database } from '../kept/open-database';
import { lookUpBadges } from '../tiles/badges';
import { noteHealth } from '../tiles/health';
import { knownTiles } from '../tiles/known';
import type { Handlers } from './handler';

/** What marks on tiles need: most wakes of an open Outlook end here. */
export const markHandlers: Pick<Handlers, 'badges.lookup' | 'outlook.known' | 'outlook.health'> = {
  'badges.lookup': async ({ ids }, { tab, page }) => lookUpBadges(await database(), ids, { tab, key: page }),
  'outlook.known': async (days, { tab, page }) => knownTiles(await database(), days, { tab, key: page }),
  'outlook.health': async (health) => {
    if (await noteHealth(health)) tellPages();
    return {};
  },
};

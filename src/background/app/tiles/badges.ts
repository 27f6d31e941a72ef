/** What the tiles of a page show, in one answer and without a request to any server: somebody is looking at tiles that wait. */

import type { Badge } from '../../../shared/card';
import type { Answers } from '../../../shared/messages';
import type { Database, Pair } from '../../store/database';
import { badgeTabs, espoAccount, microsoftAccount } from '../../store/values';
import { fieldsNow } from '../../sync/model/link';
import { currentPair } from '../kept/pairs';
import { shownPolicy } from '../kept/policy-shown';
import { recordUrl } from '../kept/urls';
import { besideOf } from './beside';
import { findItems, linkedRows, type Met } from './find-items';
import type { Page } from './page';
import { isShown, noteShown } from './shown';
import { stateOf } from './tile-state';
import { immutableIds, translateLater } from './translated';

const NONE: Answers['badges.lookup'] = { badges: {}, privateToo: false };

export async function lookUpBadges(
  db: Database,
  ids: readonly string[],
  page: Page,
): Promise<Answers['badges.lookup']> {
  noteShown(page.key, ids);
  // All at once: what is nearly always wanted is asked for before anything else is known.
  const linked = linkedRows(db, ids);
  const [pair, espo, microsoft] = await Promise.all([
    currentPair(db, shownPolicy),
    espoAccount.get(),
    microsoftAccount.get(),
    noteTab(page.tab),
  ]);
  // Disconnected, nobody would notice that a link goes.
  if (!pair || !espo || !microsoft) return NONE;
  const met = await findItems(db, pair, ids, await linked, immutableIds(), (other) => isShown(page.key, other));
  translateLater(ids.filter((id) => !met.has(id)));
  const links = [...met.values()].flatMap(({ link }) => link ?? []);
  const beside = await besideOf(db, pair, links);
  const badges: Record<string, Badge> = {};
  for (const [id, one] of met) badges[id] = badgeOf(pair, one, stateOf(one, beside));
  return { badges, privateToo: pair.settings.privateEvents !== 'leaveOut' };
}

export function badgeOf(pair: Pair, { link, seen }: Met, state: Badge['state']): Badge {
  const title = link ? fieldsNow(link, 'outlook').title : (seen?.title ?? '');
  if (link?.state !== 'active') return { state, type: '', id: '', url: '', label: '', title };
  const { type, id } = link.espo;
  return { state, type, id, url: recordUrl(pair.site, type, id), label: link.base.espo.title, title };
}

/** The tab shows badges: it is told when links change. */
async function noteTab(tab: number | undefined): Promise<void> {
  if (tab === undefined) return;
  const tabs = await badgeTabs.get();
  if (!tabs.includes(tab)) await badgeTabs.set([...tabs, tab]);
}

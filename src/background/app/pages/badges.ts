import { foldId } from '../../../shared/item-id';
import type { Badge } from '../../../shared/state';
import type { Database } from '../../store/database';
import { rowsOf } from '../../store/rows-of';
import { badgeTabs, espoAccount, microsoftAccount } from '../../store/values';
import { currentPair } from '../kept/pairs';
import { recordUrl } from '../kept/urls';

/** Which of the tiles on an Outlook page are linked: matched against both id forms of each live link. */
export async function lookUpBadges(
  db: Database,
  ids: readonly string[],
  tab: number | undefined,
): Promise<Record<string, Badge>> {
  const folded = ids.map(foldId);
  // All at once: somebody is looking at tiles that wait for their badges.
  const [pair, espo, microsoft, rows] = await Promise.all([
    currentPair(db),
    espoAccount.get(),
    microsoftAccount.get(),
    rowsOf(db.links, 'keys', folded),
    noteTab(tab),
  ]);
  // Disconnected, nobody would notice that a link goes.
  if (!pair || !espo || !microsoft) return {};
  const byKey = new Map(
    rows.filter((row) => row.pair === pair.id).flatMap((row) => row.keys.map((key) => [key, row.link] as const)),
  );
  const badges: Record<string, Badge> = {};
  ids.forEach((id, i) => {
    const link = byKey.get(folded[i] as string);
    if (!link) return;
    const { type, id: recordId } = link.espo;
    badges[id] = { type, id: recordId, url: recordUrl(pair.site, type, recordId), label: link.base.espo.title };
  });
  return badges;
}

/** The tab shows badges: it is told when links change. */
async function noteTab(tab: number | undefined): Promise<void> {
  if (tab === undefined) return;
  const tabs = await badgeTabs.get();
  if (!tabs.includes(tab)) await badgeTabs.set([...tabs, tab]);
}

import type { Badge } from '../../shared/state';
import type { Database } from '../store/database';
import { foldId } from '../store/rows';
import { rowsOf } from '../store/rows-of';
import { currentPair } from './pairs';
import { badgeTabs, espoAccount, microsoftAccount } from './stored';
import { recordUrl } from './urls';

/** Which of the tiles on an Outlook page are linked: matched against both id forms of each live link. */
export async function lookUpBadges(
  db: Database,
  ids: readonly string[],
  tab: number | undefined,
): Promise<Record<string, Badge>> {
  if (tab !== undefined) {
    const tabs = await badgeTabs.get();
    if (!tabs.includes(tab)) await badgeTabs.set([...tabs, tab]);
  }
  const pair = await currentPair(db);
  // Disconnected, nobody would notice that a link goes.
  if (!pair || !(await espoAccount.get()) || !(await microsoftAccount.get())) return {};
  const folded = ids.map(foldId);
  const rows = await rowsOf(db.links, 'keys', folded);
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

/** What has to hold before anything is written: nobody syncs by settings that cannot be followed, nor with accounts that are not the organization's. */
import { SyncError } from '../../../shared/codes';
import { unfollowable } from '../../../shared/managed';
import type { Settings } from '../../../shared/settings';
import { storedSettings } from '../../../shared/settings-versions';
import type { Database, Pair } from '../../store/database';
import { managed } from '../../store/managed';
import { keptSurroundings } from './around';
import { storeOf } from './pairs';

/** What was stored and is no choice any more has its default in what is shown, and is named: nothing takes its place in what is synced. */
export async function obeySettings(db: Database, pair: Pair): Promise<void> {
  const raw = await db.pairs.get(pair.id);
  const { lost } = storedSettings(raw?.settings ?? pair.settings, raw?.settingsVersion ?? pair.settingsVersion);
  if (lost.length > 0) throw new SyncError('settings.invalid', lost.join(', '));
}

/** The same of a policy, once it is known which kinds of records there are. */
export async function obeyWhatIsHere(db: Database, pair: Pair, settings: Settings): Promise<void> {
  const around = await keptSurroundings(storeOf(db, pair), settings, Date.now(), Number.POSITIVE_INFINITY);
  // What could not be read may be the very kind that is wanted.
  if (!around || around.stale.length > 0) return;
  const types = around.espo.entities.map(({ type }) => type);
  const wrong = unfollowable(settings, await managed(), types);
  if (wrong !== '') throw new SyncError('policy.unreadable', wrong);
}

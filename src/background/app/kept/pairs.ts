/** Pairs of a mailbox and an EspoCRM user: brought up to date and changed, under the organization's policy. */
import { isDue } from '../../../shared/due';
import { chosenUnder, underPolicy } from '../../../shared/managed';
import type { Settings } from '../../../shared/settings';
import { SETTINGS_VERSION, storedSettings } from '../../../shared/settings-versions';
import type { Database, Pair } from '../../store/database';
import { DexieStore } from '../../store/dexie';
import { type AskPolicy, managed } from '../../store/managed';
import * as stored from '../../store/values';
import type { Surroundings } from './surroundings';

/** What the user chose stays stored: it counts again where the policy goes. */
export const obeying = async (pair: Pair, ask: AskPolicy = managed): Promise<Pair> => ({
  ...pair,
  settings: underPolicy(pair.settings, await ask()),
});

export type Chosen = Pick<Pair, 'createdAt' | 'settingsVersion' | 'settings' | 'started'>;

/** What the user has chosen, in the database and beside it: `settings` as they were shown under the policy, stored without what it decides. */
export async function changePair(db: Database, pair: Pair, change: Partial<Chosen>): Promise<void> {
  const before = (await db.pairs.get(pair.id))?.settings ?? pair.settings;
  const settings = chosenUnder(change.settings ?? pair.settings, before, await managed());
  await db.pairs.update(pair.id, { ...change, settings });
  const { id, createdAt, settingsVersion, started } = { ...pair, ...change };
  await stored.keptPair.set({ id, createdAt, settingsVersion, settings: { ...settings }, started });
}

/** `ask`: by whose word of the policies. */
export async function currentPair(db: Database, ask: AskPolicy = managed): Promise<Pair | undefined> {
  const id = await stored.activePair.get();
  if (id === '') return undefined;
  const pair = await db.pairs.get(id);
  // The browser threw the store away and the accounts stayed: as after installing anew, everything is linked again.
  return pair ? upToDate(db, pair, ask) : (await import('./open-pair')).openPair(db, Date.now());
}

/** Settings of an older version are brought up to date where they stand: whoever saves them later saves this version. */
export async function upToDate(db: Database, pair: Pair, ask: AskPolicy): Promise<Pair> {
  const { settings, lost } = storedSettings(pair.settings, pair.settingsVersion);
  // What is not followed stays stored as it is, so that it is named in each run (obeyed.ts).
  if (pair.settingsVersion === SETTINGS_VERSION || lost.length > 0) return obeying({ ...pair, settings }, ask);
  const newer = { settings, settingsVersion: SETTINGS_VERSION };
  await db.pairs
    .where('id')
    .equals(pair.id)
    // Another caller may have done it meanwhile, and the user may have saved since.
    .and((row) => row.settingsVersion === pair.settingsVersion)
    .modify(newer);
  return obeying({ ...pair, ...newer }, ask);
}

export const storeOf = (db: Database, pair: Pair): DexieStore => new DexieStore(db, pair.id);

const USUAL = ['Meeting', 'Call'];

/** What a new user finds chosen: Meeting as the default without a label, Call with one, as far as they may be used. */
export function firstSettings(settings: Settings, { espo, stale }: Surroundings): Settings {
  if (settings.entities.length > 0) return settings;
  // One of them could not be read: another one must not take its place, and the next look finds it.
  if (stale.some(({ feed }) => USUAL.includes(feed))) return settings;
  const usual = USUAL.flatMap((type) => espo.entities.filter((e) => e.type === type));
  const chosen = usual.length > 0 ? usual : espo.entities.filter(({ type }) => !isDue(type)).slice(0, 1);
  const fallback = chosen[0]?.type ?? settings.defaultEntity;
  return {
    ...settings,
    defaultEntity: fallback,
    entities: chosen.map((e) => ({ type: e.type, label: e.type === fallback ? '' : e.label })),
  };
}

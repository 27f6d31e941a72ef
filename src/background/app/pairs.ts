import * as v from 'valibot';
import { defaultSettings, SETTINGS_VERSION, type Settings, SettingsSchema } from '../../shared/settings';
import { sha256 } from '../outlook/identity';
import type { Database, Pair } from '../store/database';
import { DexieStore } from '../store/dexie';
import * as stored from './stored';
import type { EspoSurroundings } from './surroundings';

/** The pair of the two connected accounts; connecting another mailbox, site or user opens another one, and the same again resumes it. */
export async function openPair(db: Database, now: number): Promise<Pair | undefined> {
  const microsoft = await stored.microsoftAccount.get();
  const espo = await stored.espoAccount.get();
  if (!microsoft || !espo) return undefined;
  const parts = [microsoft.tenantId, microsoft.mailboxId, espo.site, espo.userId];
  const id = (await sha256(JSON.stringify(parts))).slice(0, 16);
  await stored.activePair.set(id);
  const known = await db.pairs.get(id);
  if (known) return { ...known, settings: readSettings(known) };
  const pair: Pair = {
    id,
    tenantId: microsoft.tenantId,
    mailboxId: microsoft.mailboxId,
    mailbox: microsoft.address,
    site: espo.site,
    espoUserId: espo.userId,
    espoUser: espo.userName,
    createdAt: now,
    settingsVersion: SETTINGS_VERSION,
    settings: defaultSettings(),
    started: false,
  };
  await db.pairs.add(pair);
  return pair;
}

export async function currentPair(db: Database): Promise<Pair | undefined> {
  const id = await stored.activePair.get();
  const pair = id === '' ? undefined : await db.pairs.get(id);
  return pair && { ...pair, settings: readSettings(pair) };
}

/** What was stored is parsed like anything from outside; a setting of a newer version that is unknown here is left alone. */
function readSettings(pair: Pair): Settings {
  const parsed = v.safeParse(SettingsSchema, pair.settings);
  return parsed.success ? parsed.output : defaultSettings();
}

export const storeOf = (db: Database, pair: Pair): DexieStore => new DexieStore(db, pair.id);

/** What a new user finds chosen: Meeting as the default without a label, Call with one, as far as they may be used. */
export function firstSettings(settings: Settings, espo: EspoSurroundings): Settings {
  if (settings.entities.length > 0) return settings;
  const usual = ['Meeting', 'Call'].flatMap((type) => espo.entities.filter((e) => e.type === type));
  const chosen = usual.length > 0 ? usual : espo.entities.slice(0, 1);
  const fallback = chosen[0]?.type ?? settings.defaultEntity;
  return {
    ...settings,
    defaultEntity: fallback,
    entities: chosen.map((e) => ({ type: e.type, label: e.type === fallback ? '' : e.label })),
  };
}

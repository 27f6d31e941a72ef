/** The pair of a mailbox and an EspoCRM user when the two are connected. */
import { firstChosen, underPolicy } from '../../../shared/managed';
import { defaultSettings, type Settings } from '../../../shared/settings';
import { SETTINGS_VERSION, storedSettings } from '../../../shared/settings-versions';
import { sha256 } from '../../../shared/sha256';
import type { Database, Pair } from '../../store/database';
import { managed } from '../../store/managed';
import * as stored from '../../store/values';
import { type Chosen, obeying, upToDate } from './pairs';

/** The pair of the two connected accounts; connecting another mailbox, site or user opens another one, and the same again resumes it. */
export async function openPair(db: Database, now: number): Promise<Pair | undefined> {
  const microsoft = await stored.microsoftAccount.get();
  const espo = await stored.espoAccount.get();
  if (!microsoft || !espo) return undefined;
  const parts = [microsoft.tenantId, microsoft.mailboxId, espo.site, espo.userId];
  const id = (await sha256(JSON.stringify(parts))).slice(0, 16);
  await stored.activePair.set(id);
  const known = await db.pairs.get(id);
  if (known) return upToDate(db, known, managed);
  const pair: Pair = {
    id,
    tenantId: microsoft.tenantId,
    mailboxId: microsoft.mailboxId,
    mailbox: microsoft.address,
    site: espo.site,
    espoUserId: espo.userId,
    espoUser: espo.userName,
    ...((await chosenBefore(id)) ?? {
      createdAt: now,
      settingsVersion: SETTINGS_VERSION,
      settings: await firstOwn(),
      started: false,
    }),
  };
  await db.pairs.put(pair);
  return obeying(pair);
}

/** What a new user finds chosen, or what their organization wants them to find. */
export async function newSettings(): Promise<Settings> {
  return underPolicy(await firstOwn(), await managed());
}

/** The same without what is locked, which is nobody's choice. */
const firstOwn = async (): Promise<Settings> => firstChosen(defaultSettings(), await managed());

async function chosenBefore(id: string): Promise<Chosen | undefined> {
  const kept = await stored.keptPair.get();
  if (kept?.id !== id) return undefined;
  const { settings } = storedSettings(kept.settings, kept.settingsVersion);
  return { createdAt: kept.createdAt, settingsVersion: SETTINGS_VERSION, settings, started: kept.started };
}

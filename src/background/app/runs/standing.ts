/** Whether it syncs by itself, and whether what is wanted may begin. */
import { espoAccount, microsoftAccount } from '../../store/values';
import { database } from '../kept/open-database';
import { currentPair } from '../kept/pairs';
import { pausedUntil } from '../kept/pausing';
import { type Cause, underWay } from './under-way';

/** `on`: started, switched on, and with both sides to sync; `until`: the user lets it rest so long, 0 for ever. */
interface Standing {
  on: boolean;
  until: number | undefined;
}
export async function standing(): Promise<Standing> {
  const pair = await currentPair(await database());
  const both = (await microsoftAccount.get()) && (await espoAccount.get());
  const on = Boolean(both && pair?.started && pair.settings.enabled);
  return { on, until: pair && (await pausedUntil(pair.id)) };
}

/** Whether it syncs by itself, and not only later. */
export const isOn = async (): Promise<boolean> => goesOn(await standing());

const goesOn = ({ on, until }: Standing): boolean => on && until === undefined;

/** By what it stands. Where it may and where it begins there is nothing to wait for, or a pause comes between them. `pauses`: as many as there were when it was wanted. */
export function mayBegin(cause: Cause, stands: Standing, pauses: number): boolean {
  // A pause is the last word about everything that was wanted before it.
  if (pauses !== underWay.pauses) return false;
  return cause === 'pressed' || (cause === 'decided' ? stands.until === undefined : goesOn(stands));
}

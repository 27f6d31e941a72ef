/** Where items of a pair stand now: its site, and Outlook on the web in the cloud of the organization. */
import type { Pair } from '../../store/database';
import { type AskPolicy, cloudNow, managed } from '../../store/managed';
import { namesOf } from '../kept/names';
import type { Surroundings } from '../kept/surroundings';
import type { Where } from './places';

export const whereOf = async (
  { site }: Pair,
  around: Surroundings | undefined,
  ask: AskPolicy = managed,
): Promise<Where> => ({
  site,
  outlook: (await cloudNow(ask)).outlook,
  names: namesOf(around),
});

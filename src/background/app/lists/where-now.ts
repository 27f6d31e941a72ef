/** Where items of a pair stand now: its site, and Outlook on the web in the cloud of the organization. */
import type { Pair } from '../../store/database';
import { cloudNow } from '../../store/managed';
import { namesOf } from '../kept/names';
import { shownPolicy } from '../kept/policy-shown';
import type { Surroundings } from '../kept/surroundings';
import type { Where } from './places';

export const whereOf = async ({ site }: Pair, around: Surroundings | undefined): Promise<Where> => ({
  site,
  outlook: (await cloudNow(shownPolicy)).outlook,
  names: namesOf(around),
});

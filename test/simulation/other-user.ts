/** Another EspoCRM user signs in on a browser of this mailbox, has a look and leaves: nothing of the first one's may change. */
import { SyncError } from '../../src/shared/codes.ts';
import type { Violation } from './acts.ts';
import { type Cast, type Member, ROLES } from './cast.ts';
import { Browser } from './company.ts';

const NAME = 'guest';
const RIGHTS = 'full';

export async function otherUserRuns(cast: Cast, { oid, box, settings }: Member): Promise<Violation[]> {
  const { company } = cast;
  const { control } = company.espo;
  control.addRole(RIGHTS, ROLES[RIGHTS]);
  control.addUser({ userName: NAME, password: `${NAME}-12345`, role: RIGHTS });
  const login = { userName: NAME, token: await company.token(NAME, `${NAME}-12345`) };
  // Own records there are none, and none are made: whatever changes in the mailbox was somebody else's.
  const browser = new Browser(company, login, { oid, settings: { ...settings, direction: 'espoToOutlook' } });
  const standing = () =>
    [...box.events]
      .filter((event) => event.deletedAt === undefined)
      .map((event) => `${event.immutableId} ${event.changeKey}`);
  const before = standing();
  for (let i = 0; i < 2; i += 1) {
    try {
      await browser.run();
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
    }
  }
  const after = new Set(standing());
  // What the guard alone holds back was to be done, too.
  const held = (await browser.store.plan()).filter(({ side, op }) => side === 'outlook' && op !== 'create').length;
  const changed = held + before.filter((event) => !after.has(event)).length + (after.size - before.length);
  return changed === 0
    ? []
    : [{ rule: 'otherUser', detail: `${changed} events changed, or would change, for another EspoCRM user` }];
}

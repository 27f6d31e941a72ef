/** Whether EspoCRM's own Outlook integration is connected for this user. */
import * as v from 'valibot';
import type { EspoClient } from './client';
import type { AppUser } from './schema';

const Integrations = v.object({ list: v.array(v.looseObject({ id: v.string() })) });
const Account = v.looseObject({ enabled: v.nullish(v.boolean(), false) });

/**
 * Whether EspoCRM itself syncs with Outlook for this user: its integration is enabled, and the user has connected it (EspoCRM's
 * controller ExternalAccount; only the user's own account may be read). Where it cannot be read nothing is said.
 */
export async function hasSecondWriter(client: EspoClient, { user, acl }: AppUser): Promise<boolean> {
  if (acl.table['ExternalAccount'] !== true) return false;
  const list = await client.send({ method: 'GET', path: 'ExternalAccount' });
  const integrations = v.safeParse(Integrations, list.body);
  if (list.status !== 200 || !integrations.success) return false;
  for (const { id } of integrations.output.list.filter((one) => /^outlook/i.test(one.id))) {
    const answer = await client.send({
      method: 'GET',
      path: `ExternalAccount/${encodeURIComponent(`${id}__${user.id}`)}`,
    });
    const account = v.safeParse(Account, answer.body);
    if (answer.status === 200 && account.success && account.output.enabled) return true;
  }
  return false;
}

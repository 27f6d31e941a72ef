/** Accounts that users have connected elsewhere, as EspoCRM's controller ExternalAccount shows them to their owners. */
import { rightsOf } from './acl.ts';
import type { Core } from './core.ts';
import { denied, EspoError } from './errors.ts';
import { type Call, isAdmin } from './types.ts';

export function externalAccounts(core: Core, { method, path, caller }: Call): unknown {
  const { user } = caller;
  if (rightsOf(core, user).table['ExternalAccount'] !== true) throw denied(core.version, 'No access.');
  if (method !== 'GET' || path.length > 2) throw new EspoError(404, '');
  const [, id] = path;
  if (id === undefined) {
    // Integrations that an administrator has enabled, connected or not.
    const names = core.rows('ExternalAccount').map((row) => row.id.split('__')[0]);
    return { list: [...new Set(names)].map((name) => ({ id: name })) };
  }
  if (id.split('__')[1] !== user.id && !isAdmin(user)) throw new EspoError(403, '');
  const row = core.live('ExternalAccount', id);
  if (!row) throw new EspoError(404, 'Record does not exist.');
  const { deleted: _deleted, ...shown } = row;
  return shown;
}

import { forbidden, level, mayOn, permission } from './acl.ts';
import type { Core } from './core.ts';
import { EspoError } from './errors.ts';
import { removeRow } from './records.ts';
import { updateRow } from './save.ts';
import { type Call, list, type Row } from './types.ts';
import { compile } from './where.ts';

/** POST MassAction: the only batch there is (espo.md 7). */
export function massAction(core: Core, call: Call): unknown {
  const { user } = call.caller;
  const { entityType, action, params, data, idle } = call.body as {
    entityType?: unknown;
    action?: unknown;
    params?: { ids?: unknown; where?: unknown };
    data?: Record<string, unknown>;
    idle?: unknown;
  };
  const entity = core.schema.find(String(entityType ?? ''));
  if (!entity || !params || (action !== 'update' && action !== 'delete'))
    throw new EspoError(400, 'Bad parameters.', '', true);
  const needed = action === 'update' ? 'edit' : 'delete';
  if (level(core, user, entity, needed) === 'no')
    throw new EspoError(403, `No ${needed} access for '${entity}'.`, '', true);
  if (action === 'update' && permission(core, user, 'massUpdatePermission') !== 'yes') {
    throw new EspoError(403, 'No mass-update permission.', '', true);
  }
  if (idle === true) {
    const id = core.newId();
    core.massActions.add(id);
    return { id };
  }
  const rows = chosen(core, user, entity, params).filter((row) => mayOn(core, user, entity, row, needed));
  const done = rows.filter((row) => apply(core, user, entity, row, action, data ?? {})).map(({ id }) => id);
  return Array.isArray(params.ids) ? { count: done.length, ids: done } : { count: done.length };
}

function chosen(core: Core, user: Row, entity: string, params: { ids?: unknown; where?: unknown }): Row[] {
  if (Array.isArray(params.ids)) return list(params.ids).flatMap((id) => core.live(entity, id) ?? []);
  const match = compile({ core, entity, user }, params.where ?? []);
  return core.rows(entity).filter((row) => !row.deleted && mayOn(core, user, entity, row, 'read') && match(row));
}

/** A value that fails validation leaves the record out, with 200. */
function apply(
  core: Core,
  user: Row,
  entity: string,
  row: Row,
  action: string,
  data: Record<string, unknown>,
): boolean {
  if (action === 'delete') {
    removeRow(row);
    return true;
  }
  const frozen = forbidden(core, user, entity, 'edit');
  const body = Object.fromEntries(Object.entries(data).filter(([key]) => !frozen.has(key)));
  try {
    updateRow(core, entity, row, body, user);
    return true;
  } catch (error) {
    if (error instanceof EspoError) return false;
    throw error;
  }
}

export function massStatus(core: Core, id: string): unknown {
  if (!core.massActions.has(id)) throw new EspoError(404, '', '', true);
  return { status: 'Pending', processedCount: 0 };
}

import { level, mayOn } from './acl.ts';
import type { Core } from './core.ts';
import { deniedRecord, EspoError, missing } from './errors.ts';
import { ATTENDEES, hasAttendees, linksOf, liveLinks } from './links.ts';
import { primary } from './person.ts';
import { nameOf, renderRecord } from './render.ts';
import { type Call, isAdmin, type Row } from './types.ts';

/** POST Meeting/action/...; an unknown one is 404 with the controller's words. */
export function action(core: Core, call: Call, entity: string, name: string): unknown {
  const { user } = call.caller;
  if (call.method === 'POST' && name === 'setAcceptanceStatus' && hasAttendees(core, entity)) {
    return accept(core, call, entity);
  }
  if (call.method === 'POST' && name === 'restoreDeleted') {
    if (!isAdmin(user)) throw new EspoError(403, '');
    const row = core.get(entity, call.body['id']);
    if (!row) throw new EspoError(404, '');
    row.deleted = false;
    return true;
  }
  if (call.method === 'POST' && name === 'sendInvitations' && hasAttendees(core, entity)) {
    if (core.traits.invitations === 500) throw new EspoError(500);
    return { idList: [] };
  }
  if (name === 'listLinked') throw new EspoError(400, 'No ID.');
  throw new EspoError(404, `Action ${call.method} '${name}' does not exist in controller '${entity}'.`);
}

/** Works with read access alone, moves nothing (espo.md 4 and 11). */
function accept(core: Core, call: Call, entity: string): unknown {
  const { id, status } = call.body;
  const row = core.live(entity, id);
  if (!row) throw new EspoError(404, '');
  if (!mayOn(core, call.caller.user, entity, row, 'read')) throw deniedRecord("No 'read' access.");
  const options = core.schema.field(entity, 'acceptanceStatus')?.options ?? [];
  if (typeof status !== 'string' || !options.includes(status) || status === 'None')
    throw new EspoError(400, 'Acceptance status not allowed.');
  const mine = linksOf(row, 'users').find((entry) => entry.id === call.caller.user.id && !entry.deleted);
  if (!mine) throw new EspoError(403, '');
  mine.status = status;
  return true;
}

/** GET Meeting/{id}/attendees. */
export function attendees(core: Core, call: Call, entity: string, id: string): unknown {
  const row = core.live(entity, id);
  if (!row) throw new EspoError(404, '');
  if (!mayOn(core, call.caller.user, entity, row, 'read')) throw deniedRecord('');
  const entries = Object.entries(ATTENDEES).flatMap(([name, foreign]) =>
    liveLinks(core, row, name).map((entry) => attendee(core, foreign, entry.id, entry.status)),
  );
  return { list: entries };
}

function attendee(core: Core, foreign: string, id: string, acceptanceStatus: string): unknown {
  const target = core.get(foreign, id) as Row;
  const user = foreign === 'User';
  const emailAddress = user && core.traits.masksUsers ? 'dummy@dummy.dummy' : primary(target);
  const old = core.version === '7.5.6';
  const more = old && user ? { userName: target['userName'] } : old && foreign === 'Lead' ? LEAD : {};
  return { id, name: nameOf(core, foreign, id), ...more, emailAddress, acceptanceStatus, _scope: foreign };
}

const LEAD = { phoneNumber: null, accountName: null };

/** POST Action {entityType, action, id}: lock and unlock (10.0). */
export function recordAction(core: Core, call: Call): unknown {
  const { entityType, action: name, id } = call.body;
  const entity = core.schema.find(String(entityType ?? '')) ?? '';
  if (name === 'merge') throw new EspoError(400, "No 'sourceIdList'.", '', true);
  if ((name !== 'lock' && name !== 'unlock') || !core.traits.locking) {
    throw new EspoError(404, `Action '${String(name)}' not found.`, '', true);
  }
  const { user } = call.caller;
  if (!isAdmin(user) || level(core, user, entity, 'edit') === 'no') throw new EspoError(403, 'Not allowed.', '', true);
  const row = core.live(entity, id);
  if (!row) throw missing(String(id));
  row['isLocked'] = name === 'lock';
  row['modifiedAt'] = core.stamp();
  row['modifiedById'] = user.id;
  core.written(entity);
  return renderRecord(core, entity, row, user);
}

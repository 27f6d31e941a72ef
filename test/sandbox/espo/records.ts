import { level, mayCreate, mayOn } from './acl.ts';
import type { Core } from './core.ts';
import {
  cannotLink,
  cannotRelateMissing,
  denied,
  deniedRecord,
  EspoError,
  lockedRemoval,
  missing,
  notFound,
} from './errors.ts';
import { ATTENDEES, link, liveLinks, unlink } from './links.ts';
import { listRecords } from './list.ts';
import { ADDRESSED, addresses, PEOPLE, personName } from './person.ts';
import { renderKeys, renderRecord } from './render.ts';
import { createRow, updateRow } from './save.ts';
import { type Call, isAdmin, type Row } from './types.ts';

export function readRecord(core: Core, call: Call, entity: string, id: string): unknown {
  const { user } = call.caller;
  if (level(core, user, entity, 'read') === 'no') throw denied(core.version, 'No read access.');
  const row = core.get(entity, id);
  const visible = row && (!row.deleted || isAdmin(user) || !core.quirks.noTombstones);
  if (!row || !visible) throw missing(id);
  if (!mayOn(core, user, entity, row, 'read')) throw deniedRecord("No 'read' access.");
  return renderRecord(core, entity, row, user);
}

export function createRecord(core: Core, call: Call, entity: string): unknown {
  const { user } = call.caller;
  if (!mayCreate(core, user, entity)) throw denied(core.version, 'No create access.');
  if (call.headers['x-skip-duplicate-check'] !== 'true') refuseDuplicates(core, user, entity, call.body);
  return createRow(core, entity, call.body, user).answer;
}

/** Contact, Lead, Account only, and only within their own kind (espo.md 4). */
function refuseDuplicates(core: Core, user: Row, entity: string, body: Record<string, unknown>): void {
  if (!core.quirks.duplicates || !['Contact', 'Lead', 'Account'].includes(entity)) return;
  const data = body['emailAddressData'];
  const sent = [
    body['emailAddress'],
    ...(Array.isArray(data) ? data.map((one) => (one as { emailAddress?: unknown }).emailAddress) : []),
  ];
  const wanted = sent.filter((one) => typeof one === 'string' && one !== '').map((one) => String(one).toLowerCase());
  const name = PEOPLE.includes(entity)
    ? body['firstName'] && body['lastName']
      ? `${body['firstName']} ${body['lastName']}`
      : null
    : body['name'];
  // A join over the addresses: a record met by its name comes once per address it has (12-misc line 14).
  const same = core.rows(entity).flatMap((row) => {
    if (row.deleted) return [];
    const own = PEOPLE.includes(entity) ? personName(entity, row) : row['name'];
    const all = addresses(row);
    const times =
      name && own === name ? Math.max(1, all.length) : all.filter(({ lower }) => wanted.includes(lower)).length;
    return Array.from({ length: times }, () => row);
  });
  if (same.length > 0) {
    const keys = core.schema.listKeys(entity).filter((key) => key !== 'isStarred');
    throw new EspoError(
      409,
      'duplicate',
      same.map((row) => renderKeys(core, entity, row, user, keys)),
    );
  }
}

function writable(core: Core, call: Call, entity: string, id: string, action: 'edit' | 'delete'): Row {
  const { user } = call.caller;
  if (level(core, user, entity, action) === 'no' && level(core, user, entity, 'read') === 'no') {
    throw denied(core.version, `No ${action} access.`);
  }
  const row = core.live(entity, id);
  if (!row) throw notFound(id);
  if (!mayOn(core, user, entity, row, action)) {
    const reason = `No ${action} access.`;
    throw level(core, user, entity, action) === 'no' ? denied(core.version, reason) : deniedRecord(reason);
  }
  return row;
}

export function updateRecord(core: Core, call: Call, entity: string, id: string): unknown {
  const row = writable(core, call, entity, id, 'edit');
  const version = call.headers['x-version-number'];
  return updateRow(core, entity, row, call.body, call.caller.user, version === undefined ? undefined : Number(version));
}

export function deleteRecord(core: Core, call: Call, entity: string, id: string): unknown {
  const row = writable(core, call, entity, id, 'delete');
  if (row['isLocked'] === true && core.schema.lockable(entity)) throw lockedRemoval();
  removeRow(row);
  return true;
}

/** modifiedAt stays (espo.md 4): no delta ever shows a deletion. */
export function removeRow(row: Row): void {
  row.deleted = true;
  row['#followers'] = [];
  row['#reminders'] = {};
}

/** GET, POST, DELETE Meeting/{id}/contacts. */
export function linkEndpoint(core: Core, call: Call, entity: string, id: string, name: string): unknown {
  const foreign = ATTENDEES[name];
  if (call.method === 'GET') {
    if (!foreign || !core.schema.hasField(entity, name)) throw new EspoError(404, '');
    readRecord(core, call, entity, id);
    const row = core.get(entity, id);
    if (!row) throw new EspoError(404, '');
    return linkedList(core, call, row, name, foreign);
  }
  const row = writable(core, call, entity, id, 'edit');
  const other = call.body['id'];
  if (!foreign || typeof other !== 'string') {
    if (!foreign) throw new EspoError(404, '');
    return false;
  }
  if (call.method === 'DELETE') {
    unlink(row, name, other);
    return true;
  }
  const target = core.live(foreign, other);
  if (!target)
    throw core.version === '7.5.6' ? cannotRelateMissing(core.version, entity, name, foreign) : new EspoError(404, '');
  if (core.quirks.unreadableRefused && !mayOn(core, call.caller.user, foreign, target, 'read'))
    throw cannotLink(entity, name);
  link(row, name, other);
  if (!ADDRESSED.includes(entity) && foreign !== 'User') target['streamUpdatedAt'] = core.stamp();
  return true;
}

function linkedList(core: Core, call: Call, row: Row, name: string, foreign: string): unknown {
  const links = liveLinks(core, row, name);
  const answer = listRecords(core, call, foreign, (one) => links.some(({ id }) => id === one.id)) as {
    list: Record<string, unknown>[];
  };
  if (!call.query.includes('select')) {
    for (const one of answer.list) {
      const status = links.find(({ id }) => id === one['id'])?.status ?? null;
      one['acceptanceStatus'] = status;
    }
  }
  return answer;
}

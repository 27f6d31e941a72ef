import { mayOn } from './acl.ts';
import type { Core } from './core.ts';
import { deniedRecord, EspoError } from './errors.ts';
import { parseQuery } from './query.ts';
import { nameOf } from './render.ts';
import type { Call } from './types.ts';

/** POST Note: what people write to a record's stream (12, "post to stream"); whoever may read the record's stream may. */
export function postNote(core: Core, { body, caller }: Call): unknown {
  const { user } = caller;
  const type = core.schema.find(String(body['parentType'] ?? '')) ?? '';
  const parent = core.live(type, body['parentId']);
  if (!parent || body['type'] !== 'Post' || !mayOn(core, user, type, parent, 'read')) throw new EspoError(403, '');
  if (!mayOn(core, user, type, parent, 'stream')) throw deniedRecord("No 'stream' access.");
  const at = core.stamp();
  parent['streamUpdatedAt'] = at;
  const row = core.put('Note', {
    id: core.newId(),
    deleted: false,
    post: String(body['post'] ?? ''),
    type: 'Post',
    parentId: parent.id,
    parentType: type,
    createdById: user.id,
    createdAt: at,
    modifiedAt: at,
  });
  return { ...row, data: {}, isInternal: false, attachmentsIds: [], parentName: nameOf(core, type, parent.id) };
}

/** GET Meeting/{id}/stream: the newest first. */
export function stream(core: Core, { query, caller }: Call, entity: string, id: string): unknown {
  const parent = core.live(entity, id);
  if (!parent) throw new EspoError(404, '');
  if (!mayOn(core, caller.user, entity, parent, 'stream')) throw deniedRecord("No 'stream' access.");
  const most = Number(parseQuery(query)['maxSize'] ?? 20);
  const notes = core
    .rows('Note')
    .filter((note) => !note.deleted && note['parentId'] === id)
    .reverse();
  return { total: notes.length > most ? -1 : -2, list: notes.slice(0, most).map((note) => ({ ...note })) };
}

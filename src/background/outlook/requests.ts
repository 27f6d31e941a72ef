/** Decided writes as Graph takes them. */
import { SyncError } from '../../shared/codes';
import type { Given } from '../sync/model/given';
import type { Intent, UpdateIntent } from '../sync/model/port';
import type { GraphRequest } from './client';
import { RECORD_PROPERTY, recordMark, SITE_PROPERTY, siteHash, transactionIdOf } from './identity';
import { invitedAfter } from './invited';
import { toPatch } from './mapping';
import { eventPath } from './reading';
import { TEAMS } from './teams';
import type { WriteZone } from './write-zone';

const givenAttributes = ({ showAs, reminder, online, category }: Given = {}): object => ({
  ...(category ? { categories: [category] } : {}),
  ...(showAs ? { showAs } : {}),
  ...(reminder === undefined ? {} : { isReminderOn: reminder !== null }),
  ...(typeof reminder === 'number' ? { reminderMinutesBeforeStart: reminder } : {}),
  // Set once, afterwards it cannot be changed (graph.md 6).
  ...(online ? { isOnlineMeeting: true, onlineMeetingProvider: TEAMS } : {}),
});

const patchOf = ({ fields, category }: UpdateIntent, zone: WriteZone): object => ({
  ...toPatch(fields, zone),
  ...(category ? { categories: [...(category.beside ?? []), category.added] } : {}),
});

/** A decided write as Graph takes it; `etag` as the event's own answer spells it, '' for a create, and `current` that answer. */
export async function requestOf(
  intent: Intent,
  etag: string,
  site: string,
  zone: WriteZone,
  current?: unknown,
): Promise<GraphRequest> {
  const headers: Record<string, string> = etag === '' ? {} : { 'If-Match': etag };
  if (intent.op === 'remove') return { method: 'DELETE', path: eventPath('', intent.ref), headers };
  const { invite } = intent;
  const attendees = invite ? { attendees: invitedAfter(current, invite) } : {};
  if (intent.op === 'update') {
    const body = { ...patchOf(intent, zone), ...attendees };
    return { method: 'PATCH', path: eventPath('', intent.ref), headers, body };
  }
  const { marker } = intent;
  if (!marker) throw new SyncError('bug', 'an event is created only for a record');
  return {
    method: 'POST',
    path: `/me/calendars/${encodeURIComponent(intent.feed)}/events`,
    body: {
      ...toPatch(intent.fields, zone),
      ...attendees,
      ...(invite?.draft ? { isDraft: true } : {}),
      ...(intent.private ? { sensitivity: 'private' } : {}),
      ...givenAttributes(intent.given),
      transactionId: await transactionIdOf(site, marker.type, marker.id, marker.generation),
      singleValueExtendedProperties: [
        { id: SITE_PROPERTY, value: await siteHash(site) },
        { id: RECORD_PROPERTY, value: recordMark(marker.type, marker.id, marker.nonce) },
      ],
    },
  };
}

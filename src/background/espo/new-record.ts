/** What a new record is sent with, besides the people who take part. */
import type { CreateIntent, RecordId, UpdateIntent } from '../sync/model/port';
import { assignedToMe } from './assigned';
import type { EntityType } from './entity-type';
import { toAttributes } from './mapping';
import { popupAt } from './reminders';
import { withDefaults } from './required-fields';
import { cutTo } from './text-limits';

export interface NewRecord {
  me: string;
  /** It belongs to this team; '' for none. */
  teamId: string;
  parent: RecordId | undefined;
  /** By field, what the user has chosen for those that are required. */
  defaults: Readonly<Record<string, string>>;
}

export function newRecord(
  intent: CreateIntent,
  entity: EntityType,
  { me, teamId, parent, defaults }: NewRecord,
): Record<string, unknown> {
  const body = {
    ...toAttributes(
      { ...intent.fields, status: intent.fields.status === 'tentative' ? 'tentative' : 'planned' },
      entity,
    ),
    ...assignedToMe(entity.assigned, me),
    // Absent means the user's own default reminders, and 10.0 fires those of the past at once (espo-versions.md 1.6).
    reminders: typeof intent.given?.reminder === 'number' ? [popupAt(intent.given.reminder)] : [],
    ...(teamId === '' ? {} : { teamsIds: [teamId] }),
    ...keyAttribute(entity, intent.meetingKey),
    ...parentAttributes({ parent }),
  };
  return withDefaults(body, entity.required, defaults);
}

export const parentAttributes = ({
  parent,
}: {
  parent?: UpdateIntent['parent'] | undefined;
}): Record<string, unknown> => (parent ? { parentType: parent.type || null, parentId: parent.id || null } : {});

export const keyAttribute = ({ keyField }: EntityType, key: string): Record<string, string> =>
  keyField && key !== '' ? { [keyField.name]: cutTo(key, keyField) } : {};

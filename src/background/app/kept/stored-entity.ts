/** The shape in which an entity type is remembered between two looks around, also as an earlier version remembered it. */
import * as v from 'valibot';
import { ASSIGNED } from '../../espo/assigned';
import type { EntityType } from '../../espo/entity-type';
import { REQUIRED_TYPES } from '../../espo/required-fields';
import { limit, TEXT, type TextLimit } from '../../espo/text-limits';
import { FIELD_NAMES } from '../../sync/model/event';

const Level = v.picklist(['all', 'team', 'own', 'no']);
/** An earlier version knew names only, and took every field for one of the usual length. */
const Limit = v.pipe(
  v.union([v.string(), v.object({ name: v.string(), length: v.number(), pattern: v.optional(v.string(), '') })]),
  v.transform((field): TextLimit => (typeof field === 'string' ? limit(field) : field)),
);

const Remembered = v.object({
  type: v.string(),
  label: v.string(),
  allDay: v.boolean(),
  assigned: v.optional(v.picklist(ASSIGNED), 'one'),
  collaborators: v.optional(v.boolean()),
  hasUsers: v.boolean(),
  attendeeLinks: v.array(v.string()),
  responses: v.optional(v.boolean(), true),
  nameField: v.optional(Limit),
  descriptionField: v.optional(Limit),
  locationField: v.optional(Limit),
  joinLinkField: v.optional(Limit),
  // Not there in what an earlier version stored: offered with the next look around.
  textFields: v.optional(
    v.array(v.object({ name: v.string(), label: v.string(), type: v.picklist(['varchar', 'text', 'url']) })),
    [],
  ),
  teamsField: v.optional(v.string()),
  boolFields: v.optional(v.array(v.object({ name: v.string(), label: v.string() }))),
  keyField: v.optional(Limit),
  unfitKeyField: v.optional(v.string(), ''),
  required: v.optional(
    v.array(
      v.object({
        name: v.string(),
        label: v.string(),
        type: v.picklist(REQUIRED_TYPES),
        options: v.array(v.object({ value: v.string(), label: v.string() })),
      }),
    ),
    [],
  ),
  parents: v.optional(v.array(v.string()), []),
  readOnly: v.optional(v.array(v.picklist(FIELD_NAMES)), []),
  completed: v.array(v.string()),
  cancelled: v.array(v.string()),
  cancelTo: v.optional(v.string()),
  completeTo: v.optional(v.string()),
  tentative: v.optional(v.string()),
  planned: v.optional(v.string()),
  defaultDuration: v.number(),
  versioned: v.boolean(),
  rights: v.object({ create: v.boolean(), edit: Level, remove: Level }),
  fingerprint: v.optional(v.string()),
});

export const StoredEntity = v.pipe(
  Remembered,
  v.transform((entity): EntityType => {
    const { nameField, descriptionField, locationField, joinLinkField, keyField, cancelTo } = entity;
    const whole = { ...entity, descriptionField, locationField, joinLinkField, keyField, cancelTo };
    if (nameField) return { ...whole, nameField };
    const [first] = entity.cancelled;
    return { ...whole, nameField: limit('name'), descriptionField: limit('description', TEXT), cancelTo: first };
  }),
);

/** What EspoCRM's definitions and rights mean for one kind of record. */
import * as v from 'valibot';
import { SyncError } from '../../shared/codes';
import { isDue } from '../../shared/due';
import { FIELD_NAMES, type FieldName } from '../sync/model/event';
import { LEAST_KEY } from '../sync/model/meeting-key';
import { accessOf, isOpen, type Level, levelOf } from './access';
import { type Assigned, assignedOf, hasCollaborators } from './assigned';
import { attendeeLinks } from './attendee-links';
import { type BoolField, boolFields, JOIN_LINK_TYPES, type TextField, textFields } from './field-choices';
import { parentTypes } from './parent-types';
import { matches } from './patterns';
import { type RequiredField, requiredFields } from './required-fields';
import { type AppUser, Field, Fields, type Scope } from './schema';
import { limit, limitOf, patternName, type TextLimit } from './text-limits';

/** One entity type that can be synced, as metadata and rights describe it for this user. */
export interface EntityType {
  type: string;
  /** Singular, as EspoCRM labels it in the user's language. */
  label: string;
  allDay: boolean;
  /** Who says whose a record is. */
  assigned: Assigned;
  /** Users share the work on it; missing in what an earlier version stored. */
  collaborators?: boolean | undefined;
  /** Users take part in it; custom event entities have nobody (espo.md 3). */
  hasUsers: boolean;
  /** Those of users, contacts and leads that take part. */
  attendeeLinks: string[];
  /** Users have an acceptance status there. */
  responses: boolean;
  nameField: TextLimit;
  /** undefined where there is none, or the role hides it. */
  descriptionField: TextLimit | undefined;
  /** The chosen one, else location or cLocation; undefined where there is none. */
  locationField: TextLimit | undefined;
  /** Chosen for the join link of online meetings. */
  joinLinkField: TextLimit | undefined;
  /** The yes-or-no field, chosen, that asks for a Teams meeting; missing where there is none. */
  teamsField?: string | undefined;
  /** What may be chosen for it; missing in what an earlier version stored. */
  boolFields?: BoolField[] | undefined;
  /** What may be chosen for the place and the join link. */
  textFields: TextField[];
  /** The optional field for the meeting's key (DESIGN 3.4). */
  keyField: TextLimit | undefined;
  /** Such a field that holds no key: too short, or of another pattern. '' for none. */
  unfitKeyField: string;
  /** What its parent may be, of what the user may read; empty where it has none that the user may write. */
  parents: string[];
  /** What no record can be made without, and no event says. */
  required: RequiredField[];
  /** What the administrator or the role lets this user not write. */
  readOnly: readonly FieldName[];
  completed: string[];
  cancelled: string[];
  /** The status that a cancelled meeting gets; undefined where none of them is an option. */
  cancelTo: string | undefined;
  /** The status that a meeting gets which took place; undefined where none of them is an option. */
  completeTo?: string | undefined;
  /** The status of a meeting that is not certain; undefined where there is none, or it is not wanted. */
  tentative?: string | undefined;
  /** The status that a record begins with, where the administrator left one: what an undo puts back. */
  planned?: string | undefined;
  /** Seconds. */
  defaultDuration: number;
  versioned: boolean;
  /** Only where the administrator made it lockable (10.0). */
  rights: { create: boolean; edit: Level; remove: Level };
  /** Another one with anything in its definitions or the user's rights: a record may be refused for what is not read of them here. */
  fingerprint?: string | undefined;
}

/** What is known of one entity type before it is judged. */
export interface Definitions {
  type: string;
  scope: v.InferOutput<typeof Scope>;
  defs: unknown;
  user: AppUser;
  /** What was chosen: no other field takes its place (rule 6). */
  chosen: { location: string | undefined; joinLink: string | undefined; teams?: string | undefined };
  label: string;
  /** Its part of I18n, and the one for all entities. */
  texts: readonly unknown[];
}

const Defs = v.looseObject({
  fields: Fields,
  links: v.fallback(v.nullish(v.record(v.string(), v.unknown()), {}), {}),
  optimisticConcurrencyControl: v.nullish(v.boolean(), false),
});
/** A kind of event without times is an answer that lacks them: it would count as one without users, too. */
function parsedDefs({ type, defs }: Pick<Definitions, 'type' | 'defs'>): v.InferOutput<typeof Defs> {
  const parsed = v.safeParse(Defs, defs);
  if (parsed.success && parsed.output.fields['dateStart'] !== undefined) return parsed.output;
  throw new SyncError('espo.unreadable', `entityDefs.${type}`);
}

/** Nobody is asked to come to what is due. */
const NOBODY = { names: [], responses: false };

const VARCHAR: readonly string[] = ['varchar'];
const PARENT: readonly string[] = ['linkParent'];
const KEY_FIELDS = ['cOutlookUid', 'outlookUid'];
const LOCATION_FIELDS = ['location', 'cLocation'];

/** The fields by name that carry what EspoCRM has no field of its own for. */
function carriersOf({ type, defs, user, chosen }: Definitions) {
  const { fields } = parsedDefs({ type, defs });
  const writable = isWritable(fields, user, type);
  const first = (names: readonly string[], types: readonly string[]) =>
    names.find((name) => writable(name, types) && isOpen(user, type, name, 'read'));
  const own = (name: string | undefined) => (name === undefined ? [] : [name]);
  return {
    location: first(chosen.location === undefined ? LOCATION_FIELDS : [chosen.location], ['varchar', 'text']),
    joinLink: first(own(chosen.joinLink), JOIN_LINK_TYPES),
    key: first(KEY_FIELDS, VARCHAR),
  };
}

const isWritable =
  (fields: v.InferOutput<typeof Fields>, user: AppUser, type: string) =>
  (name: string, types?: readonly string[]): boolean => {
    const field = v.safeParse(Field, fields[name]);
    if (!field.success || field.output.readOnly || field.output.disabled || field.output.notStorable) return false;
    return (types?.includes(field.output.type) ?? true) && isOpen(user, type, name, 'edit');
  };

/** Names of patterns that its texts need. */
export function patternNames(definitions: Definitions): string[] {
  const { fields } = parsedDefs(definitions);
  return ['name', ...Object.values(carriersOf(definitions))].flatMap((name) => {
    const field = v.safeParse(Field, fields[name ?? '']);
    return field.success ? patternName(field.output.type, field.output.pattern) || [] : [];
  });
}

export function entityType(definitions: Definitions, named: ReadonlyMap<string, string>): EntityType {
  const { type, scope, user, label, texts } = definitions;
  const { fields, links, optimisticConcurrencyControl } = parsedDefs(definitions);
  const writable = isWritable(fields, user, type);
  const carriers = carriersOf(definitions);
  const duration = v.safeParse(Field, fields['duration']);
  const due = isDue(type);
  const people = due ? NOBODY : attendeeLinks(fields, links);
  const key = limitOf(fields, carriers.key, named);
  const status = statusesOf(scope, fields['status']);
  const bools = boolFields(fields, (name) => isOpen(user, type, name, 'read'), texts);
  const hasDescription = fields['description'] !== undefined && isOpen(user, type, 'description', 'read');
  return {
    type,
    label,
    allDay: fields['dateStartDate'] !== undefined,
    assigned: assignedOf(fields, links),
    ...(hasCollaborators(scope, fields, links) ? { collaborators: true } : {}),
    hasUsers: people.names.includes('users'),
    attendeeLinks: people.names,
    responses: people.responses,
    nameField: limitOf(fields, 'name', named) ?? limit('name'),
    descriptionField: hasDescription ? limitOf(fields, 'description', named) : undefined,
    locationField: limitOf(fields, carriers.location, named),
    joinLinkField: limitOf(fields, carriers.joinLink, named),
    teamsField: bools.find(({ name }) => name === definitions.chosen.teams)?.name,
    textFields: textFields(fields, writable, texts),
    boolFields: bools,
    keyField: key && holdsKey(key) ? key : undefined,
    unfitKeyField: key && !holdsKey(key) ? key.name : '',
    required: due ? [] : requiredFields(fields, writable, texts),
    parents: !due && writable('parent', PARENT) ? parentTypes(fields['parent'], user) : [],
    readOnly: due
      ? FIELD_NAMES
      : [
          ...(writable('name') ? [] : ['title' as const]),
          ...(writable('dateStart') && writable('dateEnd') ? [] : ['when' as const]),
          ...(writable('description') ? [] : ['description' as const]),
          ...(writable('status') && status.cancelTo !== undefined ? [] : ['status' as const]),
        ],
    ...status,
    defaultDuration: due
      ? 0
      : duration.success && typeof duration.output.default === 'number'
        ? duration.output.default
        : 3600,
    versioned: optimisticConcurrencyControl === true,
    rights: rightsOf(user, type),
  };
}

/** Nothing of Outlook is ever written to what is due. */
export function rightsOf(user: AppUser, type: string): EntityType['rights'] {
  if (isDue(type)) return { create: false, edit: 'no', remove: 'no' };
  const access = accessOf(user, type);
  return {
    create: access?.create === 'yes',
    edit: levelOf(access?.edit ?? ''),
    remove: levelOf(access?.delete ?? ''),
  };
}

/** Hexadecimal digits, long enough that two meetings do not share them by chance. */
const holdsKey = ({ length, pattern }: TextLimit): boolean =>
  length >= LEAST_KEY && (pattern === '' || matches(pattern, '0123456789abcdef'));

/** Options are stored in English, whatever they are called on the page; an administrator names more of them. */
const TENTATIVE = /^tentative$/i;

/** A record may still have a status that is no option any more; written is only what is one. */
function statusesOf(
  { completedStatusList, canceledStatusList }: Definitions['scope'],
  field: unknown,
): Pick<EntityType, 'completed' | 'cancelled' | 'cancelTo' | 'completeTo' | 'tentative' | 'planned'> {
  const parsed = v.safeParse(Field, field);
  const { options, default: first } = parsed.success ? parsed.output : { options: undefined, default: undefined };
  const isOption = (status: string): boolean => options?.includes(status) ?? true;
  const cancelled = canceledStatusList ?? ['Not Held'];
  const completed = completedStatusList ?? ['Held'];
  return {
    completed,
    cancelled,
    cancelTo: cancelled.find(isOption),
    completeTo: completed.find(isOption),
    tentative: options?.find(
      (status) => TENTATIVE.test(status) && ![first, ...cancelled, ...completed].includes(status),
    ),
    planned: typeof first === 'string' && isOption(first) ? first : undefined,
  };
}

/** The shapes of EspoCRM's answers, cut to what is used. */
import * as v from 'valibot';
import { SyncError } from '../../shared/codes';
import { isNobodys } from '../../shared/own';
import { nameText, shortText } from '../net/short-text';

const text = v.nullish(v.string(), '');
const date = v.nullish(
  v.pipe(
    v.string(),
    v.check((value) => value === '' || !Number.isNaN(Date.parse(value))),
  ),
);

/** EspoCRM writes an empty map as an empty list. */
const Columns = v.union([
  v.record(v.string(), v.nullish(v.looseObject({ status: v.nullish(v.string(), '') }))),
  v.array(v.unknown()),
]);

/** It becomes part of paths and the key of maps: 17 hexadecimal digits (espo.md 3), or what an administrator has imported. */
export const EspoId = v.pipe(v.string(), v.regex(/^[\w-]{1,36}$/), v.check(isNobodys));

/** A record as EspoCRM returns it, cut to what is used. Attributes that were never set may be missing (espo.md 4). */
export const EspoRecord = v.looseObject({
  id: EspoId,
  name: shortText,
  deleted: v.nullish(v.boolean(), false),
  status: text,
  dateStart: v.nullish(v.string()),
  dateEnd: v.nullish(v.string()),
  dateStartDate: date,
  dateEndDate: date,
  description: text,
  assignedUserId: text,
  createdById: text,
  modifiedById: text,
  createdAt: text,
  modifiedAt: text,
  versionNumber: v.nullish(v.number()),
  isLocked: v.nullish(v.boolean(), false),
  parentId: text,
  parentType: text,
  assignedUsersIds: v.nullish(v.array(v.string())),
  collaboratorsIds: v.nullish(v.array(v.string())),
  usersIds: v.nullish(v.array(v.string())),
  contactsIds: v.nullish(v.array(v.string())),
  leadsIds: v.nullish(v.array(v.string())),
  usersColumns: v.nullish(Columns),
  contactsColumns: v.nullish(Columns),
  leadsColumns: v.nullish(Columns),
});
export type EspoRecord = v.InferOutput<typeof EspoRecord>;

/** `total` is -1 for "there are more" and -2 for "no more" where counting is off (espo.md 5). */
export const EspoList = v.object({ total: v.nullish(v.number(), -2), list: v.array(v.unknown()) });

const Access = v.union([v.boolean(), v.looseObject({ read: text, edit: text, delete: text, create: text })]);

/** Nobody has more. */
const MOST_ADDRESSES = 200;
const addresses = v.pipe(
  v.nullish(v.array(nameText), []),
  v.transform((all) => all.slice(0, MOST_ADDRESSES)),
);

export const AppUser = v.object({
  user: v.object({
    id: EspoId,
    // It is what one signs in with: never cut.
    userName: v.pipe(v.string(), v.maxLength(255)),
    name: nameText,
    type: nameText,
    emailAddress: nameText,
    emailAddressList: addresses,
    userEmailAddressList: addresses,
    defaultTeamId: nameText,
    defaultTeamName: nameText,
    teamsIds: v.nullish(v.array(v.string())),
  }),
  acl: v.object({
    table: v.record(v.string(), v.nullish(Access)),
    fieldTable: v.nullish(
      v.record(v.string(), v.nullish(v.union([v.array(v.unknown()), v.record(v.string(), v.unknown())]))),
      {},
    ),
  }),
  token: v.nullish(v.pipe(v.string(), v.maxLength(1000)), ''),
  settings: v.object({
    version: nameText,
    timeZone: v.nullish(v.pipe(v.string(), v.maxLength(255)), 'UTC'),
    recordListMaxSizeLimit: v.nullish(v.number(), 200),
  }),
});
export type AppUser = v.InferOutput<typeof AppUser>;

/** What tells an EspoCRM from any other server (espo.md 8). */
export const PublicSettings = v.object({
  applicationName: text,
  siteUrl: text,
  cacheTimestamp: v.nullish(v.number()),
  language: text,
});

export const Scope = v.looseObject({
  entity: v.nullish(v.boolean(), false),
  object: v.nullish(v.boolean(), false),
  disabled: v.nullish(v.boolean(), false),
  type: v.nullish(v.union([v.string(), v.boolean()])),
  completedStatusList: v.nullish(v.array(v.string())),
  canceledStatusList: v.nullish(v.array(v.string())),
  collaborators: v.fallback(v.nullish(v.boolean()), undefined),
});
export const Scopes = v.record(v.string(), v.nullish(v.union([Scope, v.array(v.unknown())])));

export const Field = v.looseObject({
  type: text,
  default: v.nullish(v.unknown()),
  readOnly: v.nullish(v.boolean(), false),
  disabled: v.nullish(v.boolean(), false),
  notStorable: v.nullish(v.boolean(), false),
  noLoad: v.nullish(v.boolean(), false),
  maxLength: v.nullish(v.unknown()),
  pattern: v.fallback(text, ''),
  /** Of an enum. */
  options: v.fallback(v.nullish(v.array(v.string())), undefined),
});
/** One link of an entity with others. */
export const Link = v.looseObject({
  type: text,
  entity: text,
  relationName: text,
  // An empty map is written as an empty list.
  additionalColumns: v.fallback(v.nullish(v.record(v.string(), v.unknown()), {}), {}),
});
/** Patterns that fields name: metadata app.regExpPatterns. */
export const Patterns = v.record(v.string(), v.fallback(v.nullish(v.looseObject({ pattern: text })), undefined));
/** Each is parsed where it is used: one strange field must not take the others away. */
export const Fields = v.record(v.string(), v.unknown());

export const Labels = v.looseObject({
  Global: v.nullish(v.looseObject({ scopeNames: v.nullish(v.record(v.string(), nameText), {}) })),
});

export function parse<T>(schema: v.GenericSchema<unknown, T>, body: unknown, what: string): T {
  const parsed = v.safeParse(schema, body);
  if (parsed.success) return parsed.output;
  const path = parsed.issues[0].path?.map((p) => String(p.key)).join('.') ?? '';
  throw new SyncError('espo.unreadable', `${what} ${path}`.trim());
}

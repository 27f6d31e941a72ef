import { forbidden } from './acl.ts';
import type { Core } from './core.ts';
import { seconds } from './dates.ts';
import { ATTENDEES, followers, liveLinks } from './links.ts';
import { ADDRESSED, addresses, PEOPLE, personName, primary } from './person.ts';
import { isAdmin, list, type Row } from './types.ts';

/** The foreign entity type of a link attribute. */
const FOREIGN: Record<string, string> = {
  createdBy: 'User',
  modifiedBy: 'User',
  assignedUser: 'User',
  assignedUsers: 'User',
  collaborators: 'User',
  account: 'Account',
  roles: 'Role',
  teams: 'Team',
};

export function nameOf(core: Core, entity: string, id: unknown): string | null {
  if (id === 'system') return 'System';
  const row = core.live(entity, id);
  if (!row) return null;
  return PEOPLE.includes(entity) ? personName(entity, row) : ((row['name'] as string | undefined) ?? null);
}

const namesOf = (core: Core, entity: string, ids: string[]) =>
  Object.fromEntries(ids.map((id) => [id, nameOf(core, entity, id)]));

/** One attribute as an answer shows it. */
export function attribute(core: Core, entity: string, row: Row, key: string, viewer: Row): unknown {
  const { link, suffix, plain } = partsOf(key);
  if (plain) return row[key] ?? null;
  if (key === 'name' && PEOPLE.includes(entity)) return personName(entity, row);
  if (key === 'duration') return seconds(row);
  if (key === 'reminders') return remindersOf(row, viewer);
  if (key === 'isFollowed') return followers(row).includes(viewer.id);
  if (key === 'followersIds') return followers(row);
  if (key === 'followersNames') return namesOf(core, 'User', followers(row));
  if (key === 'phoneNumbersMap') return {};
  if (key === 'phoneNumberData') return [];
  if (key === 'hasPortalUser' || key === 'isStarred' || key === 'isOverdue') return row[key] ?? false;
  if (ADDRESSED.includes(entity)) {
    if (key === 'emailAddress') return primary(row);
    if (key === 'emailAddressData') return addresses(row);
    if (key === 'emailAddressIsOptedOut' || key === 'emailAddressIsInvalid')
      return primary(row) === null ? null : false;
  }
  if (key === 'parentName') {
    const type = row['parentType'];
    return typeof type === 'string' ? nameOf(core, type, row['parentId']) : null;
  }
  if (link in ATTENDEES && suffix !== 'Name' && core.schema.hasField(entity, link)) {
    const links = liveLinks(core, row, link);
    const ids = links.map(({ id }) => id);
    if (suffix === 'Ids') return ids;
    if (suffix === 'Names') return namesOf(core, ATTENDEES[link] ?? '', ids);
    return Object.fromEntries(links.map(({ id, status }) => [id, { status }]));
  }
  if (suffix === 'Ids')
    return list(row[key]).filter((id) => link !== 'teams' || core.get('Team', id)?.deleted !== true);
  if (suffix === 'Names') return namesOf(core, FOREIGN[link] ?? '', list(row[`${link}Ids`]));
  if (suffix === 'Columns' || key.endsWith('Types')) return {};
  if (suffix === 'Name' && link in FOREIGN) return nameOf(core, FOREIGN[link] ?? '', row[`${link}Id`]);
  return row[key] ?? null;
}

interface Parts {
  link: string;
  suffix: string | undefined;
  /** Nothing but what is stored. */
  plain: boolean;
}
const parts = new Map<string, Parts>();

/** `usersIds` is `users` and `Ids`. */
function partsOf(key: string): Parts {
  const known = parts.get(key);
  if (known) return known;
  const match = /^(\w+?)(Ids|Names|Columns|Name)$/.exec(key);
  const plain = !match && !key.endsWith('Types') && !OF_ITS_OWN.test(key);
  const fresh = { link: match?.[1] ?? '', suffix: match?.[2], plain };
  parts.set(key, fresh);
  return fresh;
}

/** Attributes that `attribute` works out. */
const OF_ITS_OWN =
  /^(name|duration|reminders|isFollowed|isStarred|isOverdue|hasPortalUser|phoneNumber.*|emailAddress.*)$/;

const remindersOf = (row: Row, viewer: Row) =>
  (row['#reminders'] as Record<string, unknown> | undefined)?.[viewer.id] ?? [];

/** The answer to GET and PUT of one record: every attribute, null where nothing is stored. */
export function renderRecord(core: Core, entity: string, row: Row, viewer: Row): Record<string, unknown> {
  return renderKeys(core, entity, row, viewer, core.schema.recordKeys(entity, isAdmin(viewer)));
}

export function renderKeys(
  core: Core,
  entity: string,
  row: Row,
  viewer: Row,
  keys: readonly string[],
): Record<string, unknown> {
  const hidden = forbidden(core, viewer, entity, 'read');
  const answer: Record<string, unknown> = {};
  for (const key of keys) {
    if (hidden.has(key)) continue;
    answer[key] = partsOf(key).plain ? (row[key] ?? null) : attribute(core, entity, row, key, viewer);
  }
  return answer;
}

import { forbidden, permission } from './acl.ts';
import { addCollaborators } from './collaborators.ts';
import { changesLinks, checkLocked, checkVersion } from './conflicts.ts';
import type { Core } from './core.ts';
import { seconds, settleDates } from './dates.ts';
import { EspoError } from './errors.ts';
import { ATTENDEES, addAssigned, applyLinks, checkLinks, follow, hasAttendees, linkNames } from './links.ts';
import { ADDRESSED, addresses, applyAddresses, freshName, PEOPLE } from './person.ts';
import { applyReminders } from './reminders.ts';
import { attribute, nameOf, renderKeys, renderRecord } from './render.ts';
import { runScripts } from './scripts.ts';
import { isAdmin, list, type Row } from './types.ts';
import { sanitize, validate } from './validate.ts';

/** Attributes whose change shows in the stream, and so moves streamUpdatedAt. */
const AUDITED = ['status', 'dateStart', 'dateEnd', 'assignedUserId'];

type Body = Record<string, unknown>;

function defaultsFor(core: Core, entity: string): Body {
  const values: Body = {};
  for (const [name, def] of Object.entries(core.schema.defs[entity]?.fields ?? {})) {
    if (
      def.notStorable ||
      def.type === 'link' ||
      (typeof def.default === 'string' && def.default.startsWith('javascript:'))
    )
      continue;
    if (def.type === 'bool') values[name] = def.default ?? false;
    else if (def.default !== undefined && def.default !== null) values[name] = def.default;
  }
  return values;
}

/** Who may be assigned: assignmentPermission no = only oneself (espo.md 4, espo-versions.md 2), team = one's teams. */
function assignment(core: Core, user: Row, entity: string, body: Body, old?: Row): void {
  const granted = permission(core, user, 'assignmentPermission');
  if (isAdmin(user) || granted === 'all') return;
  const refuse = () => new EspoError(403, 'Assignment failure: assigned user or team not allowed.');
  const may = (id: unknown) => {
    if (id === user.id) return true;
    const teams = list(core.live('User', id)?.['teamsIds']);
    return granted === 'team' && teams.some((team) => list(user['teamsIds']).includes(team));
  };
  if (granted === 'no' && core.traits.assignsSelf && !old && core.schema.hasField(entity, 'assignedUser')) {
    if (body['assignedUserId'] !== user.id) body['assignedUserId'] = user.id;
  }
  const assigned = body['assignedUserId'];
  if (assigned !== undefined && !may(assigned) && assigned !== old?.['assignedUserId']) throw refuse();
  const several = list(old?.['assignedUsersIds']);
  if (list(body['assignedUsersIds']).some((id) => !may(id) && !several.includes(id))) throw refuse();
  const known = old ? list(attribute(core, entity, old, 'usersIds', user)) : [];
  if (hasAttendees(core, entity) && list(body['usersIds']).some((id) => !may(id) && !known.includes(id)))
    throw refuse();
}

/** The spelling under which an address was stored first: EmailAddress rows are shared. */
const spelling = (core: Core) => (lower: string) => {
  for (const entity of ADDRESSED) {
    for (const row of core.rows(entity)) {
      const found = addresses(row).find((one) => one.lower === lower);
      if (found) return found.emailAddress;
    }
  }
  return undefined;
};

function applyBody(core: Core, entity: string, row: Row, body: Body, old?: Row): string[] {
  const touched: string[] = [];
  for (const [key, value] of Object.entries(body)) {
    if (/(Ids|Columns|Names)$/.test(key) && key.replace(/(Ids|Columns|Names)$/, '') in ATTENDEES) continue;
    if (['duration', 'reminders', 'emailAddress', 'emailAddressData'].includes(key)) continue;
    const short =
      typeof value === 'string' &&
      /^\d{4}-\d\d-\d\d \d\d:\d\d$/.test(value) &&
      core.schema.field(entity, key)?.type.startsWith('datetime');
    row[key] = short ? `${value}:00` : value;
  }
  if (ADDRESSED.includes(entity)) applyAddresses(row, body, spelling(core));
  if (row['parentType'] === 'Account' && core.schema.hasField(entity, 'account')) row['accountId'] = row['parentId'];
  else if ('parentId' in body)
    row['accountId'] = core.get(String(row['parentType'] ?? ''), row['parentId'])?.['accountId'] ?? null;
  for (const name of linkNames(core, entity)) {
    const foreign = ATTENDEES[name] ?? '';
    for (const id of applyLinks(core, entity, row, name, body)) {
      touched.push(`${foreign}/${id}`);
      // Attendees of a new record follow it; later ones do not.
      if (foreign === 'User' && !old && hasAttendees(core, entity)) follow(row, id);
    }
  }
  return touched;
}

/** New links show in the stream of the linked record. */
function touchLinked(core: Core, touched: string[]): void {
  for (const one of touched) {
    const [entity = '', id = ''] = one.split('/');
    const row = core.live(entity, id);
    if (row && entity !== 'User') row['streamUpdatedAt'] = core.stamp();
  }
}

export function createRow(core: Core, entity: string, sent: Body, by: Row): { row: Row; answer: Body } {
  const body = sanitize(core, entity, sent, forbidden(core, by, entity, 'edit'));
  const assignedLater = core.traits.assignsSelf && permission(core, by, 'assignmentPermission') === 'no';
  if (assignedLater && core.schema.hasField(entity, 'assignedUser') && !body['assignedUserId'])
    body['assignedUserId'] = by.id;
  validate(core, entity, body);
  runScripts(core, entity, 'before');
  checkService(core, entity, body);
  assignment(core, by, entity, body);
  checkLinks(core, by, entity, body);
  const now = core.stamp();
  const row: Row = { id: core.newId(), deleted: false, ...defaultsFor(core, entity) };
  row['createdAt'] = now;
  row['modifiedAt'] = now;
  row['createdById'] = by.id;
  row['modifiedById'] = null;
  const touched = applyBody(core, entity, row, body);
  addCollaborators(core, entity, row);
  const streamed = core.schema.hasField(entity, 'streamUpdatedAt');
  if (streamed) row['streamUpdatedAt'] = now;
  if (core.schema.hasField(entity, 'uid')) row['uid'] = core.uuid();
  if (core.schema.hasField(entity, 'dateEndDate')) settle(core, entity, row, new Set(Object.keys(body)));
  if (hasAttendees(core, entity)) addAssigned(core, row, by, true);
  if (core.schema.streamed(entity)) follow(row, row['assignedUserId']);
  if (core.schema.isEvent(entity)) applyReminders(core, row, by, body, true);
  row['versionNumber'] = 1;
  row['isLocked'] = false;
  runScripts(core, entity, 'custom');
  core.put(entity, row);
  touchLinked(core, touched);
  const answer = createAnswer(core, entity, row, by, body);
  echo(answer, body);
  return { row, answer };
}

/** Texts that are stored otherwise than they were sent come back as sent. */
function echo(answer: Body, body: Body): void {
  for (const [key, value] of Object.entries(body))
    if (/Ids$/.test(key) && value === null && key in answer) {
      answer[key] = null;
      answer[key.replace(/Ids$/, 'Names')] = {};
    }
  for (const key of ['dateStart', 'dateEnd']) {
    const value = body[key];
    if (typeof value === 'string' && value.length === 16 && answer[key] === `${value}:00`) answer[key] = value;
  }
  if (typeof body['emailAddress'] === 'string' && 'emailAddress' in answer)
    answer['emailAddress'] = body['emailAddress'];
}

function settle(core: Core, entity: string, row: Row, set: Set<string>, old?: Row): void {
  // A task has dates without the flag.
  const flagged = core.schema.hasField(entity, 'isAllDay');
  const flagDecides = flagged && core.traits.allDayNeedsFlag && core.quirks.stickyAllDay;
  if (!core.quirks.stickyAllDay && set.has('dateStart') && !set.has('dateStartDate')) {
    row['dateStartDate'] = null;
    row['dateEndDate'] = null;
  }
  settleDates(row, set, flagged ? old : undefined, core.settings.timeZone, flagDecides);
}

/** POST answers lack what was not set (espo.md 4); `duration` is the field's default or what was sent. */
function createAnswer(core: Core, entity: string, row: Row, by: Row, body: Body): Body {
  const full = renderRecord(core, entity, row, by);
  if (!core.quirks.sparseCreate) return full;
  const always = core.schema.createKeys(entity);
  const answer: Body = {};
  for (const [key, value] of Object.entries(full)) {
    if (
      always.includes(key) ||
      key in body ||
      (value !== null && !isEmptyObject(value) && !isLinkName(core, entity, key))
    )
      answer[key] = value;
  }
  Object.assign(
    answer,
    renderKeys(
      core,
      entity,
      row,
      by,
      always.filter((key) => !(key in answer)),
    ),
  );
  for (const key of always) {
    if (/Is(OptedOut|Invalid|Inactive)$|^hasPortalUser$/.test(key)) answer[key] = false;
  }
  if (core.traits.allDayNeedsFlag && row['isAllDay'] === false) {
    // The save has set them, if only to null.
    for (const key of ['dateStartDate', 'dateEndDate']) answer[key] = full[key];
  }
  if (core.schema.hasField(entity, 'duration')) {
    answer['duration'] = body['duration'] ?? core.schema.field(entity, 'duration')?.default ?? null;
  }
  if (!core.traits.uid && !('emailAddress' in body)) delete answer['emailAddress'];
  if (PEOPLE.includes(entity)) {
    const name = freshName(entity, row, !core.traits.uid);
    if (name === null) delete answer['name'];
    else answer['name'] = name;
  }
  return answer;
}

/** Names of linked records are in the answer only where the version loads them. */
const isLinkName = (core: Core, entity: string, key: string) =>
  key.endsWith('Name') &&
  core.schema.hasField(entity, key.slice(0, -4)) &&
  !(key === 'accountName' || (key === 'assignedUserName' && core.schema.streamed(entity)));

const isEmptyObject = (value: unknown) =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** 10.0: a meeting service that the installation does not have. */
function checkService(core: Core, entity: string, body: Body): void {
  const service = body['externalService'];
  if (entity !== 'Meeting' || typeof service !== 'string') return;
  if (core.schema.hasField(entity, 'externalService')) throw new EspoError(400, `Not supported service '${service}'.`);
}

export function updateRow(core: Core, entity: string, row: Row, sent: Body, by: Row, version?: number): Body {
  const body = sanitize(core, entity, sent, forbidden(core, by, entity, 'edit'));
  for (const [key] of Object.entries(body)) {
    if (core.schema.field(entity, key)?.readOnlyAfterCreate) delete body[key];
  }
  validate(core, entity, body, row);
  if (core.schema.concurrency(entity) && version !== undefined) checkVersion(core, entity, row, body, by, version);
  if (row['isLocked'] === true && core.schema.lockable(entity)) checkLocked(core, entity, row, body, by);
  runScripts(core, entity, 'before');
  assignment(core, by, entity, body, row);
  checkLinks(core, by, entity, body, row);
  const old: Row = { ...row };
  const oldDuration = seconds(row);
  const before = structuredClone(row);
  const touched = applyBody(core, entity, row, body, old);
  addCollaborators(core, entity, row, old);
  core.written(entity);
  const set = new Set(Object.keys(body));
  if (core.schema.hasField(entity, 'dateEndDate')) settle(core, entity, row, set, old);
  if (hasAttendees(core, entity)) {
    if (core.quirks.assignedStays || 'assignedUserId' in body) addAssigned(core, row, by, false);
  }
  if (core.schema.isEvent(entity)) applyReminders(core, row, by, body, false);
  if (core.schema.hasField(entity, 'streamUpdatedAt') || 'streamUpdatedAt' in row) {
    if (changesLinks(core, entity, before, body, by) || AUDITED.some((key) => row[key] !== old[key]))
      row['streamUpdatedAt'] = core.stamp();
  }
  if (core.schema.streamed(entity) && row['assignedUserId'] !== old['assignedUserId'])
    follow(row, row['assignedUserId']);
  runScripts(core, entity, 'custom');
  if (core.quirks.noopMovesModifiedAt || JSON.stringify(row) !== JSON.stringify(before)) {
    row['modifiedAt'] = core.stamp();
    row['modifiedById'] = by.id;
  }
  row['versionNumber'] = Number(row['versionNumber'] ?? 0) + 1;
  touchLinked(core, touched);
  const answer = renderRecord(core, entity, row, by);
  echo(answer, body);
  if (core.schema.hasField(entity, 'duration')) answer['duration'] = body['duration'] ?? oldDuration;
  if (core.version === '7.5.6') {
    for (const key of ['parentName', 'assignedUserName']) {
      if (key in answer) answer[key] = attribute(core, entity, before, key, by);
    }
  }
  // The columns of an answer are those loaded before the save, removed ones included.
  for (const name of Object.keys(ATTENDEES)) {
    const stale = core.version === '7.5.6' ? ['Columns', 'Names'] : ['Columns'];
    for (const suffix of stale) {
      const key = `${name}${suffix}`;
      if (key in answer) answer[key] = attribute(core, entity, before, key, by);
      if (suffix === 'Names' && name === 'users' && key in answer && row['assignedUserId']) {
        const id = String(row['assignedUserId']);
        answer[key] = { ...(answer[key] as object), [id]: nameOf(core, 'User', before['assignedUserId']) };
      }
    }
  }
  for (const key of ['usersColumns', 'contactsColumns', 'leadsColumns', 'reminders'])
    if (key in body && key in answer) answer[key] = body[key];
  return answer;
}

import { describe, expect, it } from 'vitest';
import { type Definitions, entityType, patternNames } from './entity-type';
import { type AppUser, AppUser as AppUserShape, parse } from './schema';

const USER: AppUser = parse(
  AppUserShape,
  {
    user: { id: 'u', userName: 'anna' },
    acl: { table: { Meeting: { read: 'all', edit: 'all', delete: 'all', create: 'yes' } } },
    settings: {},
  },
  'user',
);
const field = (type: string, more: object = {}) => ({ type, ...more });
const FIELDS = {
  name: field('varchar', { required: true, pattern: '$noBadCharacters' }),
  status: field('enum', { options: ['Planned', 'Held', 'Not Held'], default: 'Planned' }),
  dateStart: field('datetimeOptional'),
  dateEnd: field('datetimeOptional'),
  dateStartDate: field('date'),
  description: field('text'),
  users: field('linkMultiple'),
  contacts: field('linkMultiple'),
};
const status = { status: { type: 'varchar', len: '36' } };
const LINKS = {
  users: { type: 'hasMany', entity: 'User', foreign: 'meetings', additionalColumns: status },
  contacts: { type: 'hasMany', entity: 'Contact', foreign: 'meetings', additionalColumns: status },
};
const NAMED = new Map([['noBadCharacters', '[^<>=]+']]);

const definitions = (fields: object = {}, change: Partial<Definitions> = {}, links: object = LINKS): Definitions => ({
  type: 'Meeting',
  scope: { entity: true, object: true, disabled: false },
  defs: { fields: { ...FIELDS, ...fields }, links },
  user: USER,
  chosen: { location: undefined, joinLink: undefined },
  label: 'Meeting',
  texts: [],
  ...change,
});
const made = (...args: Parameters<typeof definitions>) => entityType(definitions(...args), NAMED);

describe('who takes part', () => {
  const own = (change: object) => ({ type: 'hasMany', entity: 'User', foreign: 'visit', isCustom: true, ...change });
  it.each([
    ['users and contacts of a meeting, with a status', {}, LINKS, ['users', 'contacts'], true],
    ['nobody by a hand-made one-to-many link', {}, { users: own({}) }, [], false],
    [
      'users by a hand-made many-to-many one, without a status',
      {},
      { users: own({ relationName: 'c' }) },
      ['users'],
      false,
    ],
    ['nobody where it leads elsewhere', {}, { users: own({ relationName: 'c', entity: 'Team' }) }, [], false],
    ['nobody without a field for it', { users: undefined }, { users: own({ relationName: 'c' }) }, [], false],
    [
      'nobody where the field is not loaded',
      { users: field('linkMultiple', { noLoad: true }) },
      { users: LINKS.users },
      [],
      false,
    ],
    ['nobody where definitions name no links', {}, {}, [], false],
    ['an empty map written as a list', {}, { users: own({ additionalColumns: [] }) }, [], false],
  ])('%s', (_name, fields, links, names, responses) => {
    expect(made(fields, {}, links)).toMatchObject({
      attendeeLinks: names,
      hasUsers: (names as string[]).includes('users'),
      responses,
    });
  });
});

describe('the status of a cancelled meeting', () => {
  const statuses = (options: string[] | undefined, canceledStatusList?: string[]) =>
    made(
      { status: field('enum', { default: 'Planned', ...(options ? { options } : {}) }) },
      { scope: { entity: true, object: true, disabled: false, canceledStatusList } },
    );
  it.each([
    ['is the usual one', ['Planned', 'Held', 'Not Held'], undefined, 'Not Held'],
    ['is the renamed one', ['Planned', 'Held', 'Called off'], ['Called off'], 'Called off'],
    ['is the first of those that are options', ['Planned', 'Off', 'Not Held'], ['Gone', 'Not Held', 'Off'], 'Not Held'],
    ['is none where none of them is an option', ['Planned', 'Held'], ['Not Held'], undefined],
    ['is taken as it is where nobody says which options there are', undefined, ['Not Held'], 'Not Held'],
  ])('%s', (_name, options, list, wanted) => {
    const entity = statuses(options, list);
    expect(entity.cancelTo).toBe(wanted);
    expect(entity.readOnly.includes('status')).toBe(wanted === undefined);
  });

  it('is still read where it is no option any more', () => {
    expect(statuses(['Planned'], ['Not Held']).cancelled).toEqual(['Not Held']);
  });

  it('one that took place has the first of those that are options, or none', () => {
    expect(statuses(['Planned', 'Held']).completeTo).toBe('Held');
    expect(statuses(['Planned', 'Took place']).completeTo).toBeUndefined();
  });

  it('a first status that is no option is not put back', () => {
    expect(statuses(['Held', 'Not Held']).planned).toBeUndefined();
  });
});

describe('fields', () => {
  const location = field('varchar', { maxLength: 100 });
  it('a chosen one that is gone is not replaced by another', () => {
    const fields = { location, cLocation: location };
    expect(made(fields).locationField?.name).toBe('location');
    expect(made(fields, { chosen: { location: 'cLocation', joinLink: undefined } }).locationField?.name).toBe(
      'cLocation',
    );
    expect(made(fields, { chosen: { location: 'cVenue', joinLink: undefined } }).locationField).toBeUndefined();
  });

  it.each([
    ['32 characters', { maxLength: 32 }, true],
    ['16 characters', { maxLength: 16 }, true],
    ['15 characters', { maxLength: 15 }, false],
    ['digits only', { maxLength: 100, pattern: '[0-9]+' }, false],
    ['letters and digits', { maxLength: 100, pattern: '[A-Za-z0-9]+' }, true],
  ])('a key field of %s', (_name, change, holds) => {
    const entity = made({ cOutlookUid: field('varchar', change) });
    expect([entity.keyField?.name, entity.unfitKeyField]).toEqual(
      holds ? ['cOutlookUid', ''] : [undefined, 'cOutlookUid'],
    );
  });

  it('what the administrator or the role closes is not written', () => {
    expect(made().readOnly).toEqual([]);
    expect(made({ description: field('text', { readOnly: true }) }).readOnly).toEqual(['description']);
    const closed = {
      name: { read: 'yes', edit: 'no' },
      dateEnd: { read: 'yes', edit: 'no' },
      description: { read: 'no', edit: 'no' },
    };
    const user = { ...USER, acl: { ...USER.acl, fieldTable: { Meeting: closed } } };
    const entity = made({ location }, { user });
    expect(entity.readOnly).toEqual(['title', 'when', 'description']);
    expect(entity.descriptionField).toBeUndefined();
    expect(entity.locationField?.name).toBe('location');
    const hidden = {
      ...USER,
      acl: { ...USER.acl, fieldTable: { Meeting: { location: { read: 'no', edit: 'yes' } } } },
    };
    expect(made({ location }, { user: hidden }).locationField).toBeUndefined();
  });

  it('patterns by name are asked for where a text needs them', () => {
    expect(patternNames(definitions())).toEqual(['noBadCharacters']);
    expect(patternNames(definitions({ location: field('varchar', { pattern: '$digits' }) }))).toContain('digits');
    const link = { cJoin: field('url') };
    expect(patternNames(definitions(link))).not.toContain('uriOptionalProtocol');
    expect(patternNames(definitions(link, { chosen: { location: undefined, joinLink: 'cJoin' } }))).toContain(
      'uriOptionalProtocol',
    );
  });
});

import { beforeEach, expect, it } from 'vitest';
import { SeededWorld } from '../../simulation/company.ts';
import { metadata } from './metadata.ts';
import { EspoServer } from './server.ts';

/** What administrators make of fields and links, and what the server then takes. */
let espo: EspoServer;
const at = { dateStart: '2026-12-01 10:00:00', dateEnd: '2026-12-01 11:00:00' };

beforeEach(() => {
  espo = new EspoServer({ world: new SeededWorld(1) });
});

const create = (entity: string, more: object) => {
  const anna = espo.control.act('anna');
  return anna.create(entity, { name: 'Talk', ...at, assignedUserId: anna.id, ...more });
};
const said = (task: () => unknown): string => {
  try {
    task();
  } catch (error) {
    return (error as { reason?: string }).reason ?? '';
  }
  return 'taken';
};

it.each([
  ['a varchar of the Field Manager holds 100 characters', {}, 'x'.repeat(100), 'x'.repeat(101), 'maxLength'],
  ['a text has a limit where one was set', { type: 'text', maxLength: 10 }, '1234567890', '12345678901', 'maxLength'],
  ['a pattern of its own', { pattern: '[A-Z][0-9]+' }, 'A12', 'a12', 'pattern'],
  ['a pattern by name', { pattern: '$noBadCharacters' }, 'Room 1', 'Room <1>', 'pattern'],
  ['a pattern counts bytes', { pattern: '.{4}' }, 'éé', 'éééé', 'pattern'],
  ['a url', { type: 'url' }, 'https://meet.example/1?a=b', 'not an address', 'valid'],
])('%s', (_name, def, good, bad, type) => {
  espo.control.addField('Meeting', 'cNote', { type: 'varchar', maxLength: 100, ...def });
  expect(create('Meeting', { cNote: good })['cNote']).toBe(good);
  expect(said(() => create('Meeting', { cNote: bad }))).toBe(
    `Field validation failure; entityType: Meeting, field: cNote, type: ${type}.`,
  );
});

it('a pattern that is no expression takes nothing, and breaks nothing', () => {
  espo.control.addField('Meeting', 'cNote', { type: 'varchar', pattern: '(' });
  expect(said(() => create('Meeting', { cNote: 'Room 1' }))).toMatch(/field: cNote, type: pattern/);
  expect(create('Meeting', {})['cNote']).toBeFalsy();
});

it('of a one-to-many link each user stands on one record, of a many-to-many one on several, and nobody has a status', () => {
  espo.control.addLink('CVisit', 'users', 'User', 'oneToMany');
  espo.control.addLink('Inspection', 'users', 'User', 'manyToMany');
  const { id } = espo.control.user('ben');
  for (const [entity, left] of [
    ['CVisit', []],
    ['Inspection', [id]],
  ] as const) {
    const first = create(entity, { usersIds: [id], usersColumns: { [id]: { status: 'Accepted' } } });
    create(entity, { usersIds: [id] });
    const links = espo.control.row(entity, first.id)?.['#users'] as { id: string; status: string; deleted?: boolean }[];
    expect(links.filter((link) => !link.deleted).map((link) => link.id)).toEqual(left);
    expect(links.map(({ status }) => status)).toEqual(['None']);
    expect(() => espo.control.act('ben').accept(entity, first.id, 'Accepted')).toThrow('404');
  }
});

it('shows in Metadata which links are many-to-many, and the patterns by name', () => {
  espo.control.addLink('CVisit', 'users', 'User', 'oneToMany');
  const anna = espo.control.user('anna');
  const links = (entity: string) => metadata(espo.core, anna, `entityDefs.${entity}.links.users`);
  expect(links('Meeting')).toMatchObject({ type: 'hasMany', entity: 'User', additionalColumns: { status: {} } });
  expect(links('CVisit')).toEqual({
    type: 'hasMany',
    entity: 'User',
    foreign: 'cVisit',
    audited: false,
    isCustom: true,
  });
  expect(metadata(espo.core, anna, 'app.regExpPatterns.noBadCharacters.pattern')).toBe('[^<>=]+');
});

it('refuses a team that was deleted', () => {
  espo.control.insert('Team', { id: 'team-gone', name: 'Sales', deleted: true });
  expect(said(() => create('Meeting', { teamsIds: ['team-gone'] }))).toMatch(/non-existing record/);
});

import { describe, expect, it } from 'vitest';
import { exampleEntity } from '../../../../test/contract/examples';
import { defaultSettings, type Settings } from '../../../shared/settings';
import type { EntityType } from '../../espo/entity-type';
import { limit } from '../../espo/text-limits';
import { fieldsToUse, goneChoices, nothingSeen, seenNow } from './last-seen';
import type { EspoSurroundings } from './surroundings';

const VENUE = { name: 'cVenue', label: 'Venue', type: 'varchar' as const };
const LINK = { name: 'cLink', label: 'Link', type: 'url' as const };

const around = (change: Partial<EntityType> = {}, more: Partial<EspoSurroundings> = {}): EspoSurroundings => ({
  userId: 'u',
  userName: 'anna',
  name: 'Anna',
  addresses: [],
  version: '9.2.7',
  zone: 'UTC',
  pageSize: 200,
  defaultTeamId: '',
  secondWriter: false,
  entities: [exampleEntity({ textFields: [VENUE, LINK], locationField: limit('cVenue'), ...change })],
  ...more,
});
const settings = (change: Partial<Settings> = {}): Settings => ({
  ...defaultSettings(),
  entities: [{ type: 'Meeting', label: '' }],
  ...change,
});
/** As it was when all was there. */
const before = (chosen: Settings, espo = around()) => seenNow(nothingSeen(), chosen, espo);
const chosenVenue = settings({ locationField: { Meeting: 'cVenue' }, joinLinkField: { Meeting: 'cLink' } });
const of = { type: 'Meeting', label: 'Meeting' };

describe('what vanished', () => {
  it('is nothing while all is there', () => {
    const espo = around({ joinLinkField: limit('cLink') });
    expect(goneChoices(chosenVenue, espo, before(chosenVenue, espo))).toEqual([]);
  });

  it('a chosen field is named as it was labelled, with what may be chosen instead', () => {
    const now = around({
      textFields: [{ name: 'cPlace', label: 'Place', type: 'varchar' }, LINK],
      locationField: undefined,
    });
    expect(goneChoices(chosenVenue, now, seenNow(before(chosenVenue), chosenVenue, now))).toEqual([
      { what: 'locationField', of, name: 'Venue', choices: [{ id: 'cPlace', title: 'Place' }] },
      {
        what: 'joinLinkField',
        of,
        name: 'Link',
        choices: [
          { id: 'cPlace', title: 'Place' },
          { id: 'cLink', title: 'Link' },
        ],
      },
    ]);
  });

  it('a field that was found by its name is kept to, and named when it goes', () => {
    const found = before(settings());
    expect(fieldsToUse(settings(), found).locationField).toEqual({ Meeting: 'cVenue' });
    const now = around({ locationField: undefined });
    const seen = seenNow(found, settings(), now);
    expect(fieldsToUse(settings(), seen).locationField).toEqual({ Meeting: 'cVenue' });
    expect(goneChoices(settings(), now, seen)).toMatchObject([{ what: 'locationField', name: 'Venue' }]);
    // Another one is chosen: the old one is not asked about any more, also when none is chosen later.
    const chosen = seenNow(seen, settings({ locationField: { Meeting: 'cPlace' } }), now);
    expect(fieldsToUse(settings(), chosen).locationField).toEqual({});
  });

  it('an entity that never had a field for the place is not asked about', () => {
    const without = around({ locationField: undefined });
    expect(goneChoices(settings(), without, before(settings(), without))).toEqual([]);
  });

  it('the status of cancelled meetings and the team are named where EspoCRM is written', () => {
    const withTeam = settings({ assignDefaultTeam: true });
    const was = before(withTeam, around({}, { defaultTeamId: 't', defaultTeamName: 'Sales' }));
    const now = around({ cancelTo: undefined });
    expect(goneChoices(withTeam, now, was)).toEqual([
      { what: 'statusOption', of, name: 'Not Held', choices: [] },
      { what: 'defaultTeam', of: { type: '', label: '' }, name: 'Sales', choices: [] },
    ]);
    expect(goneChoices({ ...withTeam, direction: 'espoToOutlook' }, now, was)).toEqual([]);
    expect(goneChoices(settings(), around({}, {}), was)).toEqual([]);
  });

  it('an entity is named as it was labelled; which one is the default is another question', () => {
    const both = settings({
      entities: [
        { type: 'Meeting', label: '' },
        { type: 'CVisit', label: 'Visit' },
      ],
    });
    const visit = exampleEntity({ type: 'CVisit', label: 'Visit' });
    const was = before(both, around({}, { entities: [exampleEntity(), visit] }));
    expect(goneChoices(both, around({}, { entities: [exampleEntity()] }), was)).toEqual([
      { what: 'entity', of: { type: 'CVisit', label: 'Visit' }, name: 'Visit', choices: [] },
    ]);
    // Its field is remembered for the day it comes back.
    const away = seenNow(was, both, around({}, { entities: [exampleEntity()] }));
    expect(fieldsToUse(both, away).locationField).toEqual({ Meeting: 'location', CVisit: 'location' });
  });
});

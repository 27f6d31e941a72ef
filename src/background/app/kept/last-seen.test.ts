import { describe, expect, it } from 'vitest';
import { exampleEntity } from '../../../../test/contract/examples';
import { defaultSettings, type Settings } from '../../../shared/settings';
import type { EntityType } from '../../espo/entity-type';
import { limit } from '../../espo/text-limits';
import { goneChoices } from './gone-choices';
import { fieldsToUse, type LastSeen, nothingSeen, seenNow } from './last-seen';
import type { EspoSurroundings, OutlookSurroundings, Surroundings } from './surroundings';

type Around = Pick<Surroundings, 'outlook' | 'espo'>;
const OUTLOOK: OutlookSurroundings = {
  mailboxId: 'm',
  address: 'anna@contoso.example',
  name: 'Anna',
  addresses: [],
  domains: [],
  zone: 'UTC',
  calendars: [
    { id: 'main', name: 'Calendar', isDefault: true, canEdit: true, own: true },
    { id: 'team', name: 'Team', isDefault: false, canEdit: true, own: true },
  ],
};

const VENUE = { name: 'cVenue', label: 'Venue', type: 'varchar' as const };
const LINK = { name: 'cLink', label: 'Link', type: 'url' as const };

const around = (change: Partial<EntityType> = {}, more: Partial<EspoSurroundings> = {}): Around => ({
  outlook: OUTLOOK,
  espo: espoAs(change, more),
});
const espoAs = (change: Partial<EntityType>, more: Partial<EspoSurroundings>): EspoSurroundings => ({
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
const gone = (chosen: Settings, now: Around, lastSeen: LastSeen) =>
  goneChoices(chosen, { ...now, at: 0, stale: [], lastSeen });
const chosenVenue = settings({ locationField: { Meeting: 'cVenue' }, joinLinkField: { Meeting: 'cLink' } });
const of = { type: 'Meeting', label: 'Meeting' };

describe('what vanished', () => {
  it('is nothing while all is there', () => {
    const espo = around({ joinLinkField: limit('cLink') });
    expect(gone(chosenVenue, espo, before(chosenVenue, espo))).toEqual([]);
  });

  it('a chosen field is named as it was labelled, with what may be chosen instead', () => {
    const now = around({
      textFields: [{ name: 'cPlace', label: 'Place', type: 'varchar' }, LINK],
      locationField: undefined,
    });
    expect(gone(chosenVenue, now, seenNow(before(chosenVenue), chosenVenue, now))).toEqual([
      { what: 'locationField', of, id: 'cVenue', name: 'Venue', choices: [{ id: 'cPlace', title: 'Place' }] },
      {
        what: 'joinLinkField',
        of,
        id: 'cLink',
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
    expect(gone(settings(), now, seen)).toMatchObject([{ what: 'locationField', name: 'Venue' }]);
    // Another one is chosen: the old one is not asked about any more, also when none is chosen later.
    const chosen = seenNow(seen, settings({ locationField: { Meeting: 'cPlace' } }), now);
    expect(fieldsToUse(settings(), chosen).locationField).toEqual({});
  });

  it('an entity that never had a field for the place is not asked about', () => {
    const without = around({ locationField: undefined });
    expect(gone(settings(), without, before(settings(), without))).toEqual([]);
  });

  it('the status of cancelled meetings and the team are named where EspoCRM is written', () => {
    const withTeam = settings({ assignDefaultTeam: true });
    const was = before(withTeam, around({}, { defaultTeamId: 't', defaultTeamName: 'Sales' }));
    const now = around({ cancelTo: undefined });
    expect(gone(withTeam, now, was)).toEqual([
      { what: 'statusOption', of, id: 'Not Held', name: 'Not Held', choices: [] },
      { what: 'defaultTeam', of: { type: '', label: '' }, id: 'Sales', name: 'Sales', choices: [] },
    ]);
    expect(gone({ ...withTeam, direction: 'espoToOutlook' }, now, was)).toEqual([]);
    expect(gone(settings(), around({}, {}), was)).toEqual([]);
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
    expect(gone(both, around({}, { entities: [exampleEntity()] }), was)).toEqual([
      { what: 'entity', of: { type: 'CVisit', label: 'Visit' }, id: 'CVisit', name: 'Visit', choices: [] },
    ]);
    // Its field is remembered for the day it comes back.
    const away = seenNow(was, both, around({}, { entities: [exampleEntity()] }));
    expect(fieldsToUse(both, away).locationField).toEqual({ Meeting: 'location', CVisit: 'location' });
  });

  it('the Main Calendar is the one that was chosen, else the default one when it was first met', () => {
    const [main, team] = OUTLOOK.calendars;
    if (!main || !team) throw new Error('two calendars');
    const now = (...calendars: OutlookSurroundings['calendars']) => ({
      ...around(),
      outlook: { ...OUTLOOK, calendars },
    });
    const item = { what: 'mainCalendar', of: { type: '', label: '' } };
    const teamOnly = now({ ...team, isDefault: true });
    const onTeam = [{ id: 'team', title: 'Team' }];
    for (const chosen of [settings(), settings({ mainCalendar: 'main' })])
      expect(gone(chosen, teamOnly, seenNow(before(chosen), chosen, teamOnly))).toEqual([
        { ...item, id: 'main', name: 'Calendar', choices: onTeam },
      ]);
    // It is there, and another one is the default now.
    const other = now({ ...main, isDefault: false }, { ...team, isDefault: true });
    expect(gone(settings(), other, seenNow(before(settings()), settings(), other))).toMatchObject([{ id: 'main' }]);
    expect(gone(settings({ mainCalendar: 'main' }), other, before(settings({ mainCalendar: 'main' })))).toEqual([]);
    // The mailbox was moved: all of them have new ids.
    const moved = now({ ...main, id: 'new' });
    expect(gone(settings(), moved, seenNow(before(settings()), settings(), moved))).toEqual([]);
  });

  it('an Other Calendar and the default entity are named, but not what merely could not be read now', () => {
    const chosen = settings({
      otherCalendars: ['team'],
      entities: [
        { type: 'Meeting', label: '' },
        { type: 'Call', label: 'Call' },
      ],
    });
    const was = before(chosen);
    const now = {
      outlook: { ...OUTLOOK, calendars: OUTLOOK.calendars.slice(0, 1) },
      espo: espoAs({ type: 'Call', label: 'Call' }, {}),
    };
    expect(gone(chosen, now, was)).toEqual([
      { what: 'otherCalendar', of: { type: '', label: '' }, id: 'team', name: 'Team', choices: [] },
      { what: 'defaultEntity', of, id: 'Meeting', name: 'Meeting', choices: [{ id: 'Call', title: 'Call' }] },
    ]);
    const stale = [
      { side: 'outlook' as const, feed: 'calendars', code: 'ms.server', detail: '', known: true },
      { side: 'espo' as const, feed: 'Meeting', code: 'espo.server', detail: '', known: false },
    ];
    expect(goneChoices(chosen, { ...now, at: 0, stale, lastSeen: was })).toEqual([]);
  });
});

import type { EntityType } from '../../src/background/espo/entity-type.ts';
import { asStoredByEspo } from '../../src/background/espo/mapping.ts';
import { limit, TEXT } from '../../src/background/espo/text-limits.ts';
import { asStoredByOutlook } from '../../src/background/outlook/mapping.ts';
import type { Forms } from '../../src/background/sync/model/carried-fields.ts';
import type { Event } from '../../src/background/sync/model/event.ts';
import type { EspoItem, OutlookItem } from '../../src/background/sync/model/item.ts';
import { type Link, newLink } from '../../src/background/sync/model/link.ts';
import type { Policy } from '../../src/background/sync/model/policy.ts';
import { TEXT_FORM } from '../../src/background/sync/model/text-form.ts';
import { defaultSettings, type Settings } from '../../src/shared/settings.ts';

/** One ordinary event, item, link and policy, to be varied by tests. */
export const NOW = Date.parse('2026-11-23T08:00:00Z');
const START = Date.parse('2026-12-01T10:00:00Z');

export function exampleEvent(change: Partial<Event> = {}): Event {
  return {
    title: 'Review',
    when: { kind: 'timed', start: START, end: START + 3_600_000 },
    location: '',
    description: '',
    status: 'planned',
    private: false,
    attendees: '',
    response: '',
    invited: [],
    joinLink: '',
    organizer: undefined,
    ...change,
  };
}

export function outlookItem(change: Partial<OutlookItem> = {}, event: Partial<Event> = {}): OutlookItem {
  return {
    side: 'outlook',
    id: 'o-1',
    calendarId: 'cal',
    etag: 'W/"1"',
    iCalUId: 'uid-1',
    seriesMasterId: '',
    originalStart: '',
    meetingKey: 'key-1',
    kind: 'single',
    isOrganizer: true,
    hasAttendees: false,
    isDraft: false,
    isOnline: false,
    response: 'organizer',
    showAs: 'busy',
    categories: [],
    createdAt: NOW - 1000,
    modifiedAt: NOW,
    textForm: TEXT_FORM,
    event: exampleEvent(event),
    ...change,
  };
}

export function espoItem(change: Partial<EspoItem> = {}, event: Partial<Event> = {}): EspoItem {
  return {
    side: 'espo',
    type: 'Meeting',
    id: 'e1',
    modifiedAt: NOW,
    createdAt: NOW - 1000,
    versionNumber: undefined,
    createdById: 'me',
    modifiedById: '',
    assignedUserId: 'me',
    mine: true,
    start: START,
    hasEnd: true,
    locked: false,
    key: '',
    hasOwnData: false,
    event: exampleEvent(event),
    ...change,
  };
}

export function exampleLink(change: Partial<Link> = {}): Link {
  const event = exampleEvent();
  const { private: _p, invited: _a, organizer: _o, ...fields } = event;
  const link = newLink('p', { id: 'l', nonce: 'n' }, 'outlook', outlookItem(), espoItem(), 'me', {
    outlook: fields,
    espo: fields,
  });
  return { ...link, ...change };
}

export function examplePolicy(settings: Partial<Settings> = {}, change: Partial<Policy> = {}): Policy {
  return {
    settings: {
      ...defaultSettings(),
      enabled: true,
      direction: 'both',
      entities: [
        { type: 'Meeting', label: '' },
        { type: 'Call', label: 'Call' },
      ],
      ...settings,
    },
    now: NOW,
    since: Date.parse('2026-11-23T00:00:00Z'),
    sinceDate: '2026-11-23',
    windowEnd: Date.parse('2028-11-24T00:00:00Z'),
    me: { espoUserId: 'me', addresses: ['anna@contoso.example'], domains: ['contoso.example'] },
    calendars: {
      cal: { kind: 'own', canEdit: true },
      other: { kind: 'own', canEdit: true },
      shared: { kind: 'shared', canEdit: true },
    },
    mainCalendar: 'cal',
    gone: [],
    names: new Map(),
    entities: {
      Meeting: {
        create: true,
        edit: 'all',
        remove: 'all',
        allDay: true,
        location: 'location',
        joinLink: '',
        readOnly: [],
        completes: true,
        attendees: true,
        responses: true,
        defaultDuration: 3600,
        label: '',
      },
      Call: {
        create: true,
        edit: 'all',
        remove: 'all',
        allDay: false,
        location: 'location',
        joinLink: '',
        readOnly: [],
        completes: true,
        attendees: true,
        responses: true,
        defaultDuration: 300,
        label: 'Call',
      },
    },
    skew: { outlook: 0, espo: 0 },
    known: new Map(),
    firstSync: false,
    draftsMailNobody: false,
    ...change,
  };
}

/** Meeting, as EspoCRM brings it along, with a field for the place. */
export const exampleEntity = (change: Partial<EntityType> = {}): EntityType => ({
  type: 'Meeting',
  label: 'Meeting',
  allDay: true,
  assigned: 'one',
  hasUsers: true,
  attendeeLinks: ['users', 'contacts', 'leads'],
  parents: ['Account'],
  required: [],
  responses: true,
  nameField: limit('name', 255, '[^<>=]+'),
  descriptionField: limit('description', TEXT),
  locationField: limit('location'),
  joinLinkField: undefined,
  textFields: [],
  keyField: undefined,
  unfitKeyField: '',
  readOnly: [],
  completed: ['Held'],
  cancelled: ['Not Held'],
  cancelTo: 'Not Held',
  completeTo: 'Held',
  planned: 'Planned',
  defaultDuration: 3600,
  versioned: false,
  rights: { create: true, edit: 'all', remove: 'all' },
  ...change,
});

/** What either server makes of a value, where all entity types are like that one. */
export const exampleForms = (entity = exampleEntity()): Forms => ({
  outlook: { asStored: asStoredByOutlook },
  espo: { asStored: (field, value) => asStoredByEspo(entity, field, value) },
});

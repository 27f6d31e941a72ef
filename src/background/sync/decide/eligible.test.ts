import { describe, expect, it } from 'vitest';
import { espoItem, exampleLink, examplePolicy, outlookItem } from '../../../../test/contract/examples';
import { HOUR } from '../../../shared/time';
import { espoReason, outlookReason, sleepReason } from './eligible';

const at = (iso: string, hours = 1) => ({
  kind: 'timed' as const,
  start: Date.parse(iso),
  end: Date.parse(iso) + hours * HOUR,
});

describe('why an Outlook event is left out', () => {
  it.each([
    ['private', {}, { private: true }],
    ['declined', { response: 'declined' }, {}],
    ['cancelled', {}, { status: 'cancelled' }],
    ['draft', { isDraft: true }, {}],
    ['recurring', { kind: 'occurrence' }, {}],
    ['recurring', { kind: 'master' }, {}],
    ['beforeSince', {}, { when: at('2026-11-22T10:00:00Z') }],
    ['beyondWindow', {}, { when: at('2029-01-01T10:00:00Z') }],
    ['endBeforeStart', {}, { when: at('2026-12-01T10:00:00Z', -1) }],
    ['callAllDay', {}, { title: 'call: everyone', when: { kind: 'allDay', first: '2026-12-01', last: '2026-12-01' } }],
  ] as const)('%s', (reason, item, event) => {
    expect(outlookReason(outlookItem(item, event), examplePolicy())).toBe(reason);
  });

  it('lets the others through: tentative, unanswered, zero length, over 24 hours', () => {
    const policy = examplePolicy();
    expect(outlookReason(outlookItem({ response: 'tentative' }), policy)).toBeUndefined();
    expect(outlookReason(outlookItem({ response: 'notResponded' }), policy)).toBeUndefined();
    expect(outlookReason(outlookItem({}, { when: at('2026-12-01T10:00:00Z', 0) }), policy)).toBeUndefined();
    expect(outlookReason(outlookItem({}, { when: at('2026-12-01T10:00:00Z', 30) }), policy)).toBeUndefined();
  });

  it('names the direction and the rights', () => {
    expect(outlookReason(outlookItem(), examplePolicy({ direction: 'espoToOutlook' }))).toBe('direction');
    const policy = examplePolicy();
    policy.entities['Meeting'] = {
      create: false,
      edit: 'all',
      remove: 'all',
      allDay: true,
      location: '',
      joinLink: '',
      readOnly: [],
      completes: true,
      attendees: true,
      responses: true,
      defaultDuration: 3600,
      label: '',
    };
    expect(outlookReason(outlookItem(), policy)).toBe('noCreateRight');
    expect(outlookReason(outlookItem({}, { private: true }), examplePolicy({ privateEvents: 'full' }))).toBeUndefined();
  });
});

describe('"Only with attendees from outside my organization"', () => {
  const guest = (address: string, kind: 'person' | 'room' = 'person') => ({
    address,
    name: '',
    response: 'none' as const,
    kind,
  });
  const me = {
    espoUserId: 'me',
    addresses: ['anna@contoso.example'],
    domains: ['contoso.example', 'contoso.onmicrosoft.example'],
  };
  const reason = (addresses: string[], organizer = 'anna@contoso.example') =>
    outlookReason(
      outlookItem(
        { isOrganizer: organizer.startsWith('anna') },
        { invited: addresses.map((a) => guest(a)), organizer: { address: organizer, name: '' } },
      ),
      examplePolicy({ onlyExternal: true }, { me }),
    );

  it.each([
    [['jane@customer.example'], undefined],
    [['ben@contoso.example', 'jane@customer.example'], undefined],
    [['ben@contoso.example'], 'onlyOwnDomain'],
    // Every domain of the organization is inside.
    [['ben@contoso.onmicrosoft.example'], 'onlyOwnDomain'],
    // Who has no address is not from outside.
    [[''], 'onlyOwnDomain'],
    [[], 'onlyOwnDomain'],
  ] as const)('%j', (addresses, wanted) => expect(reason([...addresses])).toBe(wanted));

  it('whoever invites the user from outside takes part', () => {
    expect(reason(['anna@contoso.example'], 'jane@customer.example')).toBeUndefined();
    // Organized under an address of before: that is the user.
    expect(reason(['ben@contoso.example'], 'anna@former.example')).toBe('onlyOwnDomain');
  });

  it('rooms are not from outside', () => {
    const item = outlookItem({}, { invited: [guest('room@elsewhere.example', 'room')] });
    expect(outlookReason(item, examplePolicy({ onlyExternal: true }))).toBe('onlyOwnDomain');
  });
});

it('categories are compared in any case, two hundred of them with five hundred', () => {
  const categories = Array.from({ length: 200 }, (_, i) => `Category ${i}`);
  const list = Array.from({ length: 500 }, (_, i) => `Other ${i}`);
  const reason = (settings: object) => outlookReason(outlookItem({ categories }), examplePolicy(settings));
  expect(reason({ categoriesDeny: list })).toBeUndefined();
  expect(reason({ categoriesDeny: [...list, 'category 199'] })).toBe('categoryDenied');
  expect(reason({ categoriesAllow: list })).toBe('categoryNotAllowed');
  expect(reason({ categoriesAllow: [...list, 'CATEGORY 0'] })).toBeUndefined();
});

describe('why a record is left out', () => {
  it.each([
    ['notAssigned', { assignedUserId: 'colleague' }, {}],
    ['noDate', { start: -1 }, {}],
    ['cancelled', {}, { status: 'cancelled' }],
    ['beforeSince', {}, { when: { kind: 'allDay', first: '2026-11-22', last: '2026-11-25' } }],
    ['entityOff', { type: 'CVisit' }, {}],
  ] as const)('%s', (reason, item, event) => {
    expect(espoReason(espoItem(item, event), examplePolicy())).toBe(reason);
  });

  it('lets held records through, and stops at the direction and at a calendar that cannot be written', () => {
    expect(espoReason(espoItem({}, { status: 'held' }), examplePolicy())).toBeUndefined();
    expect(espoReason(espoItem(), examplePolicy({ direction: 'outlookToEspo' }))).toBe('direction');
    expect(espoReason(espoItem(), examplePolicy({}, { mainCalendar: 'none' }))).toBe('readOnlyCalendar');
  });
});

describe('why a link sleeps', () => {
  it('when its event leaves what is synced', () => {
    const policy = examplePolicy();
    const link = exampleLink();
    expect(sleepReason(outlookItem(), policy, link)).toBeUndefined();
    expect(sleepReason(outlookItem({ calendarId: 'elsewhere' }), policy, link)).toBe('otherCalendar');
    expect(sleepReason(outlookItem({ kind: 'occurrence' }), policy, link)).toBe('turnedRecurring');
    expect(sleepReason(outlookItem({}, { private: true }), policy, link)).toBe('turnedPrivate');
  });
});

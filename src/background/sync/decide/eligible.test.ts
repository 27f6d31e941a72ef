import { describe, expect, it } from 'vitest';
import { espoItem, examplePolicy, outlookItem } from '../../../../test/contract/examples';
import { espoReason, outlookReason, sleepReason } from './eligible';

const at = (iso: string, hours = 1) => ({
  kind: 'timed' as const,
  start: Date.parse(iso),
  end: Date.parse(iso) + hours * 3_600_000,
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
      location: true,
      joinLink: 0,
      attendees: true,
      defaultDuration: 3600,
      label: '',
    };
    expect(outlookReason(outlookItem(), policy)).toBe('noCreateRight');
    expect(outlookReason(outlookItem({}, { private: true }), examplePolicy({ privateEvents: 'full' }))).toBeUndefined();
  });
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
    expect(sleepReason(outlookItem(), policy)).toBeUndefined();
    expect(sleepReason(outlookItem({ calendarId: 'elsewhere' }), policy)).toBe('otherCalendar');
    expect(sleepReason(outlookItem({ kind: 'occurrence' }), policy)).toBe('turnedRecurring');
    expect(sleepReason(outlookItem({}, { private: true }), policy)).toBe('turnedPrivate');
  });
});

import { describe, expect, it } from 'vitest';
import { exampleEntity } from '../../../../test/contract/examples';
import { defaultSettings } from '../../../shared/settings';
import { DAY } from '../../../shared/time';
import { makePolicy, windowFor } from './policy';
import type { EspoSurroundings, OutlookSurroundings } from './surroundings';

describe('the window', () => {
  const since = Date.parse('2026-11-23T00:00:00Z');
  it('reaches from a day before Sync since to 24 months ahead, and stays while a year is left', () => {
    const now = Date.parse('2026-11-23T08:00:00Z');
    const first = windowFor(since, now, undefined);
    expect(first.from).toBe(since - DAY);
    expect(new Date(first.until).toISOString()).toBe('2028-11-24T00:00:00.000Z');
    expect(windowFor(since, now + 300 * DAY, first)).toBe(first);
    expect(windowFor(since, now + 400 * DAY, first).until).toBeGreaterThan(first.until);
    expect(windowFor(since - DAY, now, first).from).toBe(since - 2 * DAY);
  });
});

const outlook: OutlookSurroundings = {
  mailboxId: 'm',
  address: 'a@x',
  name: 'A',
  addresses: ['a@x'],
  domains: ['x'],
  zone: 'Tonga Standard Time',
  calendars: [
    { id: 'main', name: 'Calendar', isDefault: true, canEdit: true, own: true },
    { id: 'boss', name: 'Boss', isDefault: false, canEdit: true, own: false },
  ],
};
const espo: EspoSurroundings = {
  userId: 'u',
  userName: 'a',
  name: 'A',
  addresses: [],
  version: '9.2.7',
  zone: 'UTC',
  pageSize: 200,
  defaultTeamId: '',
  secondWriter: false,
  entities: [exampleEntity({ locationField: undefined, rights: { create: false, edit: 'own', remove: 'no' } })],
};

describe('policy', () => {
  it('takes Sync since in the mailbox’s zone, knows only chosen calendars, and pauses entities without rights', () => {
    const settings = {
      ...defaultSettings(),
      syncSince: '2026-12-01',
      otherCalendars: ['boss', 'gone'],
      ownDomains: ['@Sister.example.', '\u200bdaughter.example'],
      entities: [
        { type: 'Meeting', label: '' },
        { type: 'Call', label: 'Call' },
      ],
    };
    const policy = makePolicy({
      settings,
      around: { outlook, espo, at: 0, stale: [], lastSeen: { names: { 'calendar|gone': 'Gone' }, used: {} } },
      window: { from: 0, until: 1 },
      pairCreatedAt: 0,
      now: 0,
      firstSync: true,
    });
    expect(new Date(policy.since).toISOString()).toBe('2026-11-30T11:00:00.000Z');
    expect(policy.calendars).toEqual({ main: { kind: 'own', canEdit: true }, boss: { kind: 'shared', canEdit: true } });
    expect(Object.keys(policy.entities)).toEqual(['Meeting']);
    expect(policy.me.addresses).toEqual(['a@x']);
    expect(policy.me.domains).toEqual(['x', 'sister.example', 'daughter.example']);
  });
});

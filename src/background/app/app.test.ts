import { describe, expect, it, vi } from 'vitest';
import { defaultSettings } from '../../shared/settings';
import type { Pair } from '../store/database';
import { senderOf } from './messages';
import { heldView } from './needs';
import { makePolicy, windowFor } from './policy';
import { missingGrant } from './state';
import type { EspoSurroundings, OutlookSurroundings } from './surroundings';

vi.mock('webextension-polyfill', () => ({ default: {} }));
vi.mock('../auth/microsoft', () => ({ Microsoft: class {} }));
vi.hoisted(() => {
  (globalThis as unknown as { __DEFAULTS__: unknown }).__DEFAULTS__ = { CLIENT_ID: '', TENANT_ID: '' };
});

const BASE = 'chrome-extension://abc/';
const DAY = 86_400_000;

describe('who sent a message', () => {
  it.each([
    [{ id: 'abc', url: `${BASE}src/popup/popup.html` }, 'page'],
    [{ id: 'abc', url: `${BASE}src/popup/page.html`, tab: { id: 1 } }, 'page'],
    [{ id: 'abc', url: 'https://outlook.office.com/calendar/view/week', tab: { id: 1 } }, 'content'],
    [{ id: 'abc', url: 'https://outlook.office.com.evil.example/', tab: { id: 1 } }, undefined],
    [{ id: 'abc', url: 'https://evil.example/?chrome-extension://abc/', tab: { id: 1 } }, undefined],
    [{ id: 'other', url: `${BASE}src/popup/popup.html` }, undefined],
  ])('%o is %s', (sender, expected) => {
    expect(senderOf(sender as never, 'abc', BASE)).toBe(expected);
  });
});

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
  entities: [
    {
      type: 'Meeting',
      label: 'Meeting',
      allDay: true,
      hasUsers: true,
      attendeeLinks: ['users', 'contacts', 'leads'],
      textFields: [],
      locationField: undefined,
      joinLinkField: undefined,
      keyField: undefined,
      completed: [],
      cancelled: [],
      defaultDuration: 3600,
      versioned: false,
      rights: { create: false, edit: 'own', remove: 'no' },
    },
  ],
};

describe('policy', () => {
  it('takes Sync since in the mailbox’s zone, knows only chosen calendars, and pauses entities without rights', () => {
    const settings = {
      ...defaultSettings(),
      syncSince: '2026-12-01',
      otherCalendars: ['boss', 'gone'],
      entities: [
        { type: 'Meeting', label: '' },
        { type: 'Call', label: 'Call' },
      ],
    };
    const policy = makePolicy({
      settings,
      outlook,
      espo,
      window: { from: 0, until: 1 },
      pairCreatedAt: 0,
      now: 0,
      firstSync: true,
    });
    expect(new Date(policy.since).toISOString()).toBe('2026-11-30T11:00:00.000Z');
    expect(policy.calendars).toEqual({ main: { kind: 'own', canEdit: true }, boss: { kind: 'shared', canEdit: true } });
    expect(Object.keys(policy.entities)).toEqual(['Meeting']);
    expect(policy.me.addresses).toEqual(['a@x']);
  });
});

describe('what is shown', () => {
  it('a held change with its numbers', () => {
    const hold = { pair: 'p', since: 0, state: 'waiting' as const };
    expect(heldView({ ...hold, id: 'espo|Meeting|remove', count: 187, of: 200 }).sentence).toBe(
      '187 of 200 would be deleted in EspoCRM.',
    );
    expect(heldView({ ...hold, id: 'outlook|cal|create', count: 301, of: 4 }).sentence).toBe(
      '301 would be created in Outlook.',
    );
  });
  it('which administrator has to grant what', () => {
    const pair = (direction: 'both' | 'outlookToEspo' | 'espoToOutlook') =>
      ({ settings: { ...defaultSettings(), direction } }) as Pair;
    expect(missingGrant(pair('both'), { outlook, espo: { ...espo, entities: [] } }, true)).toContain(
      'EspoCRM administrator',
    );
    expect(missingGrant(pair('outlookToEspo'), { outlook, espo }, true)).toContain('create');
    expect(missingGrant(pair('espoToOutlook'), { outlook, espo }, false)).toContain('Calendars.ReadWrite');
    expect(missingGrant(pair('espoToOutlook'), { outlook, espo }, true)).toBe('');
  });
});

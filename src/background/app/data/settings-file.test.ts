import { describe, expect, it } from 'vitest';
import { SyncError } from '../../../shared/codes';
import { defaultSettings, type Settings } from '../../../shared/settings';
import { readSettings, settingsText } from './settings-file';

const calendar = (id: string, name: string) => ({ id, name, isDefault: false, canEdit: true, own: true });
const entity = (type: string, label: string) => ({ type, label });
function around(calendars: [string, string][], entities: [string, string][]) {
  return {
    outlook: { calendars: calendars.map(([id, name]) => calendar(id, name)) },
    espo: { entities: entities.map(([type, label]) => entity(type, label)) },
  } as unknown as NonNullable<Parameters<typeof settingsText>[1]>;
}
const HERE = around(
  [
    ['c1', 'Calendar'],
    ['c2', 'Customers'],
    ['c3', 'Team'],
  ],
  [
    ['Meeting', 'Meeting'],
    ['CVisit', 'Visit'],
  ],
);
const CONNECTION = { clientId: 'app', tenantId: 'tenant', espoAddress: 'https://crm.example.com' };
const MINE: Settings = {
  ...defaultSettings(),
  enabled: true,
  direction: 'both',
  mainCalendar: 'c1',
  otherCalendars: ['c2', 'c3'],
  entities: [
    { type: 'Meeting', label: '' },
    { type: 'CVisit', label: 'Visit' },
  ],
  locationField: { CVisit: 'place' },
  blockList: ['boss@example.com'],
};
const FILE = settingsText(MINE, HERE, CONNECTION);
const refusal = (text: string): SyncError => {
  try {
    readSettings(text, MINE, HERE);
  } catch (thrown) {
    if (thrown instanceof SyncError) return thrown;
  }
  throw new Error('not refused');
};

describe('settings as a file', () => {
  it('comes back as it was, but does not switch the sync on', () => {
    expect(readSettings(FILE, MINE, HERE)).toEqual({ settings: MINE, notHere: [], connection: CONNECTION });
    expect(readSettings(FILE, defaultSettings(), HERE).settings).toEqual({ ...MINE, enabled: false });
    expect(FILE).not.toContain('enabled');
  });

  it('finds calendars by name in another mailbox, and names what is not there', () => {
    const other = around(
      [
        ['x1', 'Calendar'],
        ['x2', 'Customers'],
        ['x3', 'Customers'],
      ],
      [['Meeting', 'Meeting']],
    );
    const { settings, notHere } = readSettings(FILE, defaultSettings(), other);
    expect(settings).toMatchObject({
      mainCalendar: 'x1',
      otherCalendars: [],
      entities: [{ type: 'Meeting', label: '' }],
      locationField: {},
    });
    expect(notHere.sort()).toEqual(['Customers', 'Team', 'Visit']);
  });

  it('leaves as it is what it does not name, and what cannot be taken over', () => {
    const old = JSON.parse(FILE) as { settings: Record<string, unknown> };
    old.settings = { direction: 'both', mainCalendar: 'gone' };
    const { settings, notHere } = readSettings(JSON.stringify(old), { ...MINE, direction: 'outlookToEspo' }, HERE);
    expect(settings).toEqual({ ...MINE, direction: 'both' });
    expect(notHere).toEqual(['gone']);
  });

  it('refuses what is no file of ours, a newer one, and a setting that is none', () => {
    const file = JSON.parse(FILE) as { settings: object };
    for (const [text, detail] of [
      ['', 'this is no file of settings'],
      ['{"a": 1}', 'this is no file of settings'],
      [JSON.stringify({ ...file, version: 99 }), 'a newer version made this file'],
      [JSON.stringify({ ...file, settings: { direction: 'sideways' } }), 'a setting in it is none'],
    ] as const)
      expect(refusal(text)).toMatchObject({ code: 'settings.invalid', detail });
  });
});

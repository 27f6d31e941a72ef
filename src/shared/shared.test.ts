import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { errorWords } from '../../test/surface/english';
import { readAddress } from './address';
import { ERRORS, REASONS, SyncError, toSyncError } from './codes';
import { MESSAGES } from './messages';
import { say } from './say';
import { defaultSettings, SettingsSchema, settingsProblem, splitLabel } from './settings';

describe('codes', () => {
  it('every code and reason has a sentence; every error that needs the user has a way out', () => {
    for (const [code, family] of Object.entries(ERRORS)) {
      const text = errorWords(code as keyof typeof ERRORS);
      expect([code, text.sentence.endsWith('.')]).toEqual([code, true]);
      if (family === 'user') expect([code, text.remedy !== '']).toEqual([code, true]);
    }
    for (const reason of REASONS) expect([reason, say(`reason_${reason}`).endsWith('.')]).toEqual([reason, true]);
  });

  it('an unknown throw is our bug; a full disk, a broken store and an abort are not', () => {
    expect(toSyncError(new RangeError('x')).code).toBe('bug');
    expect(toSyncError(new DOMException('', 'QuotaExceededError')).code).toBe('store.full');
    expect(toSyncError(new DOMException('', 'InvalidStateError')).code).toBe('store.broken');
    expect(toSyncError(new DOMException('', 'AbortError')).code).toBe('sync.stopped');
    // As Dexie hands it on: the transaction was aborted, and the full disk is the cause of it.
    const aborted = Object.assign(new Error('aborted'), {
      name: 'AbortError',
      inner: new DOMException('', 'QuotaExceededError'),
    });
    expect(toSyncError(aborted).code).toBe('store.full');
    expect(toSyncError(new Error('x', { cause: new SyncError('ms.server') })).code).toBe('ms.server');
    expect(toSyncError(new SyncError('espo.locked')).code).toBe('espo.locked');
  });
});

describe('settings', () => {
  it('take their defaults, and refuse what does not fit', () => {
    expect(defaultSettings()).toMatchObject({ direction: 'outlookToEspo', enabled: false, privateEvents: 'leaveOut' });
    expect(v.safeParse(SettingsSchema, { direction: 'sideways' }).success).toBe(false);
    expect(v.safeParse(SettingsSchema, { syncSince: '01.12.2026' }).success).toBe(false);
  });

  it('name what is wrong with labels', () => {
    const settings = (entities: { type: string; label: string }[]) =>
      settingsProblem({ ...defaultSettings(), defaultEntity: 'Meeting', entities })?.code;
    expect(
      settings([
        { type: 'Meeting', label: '' },
        { type: 'Call', label: 'Call' },
      ]),
    ).toBeUndefined();
    expect(
      settings([
        { type: 'Meeting', label: '' },
        { type: 'Call', label: ' ' },
      ]),
    ).toBe('emptyLabel');
    expect(
      settings([
        { type: 'Meeting', label: 'x' },
        { type: 'Call', label: 'X ' },
      ]),
    ).toBe('sameLabel');
    expect(settings([{ type: 'Call', label: 'Call' }])).toBe('defaultEntity');
    expect(settings([{ type: 'Meeting', label: 'a:b' }])).toBe('colon');
  });

  it('read a label at the start of a subject in any case', () => {
    const entities = [
      { type: 'Meeting', label: '' },
      { type: 'Call', label: 'Call' },
    ];
    expect(splitLabel('CALL:  Bob', entities)).toEqual({ type: 'Call', name: 'Bob' });
    expect(splitLabel('Re: Bob', entities)).toEqual({ type: undefined, name: 'Re: Bob' });
    expect(splitLabel(': Bob', entities)).toEqual({ type: undefined, name: ': Bob' });
  });
});

describe('a sloppily typed address', () => {
  it.each([
    ['crm.example.com', ['https://crm.example.com'], ['https://crm.example.com/*']],
    [' https://crm.example.com/#Meeting/view/1 ', ['https://crm.example.com'], ['https://crm.example.com/*']],
    ['HTTPS://CRM.example.com/api/v1/', ['https://crm.example.com'], ['https://crm.example.com/*']],
    ['https:/crm.example.com/index.php', ['https://crm.example.com'], ['https://crm.example.com/*']],
    [
      'example.com/tools/espo/',
      ['https://example.com/tools/espo', 'https://example.com/tools', 'https://example.com'],
      ['https://example.com/*'],
    ],
    ['https://crm.example.com:8443', ['https://crm.example.com:8443'], ['https://crm.example.com/*']],
    ['http://localhost:8080/espo', ['http://localhost:8080/espo', 'http://localhost:8080'], ['http://localhost/*']],
    [
      'localhost:8080',
      ['http://localhost:8080', 'https://localhost:8080'],
      ['http://localhost/*', 'https://localhost/*'],
    ],
    ['http://127.0.0.1', ['http://127.0.0.1'], ['http://127.0.0.1/*']],
  ])('%s', (typed, bases, origins) => {
    expect(readAddress(typed)).toEqual({ bases, origins });
  });

  it.each([
    ['', 'espo.addressMissing'],
    ['not an address', 'espo.addressMissing'],
    ['ftp://crm.example.com', 'espo.addressMissing'],
    ['https://user:secret@crm.example.com', 'espo.addressMissing'],
    ['http://crm.example.com', 'espo.plainHttp'],
    ['http://[::1]', 'espo.plainHttp'],
    ['https://*.example', 'espo.addressMissing'],
    ['crm.*.example/espo', 'espo.addressMissing'],
    ['https://*/', 'espo.addressMissing'],
  ])('%s is refused', (typed, code) => {
    expect(readAddress(typed)).toBe(code);
  });
});

describe('messages', () => {
  it('refuse what is malformed', () => {
    expect(v.safeParse(MESSAGES['badges.lookup'].request, { ids: 'x' }).success).toBe(false);
    expect(v.safeParse(MESSAGES['badges.lookup'].request, { ids: Array(2001).fill('x') }).success).toBe(false);
    expect(v.safeParse(MESSAGES['settings.save'].request, { settings: { direction: 'x' } }).success).toBe(false);
  });
});

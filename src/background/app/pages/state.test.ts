import { describe, expect, it, vi } from 'vitest';
import { defaultSettings } from '../../../shared/settings';
import type { Pair } from '../../store/database';
import type { EspoSurroundings, OutlookSurroundings } from '../kept/surroundings';
import { missingGrant } from './state';

vi.mock('webextension-polyfill', () => ({ default: {} }));
vi.mock('../../auth/microsoft', () => ({ Microsoft: class {} }));
vi.hoisted(() => {
  (globalThis as unknown as { __DEFAULTS__: unknown }).__DEFAULTS__ = { CLIENT_ID: '', TENANT_ID: '' };
});

const outlook = {} as OutlookSurroundings;
const read = { at: 0, stale: [], lastSeen: { names: {}, used: {} } };
const espo = { entities: [{ rights: { create: false, edit: 'own', remove: 'no' } }] } as unknown as EspoSurroundings;

describe('who has to grant what', () => {
  it('which administrator has to grant what', () => {
    const pair = (direction: 'both' | 'outlookToEspo' | 'espoToOutlook') =>
      ({ settings: { ...defaultSettings(), direction } }) as Pair;
    expect(missingGrant(pair('both'), { outlook, espo: { ...espo, entities: [] }, ...read }, true)).toContain(
      'EspoCRM administrator',
    );
    expect(missingGrant(pair('outlookToEspo'), { outlook, espo, ...read }, true)).toContain('create');
    expect(missingGrant(pair('espoToOutlook'), { outlook, espo, ...read }, false)).toContain('Calendars.ReadWrite');
    expect(missingGrant(pair('espoToOutlook'), { outlook, espo, ...read }, true)).toBe('');
  });
});

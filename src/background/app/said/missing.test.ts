import { expect, it } from 'vitest';
import { type Direction, defaultSettings } from '../../../shared/settings';
import type { EspoSurroundings, OutlookSurroundings } from '../kept/surroundings';
import { missingGrant } from './missing';

const outlook = {} as OutlookSurroundings;
const read = { at: 0, stale: [], lastSeen: { names: {}, used: {} } };
const espo = { entities: [{ rights: { create: false, edit: 'own', remove: 'no' } }] } as unknown as EspoSurroundings;
const settings = (direction: Direction) => ({ ...defaultSettings(), direction });

it('says what has to be granted, and by whom', () => {
  expect(missingGrant(settings('both'), { outlook, espo: { ...espo, entities: [] }, ...read }, true)).toBe(
    'espoAccess',
  );
  expect(missingGrant(settings('outlookToEspo'), { outlook, espo, ...read }, true)).toBe('espoCreate');
  expect(missingGrant(settings('espoToOutlook'), { outlook, espo, ...read }, false)).toBe('outlookWrite');
  expect(missingGrant(settings('espoToOutlook'), { outlook, espo, ...read }, true)).toBe('');
});

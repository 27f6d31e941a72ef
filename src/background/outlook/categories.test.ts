import { expect, it } from 'vitest';
import { outlookItem } from '../../../test/contract/examples';
import type { Intent } from '../sync/model/port';
import { besideOthers } from './categories';

const write = (fields = {}): Intent => ({
  ...{ op: 'update', key: 'k', ref: 'r', feed: 'f', fields, expect: { side: 'outlook', etag: 'e' } },
  category: { added: 'EspoCRM' },
});
const bearing = (...categories: string[]) => outlookItem({ categories });

it('is written beside what the event bears now, and not where it bears it already', () => {
  expect(besideOthers(write(), bearing('Red'))).toMatchObject({ category: { added: 'EspoCRM', beside: ['Red'] } });
  expect(besideOthers(write(), bearing('ESPOCRM'))).toBeUndefined();
  expect(besideOthers(write({ title: 'T' }), bearing('EspoCRM'))).not.toHaveProperty('category');
  const remove: Intent = { op: 'remove', key: 'k', ref: 'r', feed: 'f', expect: { side: 'outlook', etag: 'e' } };
  expect(besideOthers(remove, bearing())).toBe(remove);
});

import { expect, it } from 'vitest';
import { requiredFields, withDefaults } from './required-fields';

const FIELDS = {
  name: { type: 'varchar', required: true },
  dateStart: { type: 'datetimeOptional', required: true },
  assignedUser: { type: 'link', required: true },
  kind: { type: 'enum', required: true, options: ['', 'On site', 'By phone'] },
  given: { type: 'enum', required: true, options: ['A', 'B'], default: 'A' },
  goals: { type: 'multiEnum', required: true, options: ['Sell', 'Listen'] },
  count: { type: 'int', required: true },
  reason: { type: 'varchar', required: true },
  free: { type: 'varchar' },
  closed: { type: 'varchar', required: true },
  picture: { type: 'image', required: true },
  odd: 'no field at all',
};
const writable = (name: string) => name !== 'closed';
const labels = [{ fields: { kind: 'Besuchsart' }, options: { kind: { 'On site': 'Vor Ort' } } }, undefined];

it('are those that nothing else fills and a text can stand in', () => {
  expect(requiredFields(FIELDS, writable, labels)).toEqual([
    {
      name: 'kind',
      label: 'Besuchsart',
      type: 'enum',
      options: [
        { value: 'On site', label: 'Vor Ort' },
        { value: 'By phone', label: 'By phone' },
      ],
    },
    {
      name: 'goals',
      label: 'goals',
      type: 'multiEnum',
      options: [
        { value: 'Sell', label: 'Sell' },
        { value: 'Listen', label: 'Listen' },
      ],
    },
    { name: 'count', label: 'count', type: 'int', options: [] },
    { name: 'reason', label: 'reason', type: 'varchar', options: [] },
  ]);
});

it('get what was chosen, as their type, where the record says nothing', () => {
  const required = requiredFields(FIELDS, writable, labels);
  const chosen = { kind: 'On site', goals: 'Listen', count: '2,4', reason: ' ', free: 'x' };
  expect(withDefaults({ name: 'Visit', kind: null }, required, chosen)).toEqual({
    name: 'Visit',
    kind: 'On site',
    goals: ['Listen'],
    count: 2,
  });
  expect(withDefaults({ reason: 'Said' }, required, { reason: 'Chosen', count: 'many' })).toEqual({ reason: 'Said' });
});

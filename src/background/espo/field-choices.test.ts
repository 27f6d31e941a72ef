import { expect, it } from 'vitest';
import { textFields } from './field-choices';

const FIELDS = {
  name: { type: 'varchar' },
  description: { type: 'text' },
  uid: { type: 'varchar' },
  cOutlookUid: { type: 'varchar' },
  cPlace: { type: 'varchar' },
  cNotes: { type: 'text' },
  cLink: { type: 'url' },
  joinUrl: { type: 'url' },
  status: { type: 'enum' },
  odd: 'no field at all',
};

it('offers the writable texts and links that mean nothing else, as EspoCRM labels them', () => {
  const writable = (name: string) => name !== 'joinUrl';
  const labels = [{ fields: { cPlace: 'Ort', cLink: 7 } }, { fields: { cPlace: 'Place', cNotes: 'Notes' } }, undefined];
  expect(textFields(FIELDS, writable, labels)).toEqual([
    { name: 'cPlace', label: 'Ort', type: 'varchar' },
    { name: 'cNotes', label: 'Notes', type: 'text' },
    { name: 'cLink', label: 'cLink', type: 'url' },
  ]);
});

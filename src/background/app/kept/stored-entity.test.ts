import * as v from 'valibot';
import { expect, it } from 'vitest';
import { exampleEntity } from '../../../../test/contract/examples';
import { limit, TEXT } from '../../espo/text-limits';
import { StoredEntity } from './stored-entity';

const again = (value: unknown) => v.parse(StoredEntity, JSON.parse(JSON.stringify(value)));

it('an entity comes back as it was stored, also without what it lacks', () => {
  const whole = exampleEntity({
    collaborators: true,
    keyField: limit('cOutlookUid', 32),
    joinLinkField: limit('cJoin', 100, '[a-z]+'),
  });
  expect(again(whole)).toEqual(whole);
  const poor = exampleEntity({ descriptionField: undefined, locationField: undefined, cancelTo: undefined });
  expect(again(poor)).toEqual(poor);
});

it('what an earlier version stored is what that version went by', () => {
  const { nameField, descriptionField, responses, readOnly, cancelTo, unfitKeyField, ...rest } = exampleEntity();
  const before = {
    ...rest,
    locationField: 'cLocation',
    joinLinkField: { name: 'cJoin', length: 100 },
    keyField: 'cOutlookUid',
  };
  expect(again(before)).toEqual({
    ...rest,
    responses,
    readOnly,
    unfitKeyField,
    nameField: limit('name'),
    descriptionField: limit('description', TEXT),
    locationField: limit('cLocation'),
    joinLinkField: limit('cJoin', 100),
    keyField: limit('cOutlookUid'),
    cancelTo: 'Not Held',
  });
  expect([nameField.name, descriptionField?.name, cancelTo]).toEqual(['name', 'description', 'Not Held']);
});

import type { FieldDef } from './types.ts';

/** The attributes one field stores, by its type. */
export function attributesOf(name: string, def: FieldDef): string[] {
  switch (def.type) {
    case 'link':
    case 'linkOne':
    case 'image':
      return [`${name}Id`, `${name}Name`];
    case 'linkParent':
      return [`${name}Id`, `${name}Type`, `${name}Name`];
    case 'linkMultiple':
      return [`${name}Ids`, `${name}Names`, `${name}Columns`];
    case 'email':
    case 'phone':
      return [name, `${name}Data`];
    case 'datetimeOptional':
      return [name, `${name}Date`];
    case 'address':
    case 'map':
    case 'password':
    case 'attachmentMultiple':
      return [];
    default:
      return [name];
  }
}

import type { Core } from './core.ts';
import { readDateTime, readDay } from './dates.ts';
import { validation } from './errors.ts';
import { matches } from './patterns.ts';
import { validAddress } from './person.ts';
import type { FieldDef, Row } from './types.ts';

/** Drops what may not be written and trims strings, before anything is looked at. */
export function sanitize(
  core: Core,
  entity: string,
  body: Record<string, unknown>,
  frozen: ReadonlySet<string>,
): Record<string, unknown> {
  const writable: Record<string, unknown> = {};
  const { trimsStrings } = core.traits;
  for (const [key, value] of Object.entries(body)) {
    if (key === 'id' || key === 'deleted' || frozen.has(key)) continue;
    const def =
      core.schema.field(entity, key) ?? core.schema.field(entity, key.replace(/(Id|Ids|Type|Columns|Names|Data)$/, ''));
    if (!def || (def.readOnly && !(key === 'uid' && !core.quirks.hidesUid))) continue;
    if (typeof value !== 'string' || !trimsStrings) {
      writable[key] = value;
      continue;
    }
    const trimmed = core.quirks.trim && def.type !== 'text' && def.type !== 'password' ? value.trim() : value;
    writable[key] = trimmed === '' && core.quirks.emptyIsNull ? null : trimmed;
  }
  return writable;
}

/** One field at a time, in the order of the definitions: the first failure is the answer (espo.md 8). */
export function validate(core: Core, entity: string, body: Record<string, unknown>, old?: Row): void {
  for (const [name, def] of Object.entries(core.schema.defs[entity]?.fields ?? {}))
    checkField(core, entity, name, def, body, old);
}

function checkField(
  core: Core,
  entity: string,
  name: string,
  def: FieldDef,
  body: Record<string, unknown>,
  old?: Row,
): void {
  const key = def.type === 'link' ? `${name}Id` : name;
  const twin = def.type === 'datetimeOptional' ? `${name}Date` : undefined;
  const touched = key in body || (twin !== undefined && twin in body);
  if (old && !touched) return;
  const value = body[key];
  if (def.required && name !== 'dateEnd' && !(name === 'assignedUser' && !core.quirks.assignedRequired)) {
    const twinValue = twin ? (body[twin] ?? (old && !(twin in body) ? old[twin] : undefined)) : undefined;
    const has = value ?? (old && !(key in body) ? old[key] : undefined) ?? twinValue;
    if (has === undefined || has === null || has === '') throw validation(entity, name, 'required');
  }
  if (!(key in body)) return;
  if (typeof value === 'string' && value !== '') checkText(core, entity, name, def, value);
  if (def.type === 'enum' && def.options && !def.options.includes(value as string)) {
    if (!(value === null && def.options.includes(''))) throw validation(entity, name, 'valid');
  }
  if (def.type === 'datetime' || def.type === 'datetimeOptional') {
    body[key] = readDateTime(entity, name, value, core.traits.isoDates, core.quirks.strictDates);
  }
  if (def.type === 'date') readDay(entity, name, value);
  if (def.type === 'email' && typeof value === 'string' && !validAddress(value))
    throw validation(entity, name, 'emailAddress');
}

/** Lengths are characters; a text has a limit only where an administrator set one. */
function checkText(core: Core, entity: string, name: string, def: FieldDef, value: string): void {
  if (!['varchar', 'text', 'url', 'personName'].includes(def.type)) return;
  const limit = def.maxLength ?? (['varchar', 'url'].includes(def.type) ? 255 : undefined);
  if (limit !== undefined && core.quirks.maxLength && [...value].length > limit)
    throw validation(entity, name, 'maxLength');
  if (!core.quirks.nameCharacters) return;
  if (def.pattern && !matches(def.pattern, value)) throw validation(entity, name, 'pattern');
  if (def.type === 'url' && !matches('$uriOptionalProtocol', value)) throw validation(entity, name, 'valid');
}

/** Fields that a record cannot be made without and no event fills, and what the user has chosen for them. */
import * as v from 'valibot';
import { labelsIn } from './field-choices';
import { Field, type Fields } from './schema';

export const REQUIRED_TYPES = ['enum', 'multiEnum', 'varchar', 'text', 'url', 'int', 'float'] as const;
/** What every new record is sent with. */
const SENT = ['name', 'dateStart', 'dateEnd', 'dateStartDate', 'dateEndDate', 'isAllDay', 'duration', 'status'];

/** A field with what may stand in it. */
export interface RequiredField {
  name: string;
  /** As EspoCRM labels it in the user's language. */
  label: string;
  type: (typeof REQUIRED_TYPES)[number];
  /** Of an enum, as EspoCRM calls them; empty: any text. */
  options: { value: string; label: string }[];
}

const Required = v.looseObject({ required: v.fallback(v.nullish(v.boolean(), false), false) });
const Options = v.looseObject({ options: v.nullish(v.record(v.string(), v.unknown()), {}) });
const Names = v.record(v.string(), v.string());

/** `labels`: the entity's part of I18n, and the one for all entities. What EspoCRM fills by itself needs nobody. */
export function requiredFields(
  fields: v.InferOutput<typeof Fields>,
  writable: (name: string, types: readonly string[]) => boolean,
  labels: readonly unknown[],
): RequiredField[] {
  return Object.keys(fields).flatMap((name) => {
    const field = v.safeParse(Field, fields[name]);
    const required = v.safeParse(Required, fields[name]);
    if (!field.success || !required.success || !required.output.required || SENT.includes(name)) return [];
    const { default: given, options } = field.output;
    const type = REQUIRED_TYPES.find((one) => one === field.output.type);
    if (!type || !writable(name, [type]) || (given !== undefined && given !== null && given !== '')) return [];
    const named = optionNames(name, labels);
    const choices = (options ?? [])
      .filter((value) => value !== '')
      .map((value) => ({ value, label: named[value] ?? value }));
    return [{ name, label: labelsIn(labels)(name), type, options: type.endsWith('num') ? choices : [] }];
  });
}

function optionNames(name: string, labels: readonly unknown[]): Record<string, string> {
  for (const part of labels) {
    const parsed = v.safeParse(Options, part);
    const names = parsed.success ? v.safeParse(Names, parsed.output.options?.[name]) : undefined;
    if (names?.success) return names.output;
  }
  return {};
}

/** The body with what was chosen where it says nothing. */
export function withDefaults(
  body: Record<string, unknown>,
  required: readonly RequiredField[],
  chosen: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const given = required.flatMap(({ name, type }): [string, unknown][] => {
    const text = chosen[name]?.trim() ?? '';
    const value = valueOf(text, type);
    return text === '' || value === undefined || !isEmpty(body[name]) ? [] : [[name, value]];
  });
  return given.length > 0 ? { ...body, ...Object.fromEntries(given) } : body;
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

/** undefined for what is no number where one is wanted. */
function valueOf(text: string, type: RequiredField['type']): unknown {
  if (type === 'multiEnum') return [text];
  if (type !== 'int' && type !== 'float') return text;
  const number = Number(text.replace(',', '.'));
  return Number.isFinite(number) ? (type === 'int' ? Math.round(number) : number) : undefined;
}

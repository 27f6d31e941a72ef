/** Fields of an entity that a user may choose for the place or the join link. */
import * as v from 'valibot';
import { Field, type Fields } from './schema';

/** A text field that a user may choose for the place or the join link. */
export interface TextField {
  name: string;
  /** As EspoCRM labels it in the user's language. */
  label: string;
  type: 'varchar' | 'text' | 'url';
}

/** A place is no address of a page; a link may stand in any text. */
export const isPlace = ({ type }: TextField): boolean => type !== 'url';

const TYPES = ['varchar', 'text', 'url'] as const;
export const JOIN_LINK_TYPES: readonly string[] = TYPES;
/** What the sync itself fills, or what means something else. */
const TAKEN = ['name', 'description', 'uid', 'cOutlookUid', 'outlookUid'];

const Labelled = v.looseObject({ fields: v.nullish(v.record(v.string(), v.unknown()), {}) });

/** A field that says yes or no. */
export type BoolField = Omit<TextField, 'type'>;

type Named = v.InferOutput<typeof Fields>;

/** `labels`: the entity's part of I18n, and the one for all entities. */
export function textFields(
  fields: Named,
  writable: (name: string, types: readonly string[]) => boolean,
  labels: readonly unknown[],
): TextField[] {
  const labelOf = labelsIn(labels);
  return Object.keys(fields).flatMap((name) => {
    const field = v.safeParse(Field, fields[name]);
    const type = TYPES.find((one) => field.success && one === field.output.type);
    if (!type || TAKEN.includes(name) || !writable(name, [type])) return [];
    return [{ name, label: labelOf(name), type }];
  });
}

/** What the sync itself writes or knows. */
const KNOWN_BOOLS = ['isAllDay', 'deleted', 'isLocked', 'isStarred'];

/** Read only: an administrator may have a formula say it. */
export function boolFields(
  fields: Named,
  readable: (name: string) => boolean,
  labels: readonly unknown[],
): BoolField[] {
  const labelOf = labelsIn(labels);
  return Object.keys(fields).flatMap((name) => {
    const field = v.safeParse(Field, fields[name]);
    const isBool = field.success && field.output.type === 'bool' && !field.output.disabled;
    return isBool && !KNOWN_BOOLS.includes(name) && readable(name) ? [{ name, label: labelOf(name) }] : [];
  });
}

/** What a field is called. `labels`: the entity's part of I18n, and the one for all entities. */
export function labelsIn(labels: readonly unknown[]): (name: string) => string {
  const texts = labels.flatMap((part) => {
    const parsed = v.safeParse(Labelled, part);
    return parsed.success ? [parsed.output.fields ?? {}] : [];
  });
  return (name) => {
    const label = texts.map((part) => part[name]).find((text) => typeof text === 'string' && text !== '');
    return String(label ?? name);
  };
}

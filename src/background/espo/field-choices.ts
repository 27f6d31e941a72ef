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

/** What a field is called. `labels`: the entity's part of I18n, and the one for all entities. */
export function labelOf(name: string, labels: readonly unknown[]): string {
  const texts = labels.flatMap((part) => {
    const parsed = v.safeParse(Labelled, part);
    return parsed.success ? [parsed.output.fields?.[name]] : [];
  });
  return String(texts.find((text) => typeof text === 'string' && text !== '') ?? name);
}

export function textFields(
  fields: v.InferOutput<typeof Fields>,
  writable: (name: string, types: readonly string[]) => boolean,
  labels: readonly unknown[],
): TextField[] {
  return Object.keys(fields).flatMap((name) => {
    const field = v.safeParse(Field, fields[name]);
    const type = TYPES.find((one) => field.success && one === field.output.type);
    if (!type || TAKEN.includes(name) || !writable(name, [type])) return [];
    return [{ name, label: labelOf(name, labels), type }];
  });
}

/** Who takes part in a record: which of its links hold them. */
import * as v from 'valibot';
import { Field, type Fields, Link } from './schema';

const KINDS: Record<string, string> = { users: 'User', contacts: 'Contact', leads: 'Lead' };

/**
 * Who takes part in a record: many-to-many links with users, contacts and leads. A custom entity may have a hand-made one-to-many link of
 * the same name: whoever is put on one record is taken off another by it, and nobody is asked to come (espo.md 10).
 */
export function attendeeLinks(
  fields: v.InferOutput<typeof Fields>,
  links: Record<string, unknown>,
): { names: string[]; responses: boolean } {
  const names = Object.keys(KINDS).filter((name) => isShown(fields[name]) && isManyToMany(links[name], KINDS[name]));
  return { names, responses: names.includes('users') && 'status' in columnsOf(links['users']) };
}

/** What is not loaded cannot be written as current plus ours. */
function isShown(field: unknown): boolean {
  const parsed = v.safeParse(Field, field);
  if (!parsed.success) return false;
  const { type, disabled, noLoad } = parsed.output;
  return type === 'linkMultiple' && !disabled && !noLoad;
}

/** Hand-made ones have a relation name; those of meetings and calls have a column for the acceptance status instead. */
function isManyToMany(link: unknown, entity: string | undefined): boolean {
  const parsed = v.safeParse(Link, link);
  if (!parsed.success || parsed.output.entity !== entity) return false;
  const { type, relationName } = parsed.output;
  const many = relationName !== '' || Object.keys(columnsOf(link)).length > 0;
  return type === 'manyMany' || (type === 'hasMany' && many);
}

function columnsOf(link: unknown): Record<string, unknown> {
  const parsed = v.safeParse(Link, link);
  return parsed.success ? parsed.output.additionalColumns : {};
}

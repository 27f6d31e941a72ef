/** All that a record holds besides what is carried over. */
import type { EntityType } from './entity-type';

/** What tells every record from every other, or says no more than other attributes do. */
const GIVEN = new Set([
  'id',
  'deleted',
  'createdAt',
  'modifiedAt',
  'modifiedById',
  'versionNumber',
  'streamUpdatedAt',
  'uid',
  'duration',
  'isFollowed',
  'followersIds',
  'acceptanceStatus',
]);
const CARRIED = ['name', 'dateStart', 'dateEnd', 'dateStartDate', 'dateEndDate', 'isAllDay', 'description'];
/** Read again from what they name. */
const DERIVED = /(Name|Names|Columns|Types)$/;

/**
 * All that a record holds besides its name, time and text and what the server gives it: two deliveries of one create hold the same, and
 * whatever a person has added is in it, in fields of the administrator, too.
 */
export function contentOf(record: Readonly<Record<string, unknown>>, { keyField }: EntityType): string {
  const left = Object.entries(record).filter(
    ([name, value]) =>
      !GIVEN.has(name) && !CARRIED.includes(name) && name !== keyField?.name && !DERIVED.test(name) && holds(value),
  );
  const sorted = left.map(([name, value]): [string, unknown] => [
    name,
    Array.isArray(value) ? [...value].sort(byText) : value,
  ]);
  return JSON.stringify(sorted.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Not as `sort` does it: an object may refuse to become a text. */
const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

const holds = (value: unknown): boolean =>
  value !== null &&
  value !== undefined &&
  value !== '' &&
  value !== false &&
  !(Array.isArray(value) && value.length === 0);

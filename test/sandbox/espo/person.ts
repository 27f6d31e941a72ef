import type { Row } from './types.ts';

export interface Address {
  emailAddress: string;
  lower: string;
  primary: boolean;
  optOut: boolean;
  invalid: boolean;
}

export const PEOPLE = ['Contact', 'Lead', 'User'];
export const ADDRESSED = [...PEOPLE, 'Account'];

export const addresses = (row: Row): Address[] => (row['#emails'] as Address[] | undefined) ?? [];
export const primary = (row: Row): string | null => addresses(row).find((one) => one.primary)?.emailAddress ?? null;

const address = (text: string, isPrimary: boolean): Address => ({
  emailAddress: text,
  lower: text.toLowerCase(),
  primary: isPrimary,
  optOut: false,
  invalid: false,
});

/** `emailAddressData` wins over `emailAddress`; a known address keeps the spelling it was first stored with. */
export function applyAddresses(
  row: Row,
  body: Record<string, unknown>,
  spelling: (lower: string) => string | undefined,
) {
  const data = body['emailAddressData'];
  if (Array.isArray(data)) {
    row['#emails'] = (data as Partial<Address>[]).map((one, index) => {
      const text = String(one.emailAddress ?? '');
      return { ...address(spelling(text.toLowerCase()) ?? text, one.primary ?? index === 0) };
    });
  } else if ('emailAddress' in body) {
    const text = body['emailAddress'];
    const rest = addresses(row).filter((one) => !one.primary && one.lower !== String(text ?? '').toLowerCase());
    row['#emails'] =
      typeof text === 'string' && text !== '' ? [address(spelling(text.toLowerCase()) ?? text, true), ...rest] : rest;
  }
}

export const validAddress = (text: unknown) =>
  typeof text === 'string' && /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(text);

/** What the database shows as `name` (personNameFormat firstLast). */
export function personName(entity: string, row: Row): string | null {
  const name = [row['firstName'], row['lastName']].filter((part) => typeof part === 'string' && part !== '').join(' ');
  if (name !== '') return name;
  if (entity === 'User') return String(row['userName'] ?? '');
  return entity === 'Lead' ? primary(row) : null;
}

/** What a POST answer shows: only a name that was composed of two parts, else the fallbacks of Lead and User. */
export function freshName(entity: string, row: Row, old: boolean): string | null {
  if ((row['firstName'] && row['lastName']) || (old && entity === 'Lead')) return personName(entity, row);
  if (entity === 'User') return String(row['userName'] ?? '');
  return entity === 'Lead' ? primary(row) : null;
}

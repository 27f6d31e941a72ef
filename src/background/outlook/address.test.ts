import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanAddress, cleanPerson } from './address';

describe('an address', () => {
  it.each([
    ['jane@customer.example', 'jane@customer.example'],
    ['Jane Doe <jane@customer.example>', 'jane@customer.example'],
    ['"Doe, Jane @ work" <Jane@Customer.example>', 'jane@customer.example'],
    ["'kim@customer.example'", 'kim@customer.example'],
    ['"kim@customer.example"', 'kim@customer.example'],
    ['<lee@customer.example>', 'lee@customer.example'],
    ['SMTP:max@customer.example', 'max@customer.example'],
    ['smtp:Max@customer.example', 'max@customer.example'],
    ['Max <SMTP:max@customer.example>', 'max@customer.example'],
    ['mailto:max@customer.example', 'max@customer.example'],
    ['mailto:max%40customer.example?subject=Hi', 'max@customer.example'],
    ['sip:max@customer.example', 'max@customer.example'],
    ["'mailto:max@customer.example'", 'max@customer.example'],
    ['  MAX@Customer.EXAMPLE\t', 'max@customer.example'],
    ["o'neil@customer.example", "o'neil@customer.example"],
    ['müller@kunde.example', 'müller@kunde.example'],
  ])('%s', (raw, clean) => expect(cleanAddress(raw)).toBe(clean));

  it.each([
    '',
    '   ',
    'Jane Doe',
    'Board of directors <>',
    '/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=0a1b-max',
    'EX:/o=ExchangeLabs/ou=x/cn=Recipients/cn=max',
    '/o=ExchangeLabs/ou=x/cn=max@customer.example',
    'IMCEAEX-_o=ExchangeLabs_ou=x_cn=max@eurprd01.prod.outlook.com',
    'max@',
    '@customer.example',
    'a@b@c',
    'a b@customer.example',
    'a@x.example; b@x.example',
    'a@x.example,b@x.example',
    `${'a'.repeat(400)}@x.example`,
  ])('of nobody: %s', (raw) => expect(cleanAddress(raw)).toBe(''));

  it('is clean once it was cleaned, whatever it was', () => {
    const part = fc.constantFrom(
      'a',
      'B',
      '@',
      '<',
      '>',
      "'",
      '"',
      ' ',
      'smtp:',
      'mailto:',
      '/o=',
      '.',
      'x.example',
      '%40',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const clean = cleanAddress(parts.join(''));
        expect(cleanAddress(clean)).toBe(clean);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('somebody', () => {
  it.each([
    [
      { name: 'Jane', address: 'JANE@x.example' },
      { name: 'Jane', address: 'jane@x.example' },
    ],
    [
      { name: '', address: 'Jane Doe <jane@x.example>' },
      { name: 'Jane Doe', address: 'jane@x.example' },
    ],
    [
      { name: "'Jane Doe'", address: '' },
      { name: 'Jane Doe', address: '' },
    ],
    [
      { name: '', address: 'Meeting room' },
      { name: 'Meeting room', address: '' },
    ],
    [
      { name: 'Max', address: '/o=ExchangeLabs/cn=max' },
      { name: 'Max', address: '' },
    ],
    [
      { name: '', address: '/o=ExchangeLabs/cn=max' },
      { name: '', address: '' },
    ],
    [
      { name: '/o=ExchangeLabs/cn=max', address: '/o=ExchangeLabs/cn=max' },
      { name: '', address: '' },
    ],
    [
      { name: ' ', address: 'kim@x.example' },
      { name: '', address: 'kim@x.example' },
    ],
    [undefined, { name: '', address: '' }],
  ])('%j', (raw, person) => expect(cleanPerson(raw)).toEqual(person));

  it('has no name that fills the store', () => {
    expect(cleanPerson({ name: 'x '.repeat(10_000), address: '' }).name.length).toBeLessThanOrEqual(200);
  });
});

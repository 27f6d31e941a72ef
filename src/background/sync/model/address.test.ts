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
    // What nobody sees: marks of direction and width, and the root of all domains.
    ['ben@contoso.example\u200b', 'ben@contoso.example'],
    ['\u202aben@contoso.example\u202c', 'ben@contoso.example'],
    ['\u200eben@con\u00adtoso.example\u2069', 'ben@contoso.example'],
    ['mailto:%E2%80%8Bben@contoso.example', 'ben@contoso.example'],
    ['ben@contoso.example.', 'ben@contoso.example'],
    ["'ben@contoso.example.'.", 'ben@contoso.example'],
    // One address, and what is left of a list or of brackets.
    ['<<jane@x.example>>', 'jane@x.example'],
    ['<jane@x.example', 'jane@x.example'],
    ['jane@x.example>', 'jane@x.example'],
    ['mailto:<jane@x.example>', 'jane@x.example'],
    ['jane@x.example;', 'jane@x.example'],
    ['jane@x.example,', 'jane@x.example'],
    ['jane@x.example (Jane, of Acme)', 'jane@x.example'],
    ['Jane (Acme) <jane@x.example>;', 'jane@x.example'],
    ['Doe, Jane <jane@x.example>', 'jane@x.example'],
    ['jane@x.example, Jane <JANE@x.example>', 'jane@x.example'],
    // A name that is spelt like an address.
    ['jane@home.example <jane@x.example>', 'jane@x.example'],
    ['"bob@x.example, for Jane" <jane@x.example>', 'jane@x.example'],
    ['Guest(2002)@x.example', 'guest(2002)@x.example'],
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
    'Jane <jane@x.example>, Bob <bob@x.example>',
    '<jane@x.example> <bob@x.example>',
    'bob@x.example; Jane <jane@x.example>',
    'Jane <jane@x.example>; bob@x.example',
    'Max </o=ExchangeLabs/ou=x, y/cn=max@customer.example>',
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
      '.',
      ';',
      '(',
      ')',
      '\u200b',
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

it('is found in a long text at once', () => {
  for (const part of ['<', '<a', '"', '" ', ' (', 'a,', '\u200b', '.', '/o=', "'"]) {
    const begin = performance.now();
    cleanPerson({ name: '', address: part.repeat(10_000) });
    expect([part, performance.now() - begin < 1000]).toEqual([part, true]);
  }
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
    [
      { name: '\u200eJane\u200b', address: 'jane@x.example\u200b' },
      { name: 'Jane', address: 'jane@x.example' },
    ],
    // Two in one field are nobody's address, and neither of them alone.
    [
      { name: '', address: 'Jane <jane@x.example>, Bob <bob@x.example>' },
      { name: 'Jane <jane@x.example>, Bob <bob@x.example>', address: '' },
    ],
  ])('%j', (raw, person) => expect(cleanPerson(raw)).toEqual(person));

  it('has no name that fills the store', () => {
    expect(cleanPerson({ name: 'x '.repeat(10_000), address: '' }).name.length).toBeLessThanOrEqual(200);
  });
});

import { describe, expect, it } from 'vitest';
import { format } from './message-format';

const EN = { locale: 'en', rtl: false };
const said = (pattern: string, args = {}, language = EN) => format(pattern, args, language).join('');

describe('a sentence', () => {
  it('takes words and numbers into its gaps', () => {
    expect(said('{a} of {b}: it’s {c}', { a: 1, b: 1200, c: 'Bob' })).toBe('1 of 1,200: it’s Bob');
    expect(said('no gap')).toBe('no gap');
  });

  it('counts as its language does', () => {
    const pattern = '{n, plural, =0 {nothing} one {# record of {who}} other {# records of {who}}}';
    expect([0, 1, 2000].map((n) => said(pattern, { n, who: 'Ann' }))).toEqual([
      'nothing',
      '1 record of Ann',
      '2,000 records of Ann',
    ]);
    const ukrainian = '{n, plural, one {# запис} few {# записи} many {# записів} other {# запису}}';
    const uk = { locale: 'uk', rtl: false };
    expect([1, 3, 5, 21].map((n) => said(ukrainian, { n }, uk))).toEqual([
      '1 запис',
      '3 записи',
      '5 записів',
      '21 запис',
    ]);
  });

  it('picks by a word, and by nothing being known', () => {
    const pattern =
      '{side, select, outlook {Outlook} other {EspoCRM}} {who, select, none {that you chose} other {{who}}}';
    expect(said(pattern, { side: 'outlook', who: '' })).toBe('Outlook that you chose');
    expect(said(pattern, { side: 'espo', who: 'anna' })).toBe('EspoCRM anna');
  });

  it('keeps a number of the outer plural inside of another gap', () => {
    const pattern = '{n, plural, one {# {x, select, a {A#} other {B}}} other {# {x, select, a {A#} other {B}}}}';
    expect(said(pattern, { n: 3, x: 'a' })).toBe('3 A3');
  });

  it('isolates what people wrote where one of the two runs from right to left', () => {
    expect(said('with {who}', { who: 'Bob' })).toBe('with Bob');
    expect(said('with {who}', { who: 'ليلى' })).toBe('with \u2068ليلى\u2069');
    expect(said('مع {who}', { who: 'Bob' }, { locale: 'ar', rtl: true })).toBe('مع \u2068Bob\u2069');
  });

  it('takes signs that turn the text out of what people wrote, and keeps it apart', () => {
    for (const bad of [
      '\u202egnp.exe',
      '\u2067gnp.exe',
      'gnp\u2069.exe',
      '\u2068gnp.exe',
      '\u202agnp\u202c\u202d.exe\u2066',
    ])
      expect(said('with {who}.', { who: bad })).toBe('with \u2068gnp.exe\u2069.');
    expect(said('{who}', { who: 'א\u2069\u202egnp' })).toBe('\u2068אgnp\u2069');
    expect(said('{who}', { who: '\u202e' })).toBe('');
    // Parts that were isolated one by one stay so.
    expect(said('{who}', { who: 'Bob and \u2068ليلى\u2069' })).toBe('\u2068Bob and \u2068ليلى\u2069\u2069');
    expect(said('{who}', { who: '\u2068'.repeat(100_000) })).toBe('');
  });

  it('leaves elements as they are, with the texts around them whole', () => {
    const element = { element: true };
    expect(format<object>('{n} since {time}.', { n: 2, time: element }, EN)).toEqual(['2 since ', element, '.']);
  });

  it('a brace that is not closed is refused', () => expect(() => said('{a')).toThrow(SyntaxError));
});

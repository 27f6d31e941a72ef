import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { branchesOf, format } from '../../src/shared/message-format.ts';
import { pseudoLong, pseudoRtl } from './pseudo.ts';
import { LANGUAGES, type Messages, messagesOf } from './texts.ts';

const SRC = path.join(import.meta.dirname, '../../src');
const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
  .map((name) => ({ name, text: readFileSync(path.join(SRC, name), 'utf8') }));
const english = messagesOf('en');
const keys = Object.keys(english);
const manifest = readFileSync(path.join(SRC, '../manifest.config.ts'), 'utf8');

/** The names of the gaps of a text, each once. */
function gaps(text: string): string[] {
  const found = new Set<string>();
  for (const inside of partsOf(text)) {
    const [, name = '', rest] = /^(\w+)(?:, \w+,(.*))?$/s.exec(inside) ?? [];
    found.add(name);
    for (const branch of rest === undefined ? [] : branchesOf(rest).values())
      for (const one of gaps(branch)) found.add(one);
  }
  return [...found].sort();
}

/** What stands in braces, the outermost ones. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (const [at, letter] of [...text].entries()) {
    if (letter === '{' && depth++ === 0) from = at + 1;
    if (letter === '}' && --depth === 0) parts.push([...text].slice(from, at).join(''));
  }
  return parts;
}

describe('texts', () => {
  it.each(LANGUAGES.filter((language) => language !== 'en'))('in %s there is each, and no other', (language) => {
    expect(Object.keys(messagesOf(language)).sort()).toEqual([...keys].sort());
  });

  it.each(LANGUAGES.filter((language) => language !== 'en'))('in %s have the gaps of the English ones', (language) => {
    const messages = messagesOf(language);
    const wrong = keys.filter(
      (key) => String(gaps(messages[key]?.message ?? '')) !== String(gaps(english[key]?.message ?? '')),
    );
    expect(wrong).toEqual([]);
  });

  const all: [string, Messages][] = [
    ...LANGUAGES.map((language): [string, Messages] => [language, messagesOf(language)]),
    ['long', pseudoLong()],
    ['from right to left', pseudoRtl()],
  ];
  it.each(all)('in %s can be said with any number', (_name, messages) => {
    const language = { locale: messages['locale']?.message ?? '', rtl: messages['direction']?.message === 'rtl' };
    for (const [key, { message }] of Object.entries(messages))
      for (const n of [0, 1, 2, 3, 5, 11, 100, 1_000_000]) {
        const said = format(message, Object.fromEntries(gaps(message).map((gap) => [gap, n])), language).join('');
        expect([key, said.trim() === '' || /undefined|NaN|[{}]/.test(said)]).toEqual([key, false]);
      }
  });

  it('are all used', () => {
    // Keys made of a stem and a code: `reason_${...}`.
    const stems = new Set(
      sources.flatMap(({ text }) => [...text.matchAll(/[`'"]?(\w+_)\$\{/g)].map(([, stem]) => stem)),
    );
    const unused = keys.filter((key) => {
      if (manifest.includes(`__MSG_${key}__`)) return false;
      if (sources.some(({ text }) => text.includes(`'${key}'`))) return false;
      return ![...stems].some((stem) => stem !== undefined && key.startsWith(stem));
    });
    expect(unused).toEqual([]);
  });

  it('are words of people, without codes', () => {
    const words = /tombstone|overruled|taken apart|\bmaster\b|dateStart|\bnull\b/i;
    expect(keys.filter((key) => words.test(english[key]?.message ?? ''))).toEqual([]);
  });
});

describe('the pages', () => {
  it('have no text of their own', () => {
    // Between tags, or in an attribute that is read out: letters that stand there as they are.
    const texts =
      /(?:^|[^=])>\s*([A-Z][a-z]+ ?[^<>{}=;()]*)<|(?:aria-label|title|placeholder|alt|label|hint)="([^"]*[a-z]{2}[^"]*)"/g;
    const found = sources
      .filter(({ name }) => name.startsWith('popup') && name.endsWith('.tsx'))
      .flatMap(({ name, text }) => [...text.matchAll(texts)].map(([, a, b]) => `${name}: ${a ?? b}`));
    // How an address looks is the same in each language.
    expect(found).toEqual(['popup/connect/espo-form.tsx: crm.example.com']);
  });

  it('nor has what stands in Outlook: words between quotes that begin like a sentence', () => {
    const found = sources
      .filter(({ name }) => name.startsWith('content'))
      .flatMap(({ name, text }) =>
        [...text.matchAll(/['"`]([A-Z][a-z]+ (?:[a-z]+ ?)+[….]?)['"`]/g)].map(([, a]) => `${name}: ${a}`),
      );
    expect(found).toEqual([]);
  });

  it('nor have the marks: what is said in their place is a key that the browser fills in', () => {
    const css = readFileSync(path.join(SRC, 'content/draw/marks.css'), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
    const said = [...css.matchAll(/content: "[^"]*" \/ "([^"]*)"/g)].map(([, text = '']) => text);
    expect(said).toHaveLength(7);
    for (const text of said) {
      const key = /^EspoCRM: __MSG_(\w+)__$/.exec(text)?.[1] ?? text;
      // A quote would end the string of the stylesheet.
      for (const language of LANGUAGES) expect(messagesOf(language)[key]?.message).toMatch(/^[^"\\{}]+$/);
    }
  });
});

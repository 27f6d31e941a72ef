import { describe, expect, it } from 'vitest';
import { pseudonyms, scrubbed } from './pseudonyms';

const three = (secret: string) => {
  const name = pseudonyms(secret);
  return [name('title', 'Lunch'), name('title', 'Dinner'), name('title', 'Lunch')];
};

describe('pseudonyms', () => {
  it('are the same for the same thing, in every report, and others in another browser', () => {
    const [a, b, c] = three('secret');
    expect(a).toBe(c);
    expect(a).not.toBe(b);
    expect(a).toMatch(/^title-[0-9a-f]{8}$/);
    expect(three('secret')).toEqual([a, b, c]);
    expect(three('other')[0]).not.toBe(a);
  });

  it('are nothing where nothing is', () => {
    expect(pseudonyms('secret')('person', '')).toBe('');
  });

  it('take the place of every word that is not the program’s own', () => {
    const said = (text: string) => scrubbed(text, pseudonyms('secret'));
    expect(said('AADSTS50020')).toBe('AADSTS50020');
    expect(said('GET Meeting 403 ErrorItemNotFound')).toBe('GET Meeting 403 ErrorItemNotFound');
    const text = said('"Müller GmbH", erika@example.com, https://crm.example.com/x?y=1, 6f9619ff8b86d011');
    expect(text).toMatch(/^"word-\w+ word-\w+", word-\w+, word-\w+:word-\w+, word-\w+$/);
  });
});

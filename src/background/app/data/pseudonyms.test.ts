import { describe, expect, it } from 'vitest';
import { type Name, nameless, scrubbed } from './pseudonyms';

const three = (name: Name) => [name('title', 'Lunch'), name('title', 'Dinner'), name('title', 'Lunch')];

describe('pseudonyms', () => {
  it('are the same for the same thing, in every report, and others in another browser', async () => {
    const [a, b, c] = await nameless('secret', three);
    expect(a).toBe(c);
    expect(a).not.toBe(b);
    expect(a).toMatch(/^title-[0-9a-f]{8}$/);
    expect(await nameless('secret', three)).toEqual([a, b, c]);
    expect((await nameless('other', three))[0]).not.toBe(a);
  });

  it('are nothing where nothing is', async () => {
    expect(await nameless('secret', (name) => name('person', ''))).toBe('');
  });

  it('take the place of every word that is not the program’s own', async () => {
    const said = (text: string) => nameless('secret', (name) => scrubbed(text, name));
    expect(await said('AADSTS50020')).toBe('AADSTS50020');
    expect(await said('GET Meeting 403 ErrorItemNotFound')).toBe('GET Meeting 403 ErrorItemNotFound');
    const text = await said('"Müller GmbH", erika@example.com, https://crm.example.com/x?y=1, 6f9619ff8b86d011');
    expect(text).toMatch(/^"word-\w+ word-\w+", word-\w+, word-\w+:word-\w+, word-\w+$/);
  });
});

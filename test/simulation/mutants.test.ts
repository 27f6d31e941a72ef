import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MUTANTS } from './mutants.ts';

describe('a mutant stands where its line is', () => {
  const patches = MUTANTS.flatMap(({ name, healedBy, ...patch }) => [
    { name, ...patch },
    ...(healedBy ? [{ name: `${name}, its second safeguard`, ...healedBy }] : []),
  ]);
  it.each(patches)('$name', ({ file, find, replace }) => {
    const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
    expect(text.split(find).length - 1).toBe(1);
    expect(replace).not.toBe(find);
  });
});

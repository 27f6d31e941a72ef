import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

/** Every source file says what it is: at its head, or right after its imports on the one thing that it exports. */
const SRC = path.resolve(import.meta.dirname, '../../src');

const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.tsx?$/.test(file) && !/\.(test|d)\.tsx?$/.test(file),
);

/** What stands before the first line of code; imports tell nothing. */
const IMPORTS = /^(?:\s*(?:import|export)\s[^;]*?from '[^']*';|\s*import '[^']*';)+/s;

function hasHead(text: string): boolean {
  if (text.startsWith('/**')) return true;
  // Of several things that it exports, the first says nothing of the others.
  if ((text.match(/^export (?!type|interface)/gm)?.length ?? 0) > 1) return false;
  return /^\s*\/\*\*(?:(?!\*\/).)*\*\/\s*export\s/s.test(text.replace(IMPORTS, ''));
}

it('every source file has a sentence at its head', () => {
  expect(sources.length).toBeGreaterThan(400);
  expect(sources.filter((file) => !hasHead(readFileSync(path.join(SRC, file), 'utf8')))).toEqual([]);
});

it('and one without it is found', () => {
  const imports = "import { a } from './a';\n";
  expect(hasHead(`${imports}\n/** So many at once. */\nconst MOST = 5;\nexport const b = MOST;`)).toBe(false);
  expect(hasHead(`${imports}\nexport const b = 1;`)).toBe(false);
  expect(hasHead(`${imports}\n/** The second letter. */\nexport const b = 1;`)).toBe(true);
  expect(hasHead(`${imports}\n/** The second letter. */\nexport const b = 1;\nexport const c = 2;`)).toBe(false);
  expect(hasHead(`/** The second letter. */\n${imports}\nexport const b = 1;`)).toBe(true);
});

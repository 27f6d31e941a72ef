/** ARCHITECTURE.md can be walked with the editor open: the files that it names exist, and import one another as it says. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.join(import.meta.dirname, '../..');
const text = readFileSync(path.join(ROOT, 'ARCHITECTURE.md'), 'utf8');
const section = (name: string): string => text.split(`## ${name}\n`)[1]?.split('\n## ')[0] ?? '';

interface Step {
  file: string;
  depth: number;
}

/** The files of a tree, each two blanks deeper than the one that imports it. */
const stepsOf = (tree: string): Step[] =>
  tree.split('\n').flatMap((line) => {
    const [, indent, file] = /^( *)([\w/-]+\.tsx?)/.exec(line) ?? [];
    return file === undefined ? [] : [{ file, depth: (indent ?? '').length / 2 }];
  });

function parentOf(steps: readonly Step[], index: number): Step | undefined {
  const own = steps[index]?.depth ?? 0;
  return steps.slice(0, index).findLast(({ depth }) => depth === own - 1);
}

function importsOf(file: string): string[] {
  const source = readFileSync(path.join(ROOT, 'src', file), 'utf8');
  return [...source.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(([, specifier]) =>
    path.posix.join(path.posix.dirname(file), specifier ?? ''),
  );
}

describe('the way of one event', () => {
  const trees = [...section('The way of one event').matchAll(/```\n([\s\S]*?)```/g)].map(([, tree]) =>
    stepsOf(tree ?? ''),
  );

  it('is told in both directions', () => {
    expect(trees.length).toBeGreaterThanOrEqual(2);
    expect(trees.flat().length).toBeGreaterThan(30);
  });

  it.each(trees.flatMap((steps) => steps.map((step, i) => [step.file, parentOf(steps, i)?.file, step.depth] as const)))(
    '%s exists, and stands under its importer',
    (file, parent, depth) => {
      expect(existsSync(path.join(ROOT, 'src', file))).toBe(true);
      if (depth === 0) return;
      expect(parent).toBeDefined();
      expect(importsOf(parent as string)).toContain(file.replace(/\.tsx?$/, ''));
    },
  );
});

const named = [...new Set([...text.matchAll(/`((?:src|test|scripts)\/[\w./-]*)`/g)].map(([, file]) => file as string))];
it.each(named)('%s exists', (file) => {
  expect(existsSync(path.join(ROOT, file))).toBe(true);
});

const sources = readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
const short = [...new Set([...text.matchAll(/`([a-z-]+(?:\/[\w-]+)+)`/g)].map(([, file]) => file as string))];
it.each(short.filter((file) => !existsSync(path.join(ROOT, file))))('%s is a file or a room of src', (file) => {
  const ends = (known: string) => `/${known.replace(/\.tsx?$/, '')}`.endsWith(`/${file}`);
  expect(sources.some(ends)).toBe(true);
});

it('says where to go for a dozen changes', () => {
  expect(section('To change X go to Y').match(/^\| (?!---|to change)/gm)?.length).toBeGreaterThanOrEqual(12);
});

/** The rooms of the house: nobody imports upwards, and each wall of the linter holds when it is broken. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
// @ts-expect-error A script of plain JavaScript, because it runs before anything is installed.
import * as rooms from '../../scripts/rooms.mjs';

interface Arrow {
  file: string;
  target: string;
}
const { ROOMS, closedTo, importsIn, sizes, specifierOf, withWalls, wrongArrows } = rooms as {
  ROOMS: Record<string, string[]>;
  closedTo(room: string): string[];
  importsIn(text: string): string[];
  sizes(): Map<string, { file: string; lines: number }[]>;
  specifierOf(from: string, to: string): string;
  withWalls(config: unknown): unknown;
  wrongArrows(): Arrow[];
};

const ROOT = path.join(import.meta.dirname, '../..');
const CONFIG = path.join(ROOT, '.oxlintrc.json');
const config = JSON.parse(readFileSync(CONFIG, 'utf8')) as Record<string, unknown>;

const median = (numbers: number[]): number => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

describe('the rooms', () => {
  it('each stands below those that import from it, so there is no circle', () => {
    const order = Object.keys(ROOMS);
    for (const [room, below] of Object.entries(ROOMS))
      for (const other of below)
        expect(order.indexOf(other), `${room} -> ${other}`).toBeGreaterThan(order.indexOf(room));
  });

  it('have names for all files, and no import goes up', () => {
    expect(wrongArrows()).toEqual([]);
    expect([...sizes().keys()].filter((room) => !(room in ROOMS))).toEqual([]);
  });

  it('count an import of every form', () => {
    const forms = [
      "import { a } from './a';",
      "import './b';",
      "const c = () => import('./c');",
      "export * from './d';",
    ];
    expect(importsIn(forms.join('\n'))).toEqual(['./a', './b', './c', './d']);
  });

  it('are small enough to be looked through', () => {
    const all = [...sizes().values()];
    expect(median(all.map((files) => files.length))).toBeLessThanOrEqual(12);
    expect(median(all.flat().map(({ lines }) => lines))).toBeLessThanOrEqual(90);
  });

  it('have walls in the linter as they are named', () => {
    expect(withWalls(config)).toEqual(config);
  });
});

describe('a wall of the linter', () => {
  const PROBE = 'probe.ts';
  /** Ways around a wall, each of which names no closed room by its shortest name. */
  const DETOURS = ['../../../src/background/index', '../why/../../background/index', './../x', '../../../test/days'];
  const CORE = 'src/background/sync/model/core.ts';

  /** One file a room that reaches into every closed one, linted by the project's own rules in a house of its own. */
  function broken(): string {
    const house = mkdtempSync(path.join(tmpdir(), 'rooms-'));
    writeFileSync(path.join(house, '.oxlintrc.json'), JSON.stringify({ ...config, $schema: undefined }));
    for (const room of Object.keys(ROOMS)) {
      const imports = closedTo(room).map((other, i) => `import { a as a${i} } from '${specifierOf(room, other)}/x';`);
      mkdirSync(path.join(house, 'src', room), { recursive: true });
      writeFileSync(path.join(house, 'src', room, PROBE), imports.join('\n'));
    }
    const lines = (specifiers: string[]) =>
      specifiers.map((one, i) => `import { a as a${i} } from '${one}';`).join('\n');
    writeFileSync(path.join(house, 'src/popup/why/detour.ts'), lines(DETOURS));
    writeFileSync(path.join(house, CORE), lines(['valibot', './link', 'node:fs', 'preact', 'vite', 'dexie']));
    try {
      const bin = path.join(ROOT, 'node_modules/oxlint/bin/oxlint');
      execFileSync(process.execPath, [bin, '--format', 'unix', 'src'], { cwd: house, encoding: 'utf8', stdio: 'pipe' });
      return '';
    } catch (error) {
      return String((error as { stdout?: string }).stdout);
    } finally {
      rmSync(house, { recursive: true, force: true });
    }
  }

  const found = broken();
  const linesOf = (file: string): number[] => {
    const walls = found
      .split('\n')
      .filter((line) => line.startsWith(`${file}:`) && line.includes('no-restricted-imports'));
    return [...new Set(walls.map((line) => Number(line.split(':')[1])))].sort((a, b) => a - b);
  };
  it.each(Object.keys(ROOMS).filter((room) => closedTo(room).length > 0))('%s lets nobody reach out of it', (room) => {
    expect(linesOf(`src/${room}/${PROBE}`)).toEqual(closedTo(room).map((_, i) => i + 1));
  });

  it('has no way around it', () => {
    expect(linesOf('src/popup/why/detour.ts')).toEqual([1, 2, 3, 4]);
  });

  it('keeps every package but valibot out of the core', () => {
    expect(linesOf(CORE)).toEqual([3, 4, 5, 6]);
  });
});

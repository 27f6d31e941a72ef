import { BUDGETS } from './budgets.ts';
import type { Figure } from './figures.ts';

type Figures = Record<string, Figure & { unit: string }>;

const isMissed = (name: string, { median }: Figure): boolean => {
  const budget = BUDGETS[name];
  if (!budget) return false;
  // Not a number is no figure, and no budget is met by it.
  return !(budget.least ? median >= budget.limit : median <= budget.limit);
};

/** Names whose figure is beyond its budget. */
export const missed = (figures: Figures): string[] =>
  Object.entries(figures).flatMap(([name, found]) => (isMissed(name, found) ? [name] : []));

export function table(figures: Figures): string {
  const rows = Object.entries(figures).flatMap(([name, found]) => {
    const budget = BUDGETS[name];
    if (!budget) return [];
    const { median, min, max, unit } = found;
    const limit = `${budget.least ? '>=' : '<='} ${budget.limit}`;
    return [[name, `${median}`, `${min} to ${max}`, unit, limit, isMissed(name, found) ? 'MISSED' : 'met']];
  });
  const head = ['figure', 'median', 'spread', 'unit', 'budget', ''];
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

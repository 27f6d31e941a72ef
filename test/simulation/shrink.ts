import type { Act, Violation } from './history.ts';

/** Drops acts while the same rule is still broken: the shortest history that still shows it. */
export async function shrink(
  acts: readonly Act[],
  rule: string,
  play: (acts: readonly Act[]) => Promise<Violation[]>,
): Promise<Act[]> {
  let best = [...acts];
  for (let size = Math.ceil(best.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at + size <= best.length; ) {
      const shorter = [...best.slice(0, at), ...best.slice(at + size)];
      const violations = await play(shorter).catch(() => []);
      if (violations.some((v) => v.rule === rule)) best = shorter;
      else at += size;
    }
  }
  return best;
}

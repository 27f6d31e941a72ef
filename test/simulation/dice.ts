/** Chance, in the words of a generator. */

export type Random = () => number;

/** Chance, in the words of a generator. */
export class Dice {
  readonly #random: Random;
  tag = 0;
  constructor(random: Random) {
    this.#random = random;
  }
  int = (n: number): number => Math.floor(this.#random() * n);
  chance = (p: number): boolean => this.#random() < p;
  pick = <T>(list: readonly T[]): T => list[this.int(list.length)] as T;
  weighed<T>(list: readonly (readonly [weight: number, value: T])[]): T {
    let left = this.#random() * list.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, value] of list) {
      left -= weight;
      if (left < 0) return value;
    }
    return (list.at(-1) as readonly [number, T])[1];
  }
  /** Mostly the first, seldom the last. */
  skewed = <T>(list: readonly T[], p = 0.8): T => {
    let i = 0;
    while (i < list.length - 1 && !this.chance(p)) i += 1;
    return list[i] as T;
  };
}

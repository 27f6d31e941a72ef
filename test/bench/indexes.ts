/** Several rows under one name, each under its own key. */
export class ManyIndex<T> {
  readonly #groups = new Map<string, Map<string, T>>();

  add(name: string, key: string, row: T): void {
    let group = this.#groups.get(name);
    if (!group) this.#groups.set(name, (group = new Map()));
    group.set(key, row);
  }

  remove(name: string, key: string): void {
    const group = this.#groups.get(name);
    group?.delete(key);
    if (group?.size === 0) this.#groups.delete(name);
  }

  of = (name: string): T[] => [...(this.#groups.get(name)?.values() ?? [])];
  size = (name: string): number => this.#groups.get(name)?.size ?? 0;
  names = (): string[] => [...this.#groups.keys()];
}

/** How many numbers lie in a range. */
export class SortedIndex {
  readonly #values: number[] = [];

  add(value: number): void {
    this.#values.splice(this.#place(value), 0, value);
  }

  remove(value: number): void {
    const at = this.#place(value);
    if (this.#values[at] === value) this.#values.splice(at, 1);
  }

  between = (from: number, until: number): number => this.#place(until) - this.#place(from);

  /** The first place whose value is not smaller. */
  #place(value: number): number {
    let [low, high] = [0, this.#values.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#values[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

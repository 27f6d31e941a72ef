/** What happens next, in the order of time. */
export class Agenda<T> {
  readonly #heap: { at: number; what: T }[] = [];

  add(at: number, what: T): void {
    const heap = this.#heap;
    let place = heap.push({ at, what }) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if ((heap[above]?.at ?? 0) <= at) break;
      this.#swap(place, above);
      place = above;
    }
  }

  next(): { at: number; what: T } | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
    heap[0] = last;
    for (let place = 0; ; ) {
      let least = place;
      for (const below of [2 * place + 1, 2 * place + 2])
        if (below < heap.length && (heap[below]?.at ?? 0) < (heap[least]?.at ?? 0)) least = below;
      if (least === place) return first;
      this.#swap(place, least);
      place = least;
    }
  }

  #swap(a: number, b: number): void {
    const heap = this.#heap;
    [heap[a], heap[b]] = [heap[b] as { at: number; what: T }, heap[a] as { at: number; what: T }];
  }
}

/** How well each layer recognises, counted here and kept by the worker; nothing leaves the browser. */

export const LAYERS = ['id', 'address', 'pressed', 'known'] as const;
export type Layer = (typeof LAYERS)[number];

export interface Health {
  /** Tiles that were looked at, pieces and re-creations counted once. */
  tiles: number;
  /** Of those, the ones that the worker knows, linked or not. */
  known: number;
  /** A calendar was open, and nothing on it carried an id. */
  blind: number;
  /** Recognised by each layer. */
  by: Record<Layer, number>;
  disagreed: number;
}

const none = (): Health => ({
  tiles: 0,
  known: 0,
  blind: 0,
  by: { id: 0, address: 0, pressed: 0, known: 0 },
  disagreed: 0,
});

export class Counters {
  #now = none();
  readonly #met = new Set<string>();

  /** Tiles by id, each once a page. */
  tile(id: string): void {
    if (this.#met.has(id)) return;
    this.#met.add(id);
    this.#now.tiles += 1;
  }

  known(count: number): void {
    this.#now.known += count;
    this.#now.by.id += count;
  }

  recognised(layer: Layer): void {
    this.#now.by[layer] += 1;
  }

  blind(): void {
    this.#now.blind += 1;
  }

  disagreed(): void {
    this.#now.disagreed += 1;
  }

  /** What was counted since the last time; undefined for nothing. */
  take(): Health | undefined {
    const health = this.#now;
    const { tiles, known, blind, disagreed, by } = health;
    if (tiles + known + blind + disagreed + by.address + by.pressed + by.known === 0) return undefined;
    this.#now = none();
    return health;
  }
}

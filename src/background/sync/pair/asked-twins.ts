/** Which items a person is asked about as perhaps the same meeting: also where one of the two cannot be read, or is left out, for a while. */
import * as v from 'valibot';
import type { Side } from '../model/item';
import type { Changes, Store } from '../model/store';

const ASKED = 'askedTwins';

const Stored = v.record(v.string(), v.array(v.string()));

const keyOf = (side: Side, ref: string): string => `${side}|${ref}`;

function split(key: string): { side: Side; ref: string } {
  const at = key.indexOf('|');
  return { side: key.slice(0, at) as Side, ref: key.slice(at + 1) };
}

export class AskedTwins {
  readonly #store: Store;
  readonly #before: string;
  /** By what each was found to be near to. */
  readonly #near: Map<string, Set<string>>;

  private constructor(store: Store, before: string) {
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Stored), before || '{}');
    this.#store = store;
    this.#before = before;
    this.#near = new Map(Object.entries(parsed.success ? parsed.output : {}).map(([key, all]) => [key, new Set(all)]));
  }

  static async of(store: Store): Promise<AskedTwins> {
    return new AskedTwins(store, (await store.cursor(ASKED)) ?? '');
  }

  has = (side: Side, ref: string): boolean => this.#near.has(keyOf(side, ref));

  near(side: Side, ref: string): { side: Side; ref: string }[] {
    return [...(this.#near.get(keyOf(side, ref)) ?? [])].map(split);
  }

  add(side: Side, ref: string, others: readonly string[]): void {
    const other: Side = side === 'outlook' ? 'espo' : 'outlook';
    for (const one of others) {
      this.#note(keyOf(side, ref), keyOf(other, one));
      this.#note(keyOf(other, one), keyOf(side, ref));
    }
  }

  #note(key: string, near: string): void {
    const known = this.#near.get(key) ?? new Set();
    this.#near.set(key, known.add(near));
  }

  /** Answered: nothing is asked about it any more, nor about others because of it. */
  forget(side: Side, ref: string): void {
    const key = keyOf(side, ref);
    for (const other of this.#near.get(key) ?? []) {
      const near = this.#near.get(other);
      near?.delete(key);
      if (near?.size === 0) this.#near.delete(other);
    }
    this.#near.delete(key);
  }

  /** Those that are linked by now, left out by a person or nowhere any more need no answer. */
  async forgetSettled(): Promise<void> {
    const open = [...this.#near.keys()].map(split);
    for (const side of ['outlook', 'espo'] as const) {
      const refs = open.filter((one) => one.side === side).map(({ ref }) => ref);
      const links = await this.#store.linksByRef(side, refs);
      const seen = await this.#store.seenByRef(side, refs);
      for (const [i, ref] of refs.entries()) if (links[i] || !seen[i]) this.forget(side, ref);
    }
  }

  changes(): Changes | undefined {
    const value = JSON.stringify(Object.fromEntries([...this.#near].map(([key, near]) => [key, [...near]])));
    if (value === (this.#before || '{}')) return undefined;
    if (this.#near.size === 0) return { cursors: { remove: [ASKED] } };
    return { cursors: { put: [{ pair: this.#store.pair, name: ASKED, value }] } };
  }
}

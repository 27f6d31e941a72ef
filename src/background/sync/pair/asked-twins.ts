/** Which items a person is asked about as perhaps the same meeting: also while one of the two cannot be read, or is left out. */
import * as v from 'valibot';
import { otherSide, type Side } from '../model/item';
import type { ItemRef } from '../model/port';
import { CHOICES, type Changes, type Store } from '../model/store';

const ASKED = 'askedTwins';

/** By `side|ref`: refs on the other side, and the calendars or kinds of records that these live in. */
const Stored = v.record(v.string(), v.record(v.string(), v.string()));

const keyOf = (side: Side, ref: string): string => `${side}|${ref}`;

function split(key: string): { side: Side; ref: string } {
  const at = key.indexOf('|');
  return { side: key.slice(0, at) as Side, ref: key.slice(at + 1) };
}

export class AskedTwins {
  readonly #store: Store;
  readonly #before: string;
  readonly #near: Map<string, Map<string, string>>;

  private constructor(store: Store, before: string) {
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Stored), before || '{}');
    const known = Object.entries(parsed.success ? parsed.output : {});
    this.#store = store;
    this.#before = before;
    this.#near = new Map(known.map(([key, near]) => [key, new Map(Object.entries(near))]));
  }

  static async of(store: Store): Promise<AskedTwins> {
    return new AskedTwins(store, (await store.cursor(ASKED)) ?? '');
  }

  has = (side: Side, ref: string): boolean => this.#near.has(keyOf(side, ref));

  /** What it may be the same meeting as, on the other side. */
  near(side: Side, ref: string): ItemRef[] {
    return [...(this.#near.get(keyOf(side, ref)) ?? [])].map(([one, feed]) => ({ ref: one, feed }));
  }

  /** Of hundreds that look alike a few are enough to wait for. */
  add(side: Side, own: ItemRef, others: readonly ItemRef[]): void {
    for (const one of others.slice(0, CHOICES)) {
      this.#note(keyOf(side, own.ref), one);
      this.#note(keyOf(otherSide(side), one.ref), own);
    }
  }

  #note(key: string, { ref, feed }: ItemRef): void {
    const known = this.#near.get(key) ?? new Map<string, string>();
    if (known.size < CHOICES || known.has(ref)) known.set(ref, feed);
    this.#near.set(key, known);
  }

  /** Answered, linked or gone: nothing is asked about it any more, nor about others because of it. */
  forget(side: Side, ref: string): void {
    const other = otherSide(side);
    for (const one of this.#near.get(keyOf(side, ref))?.keys() ?? []) {
      const near = this.#near.get(keyOf(other, one));
      near?.delete(ref);
      if (near?.size === 0) this.#near.delete(keyOf(other, one));
    }
    this.#near.delete(keyOf(side, ref));
  }

  /** That an item is not seen now says nothing: it may be left out for a while. */
  async forgetLinked(): Promise<void> {
    const open = [...this.#near.keys()].map(split);
    for (const side of ['outlook', 'espo'] as const) {
      const refs = open.filter((one) => one.side === side).map(({ ref }) => ref);
      const links = await this.#store.linksByRef(side, refs);
      for (const [i, ref] of refs.entries()) if (links[i]) this.forget(side, ref);
    }
  }

  changes(): Changes | undefined {
    const value = JSON.stringify(
      Object.fromEntries([...this.#near].map(([key, near]) => [key, Object.fromEntries(near)])),
    );
    if (value === (this.#before || '{}')) return undefined;
    if (this.#near.size === 0) return { cursors: { remove: [ASKED] } };
    return { cursors: { put: [{ pair: this.#store.pair, name: ASKED, value }] } };
  }
}

/** What the worker knows of the ids on the page: asked for together, kept, and asked anew. */
import type { Badge } from '../../shared/card';
import { foldId, otherFold } from '../../shared/item-id';

/** The worker refuses more in one message (shared/messages.ts). */
const MOST = 2000;
/** Milliseconds. Tiles arrive in bursts: one question for all of them. */
const WAIT = 8;
const RETRY = 5000;

export interface Answer {
  badges: Record<string, Badge>;
  /** The user wants private events synced: they are looked up, too. */
  privateToo: boolean;
}
type Ask = (ids: string[]) => Promise<Answer>;

/** What stands behind ids: asked in batches, remembered with its absence until something changes. */
export class Lookup {
  readonly #ask: Ask;
  /** Something became known: paint again. With the ids that were asked. */
  readonly #learned: (ids: readonly string[]) => void;
  #known = new Map<string, Badge | null>();
  #wanted = new Set<string>();
  #asked = new Set<string>();
  /** Each id that was asked for, by its folded form. */
  #spelled = new Map<string, string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Grows with every change of the links: an answer from before is not believed. */
  #generation = 0;
  #hasAsked = false;
  privateToo = false;

  constructor(ask: Ask, learned: (ids: readonly string[]) => void) {
    this.#ask = ask;
    this.#learned = learned;
  }

  /** The badge, null for none. Not known yet counts as none and is asked for. */
  get(id: string): Badge | null {
    const badge = this.#known.get(id);
    if (badge !== undefined) return badge;
    if (!this.#asked.has(id)) {
      this.#wanted.add(id);
      this.#askSoon();
    }
    return null;
  }

  /** Whether private events are wanted stands in every answer: one is asked for where there is nothing else to ask. */
  askOnce(): void {
    if (!this.#hasAsked) this.#askSoon();
  }

  /** Whether the worker has said that it knows nothing of it. */
  isUnknown = (id: string): boolean => this.#known.get(id) === null;

  /** What the user has just done shows at once, until the next answer says how it went. */
  suppose(id: string, badge: Badge): void {
    this.#known.set(id, badge);
    this.#learned([id]);
  }

  /** Something changed: everything on the page is asked anew, and what was known serves until the answer is there. */
  renew(idsOnPage: Iterable<string>): Promise<void> {
    this.stop();
    this.#generation += 1;
    this.#asked.clear();
    this.#spelled.clear();
    this.#wanted = new Set(idsOnPage);
    return this.#flush(true);
  }

  #askSoon(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => void this.#flush(), WAIT);
    // The first ones before the page lays them out: the worker looks meanwhile. Later ones gather while that answer is awaited.
    if (this.#asked.size === 0)
      queueMicrotask(() => {
        if (this.#timer !== undefined) void this.#flush();
      });
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #flush(fresh = false): Promise<void> {
    this.stop();
    this.#hasAsked = true;
    const generation = this.#generation;
    const ids = this.#withTwins([...this.#wanted]);
    this.#wanted.clear();
    for (const id of ids) this.#asked.add(id);
    try {
      const answers: Answer[] = [];
      for (let from = 0; from === 0 || from < ids.length; from += MOST)
        answers.push(await this.#ask(ids.slice(from, from + MOST)));
      if (generation !== this.#generation) return;
      if (fresh) this.#known = new Map();
      const found = new Map<string, Badge>();
      for (const { badges, privateToo } of answers) {
        this.privateToo = privateToo;
        for (const [id, badge] of Object.entries(badges)) found.set(id, badge);
      }
      for (const id of ids) {
        this.#known.set(id, found.get(id) ?? null);
        this.#asked.delete(id);
      }
    } catch {
      // The worker is being restarted or updated: what is painted stays, and the same is asked again.
      if (generation !== this.#generation) return;
      for (const id of ids) this.#asked.delete(id);
      for (const id of ids) this.#wanted.add(id);
      this.#timer ??= setTimeout(() => void this.#flush(fresh), RETRY);
      return;
    }
    this.#learned(ids);
  }

  /** One that differs only in - and _ was perhaps taken for another while it was alone: it is asked for again beside that. */
  #withTwins(ids: readonly string[]): string[] {
    for (const id of ids) this.#spelled.set(foldId(id), id);
    return [...new Set([...ids, ...ids.flatMap((id) => this.#spelled.get(otherFold(foldId(id))) ?? [])])];
  }
}

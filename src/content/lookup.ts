import type { Badge } from '../shared/state';

/** The worker refuses more in one message (shared/messages.ts). */
const MOST = 2000;
/** Milliseconds. Tiles arrive in bursts: one question for all of them. */
const WAIT = 8;
const RETRY = 5000;

type Ask = (ids: string[]) => Promise<Record<string, Badge>>;

/** Which ids are linked: asked in batches, remembered with their absence until the links change. */
export class Lookup {
  readonly #ask: Ask;
  /** Something became known: paint again. */
  readonly #learned: () => void;
  #known = new Map<string, Badge | null>();
  #wanted = new Set<string>();
  #asked = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Grows with every change of the links: an answer from before is not believed. */
  #generation = 0;

  constructor(ask: Ask, learned: () => void) {
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

  /** The links changed: everything on the page is asked anew, and what was known serves until the answer is there. */
  renew(idsOnPage: Iterable<string>): void {
    this.stop();
    this.#generation += 1;
    this.#asked.clear();
    this.#wanted = new Set(idsOnPage);
    void this.#flush(true);
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
    const generation = this.#generation;
    const ids = [...this.#wanted];
    this.#wanted.clear();
    for (const id of ids) this.#asked.add(id);
    try {
      const answers: Record<string, Badge>[] = [];
      for (let from = 0; from < ids.length; from += MOST) answers.push(await this.#ask(ids.slice(from, from + MOST)));
      if (generation !== this.#generation) return;
      const badges = Object.assign({}, ...answers) as Record<string, Badge>;
      if (fresh) this.#known = new Map();
      for (const id of ids) this.#known.set(id, Object.hasOwn(badges, id) ? (badges[id] ?? null) : null);
      for (const id of ids) this.#asked.delete(id);
    } catch {
      // The worker is being restarted or updated: what is painted stays, and the same is asked again.
      if (generation !== this.#generation) return;
      for (const id of ids) this.#asked.delete(id);
      for (const id of ids) this.#wanted.add(id);
      this.#timer ??= setTimeout(() => void this.#flush(fresh), RETRY);
      return;
    }
    this.#learned();
  }
}

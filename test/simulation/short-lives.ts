/** A browser whose worker is stopped again and again, on a clock that only waiting moves. */
import type { Progress, RunReport } from '../../src/background/sync/model/engine.ts';
import { run } from '../../src/background/sync/run.ts';
import { Browser, Company, SeededWorld, SITE } from './company.ts';

/** Turns of the event loop after which nothing but waiting is left. */
const QUIET = 4;

/** Computing takes no time here, and what waits at once waits together. */
export class WaitingWorld extends SeededWorld {
  readonly #sleepers: { due: number; wake: () => void }[] = [];
  #quiet = 0;
  #turning = false;

  override sleep = (ms: number): Promise<void> =>
    new Promise((wake) => {
      this.#sleepers.push({ due: this.now() + ms, wake });
      this.#sleepers.sort((a, b) => a.due - b.due);
      this.#quiet = 0;
      if (!this.#turning) setImmediate(this.#turn);
      this.#turning = true;
    });

  #turn = (): void => {
    const [next] = this.#sleepers;
    this.#turning = next !== undefined;
    if (!next) return;
    if (next.due > this.now() && this.#quiet < QUIET) this.#quiet += 1;
    else {
      this.advance(Math.max(0, next.due - this.now()));
      this.#sleepers.shift();
      this.#quiet = 0;
      next.wake();
    }
    setImmediate(this.#turn);
  };
}

/** Nobody hears of it any more. */
const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

type Options = NonNullable<ConstructorParameters<typeof Browser>[2]>;

/** A company whose servers take their time for each request, and Anna's browser. */
export class ShortLives {
  readonly company: Company;
  /** As it was when the user connected; each life has one of its own over the same store. */
  readonly browser: Browser;
  readonly #login: { userName: string; token: string };
  readonly #options: Options;
  /** Requests of the life under way, with the milliseconds after which each was sent. */
  asked: { at: number; what: string }[] = [];
  /** Told how far the life under way is. */
  progress: (update: Partial<Progress>) => void = () => undefined;

  private constructor(company: Company, login: { userName: string; token: string }, options: Options) {
    this.company = company;
    this.#login = login;
    this.browser = new Browser(company, login, options);
    const { store, createdAt } = this.browser;
    this.#options = { ...options, store, createdAt };
  }

  static async open(options: Options = {}): Promise<ShortLives> {
    const company = new Company(1, new WaitingWorld(1));
    const login = { userName: 'anna', token: await company.token('anna', 'Anna12345') };
    return new ShortLives(company, login, options);
  }

  /** One life of the worker; undefined where it was stopped before its run was over. What was sent by then arrives all the same. */
  async live(latency: number, length = Number.POSITIVE_INFINITY): Promise<RunReport | undefined> {
    const { company } = this;
    const { world } = company;
    const born = world.now();
    company.graph.control.latencyMs = latency;
    const asked: typeof this.asked = [];
    this.asked = asked;
    let dead = false;
    const slowly: typeof fetch = async (input, init) => {
      if (dead) return never<Response>();
      asked.push({ at: world.now() - born, what: `${init?.method ?? 'GET'} ${String(input)}` });
      // Outlook's own: a batch takes as long as its members, four at a time.
      const way = String(input).startsWith(SITE) ? latency / 2 : 0;
      await world.sleep(way);
      const answer = await company.fetch(input, init);
      await world.sleep(way);
      return dead ? never<Response>() : answer;
    };
    const here = Object.create(company, { fetch: { value: slowly } }) as Company;
    const engine = await new Browser(here, this.#login, this.#options).engine();
    const going = run({ ...engine, progress: this.progress });
    const stopped = async (): Promise<undefined> => {
      if (length === Number.POSITIVE_INFINITY) return never<undefined>();
      await world.sleep(length);
      return undefined;
    };
    const report = await Promise.race([going, stopped()]);
    dead = true;
    // What is under way at the servers ends there.
    await world.sleep(latency);
    return report;
  }
}

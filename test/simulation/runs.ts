import type { RunReport } from '../../src/background/sync/model/engine.ts';
import { type Item, otherSide } from '../../src/background/sync/model/item.ts';
import type { Store } from '../../src/background/sync/model/store.ts';
import { SyncError } from '../../src/shared/codes.ts';
import type { Violation } from './acts.ts';
import { isChosen, meet, type Station } from './cast.ts';
import type { Ledger } from './ledger.ts';
import type { RunState } from './seen.ts';
import type { Watch } from './watch.ts';

/** The worker was killed: nothing of the run goes on. */
class Crash extends Error {}

interface Run extends RunState {
  station: Station;
  /** Every request waits for its turn. */
  gated: boolean;
  waiting: (() => void)[];
  /** The worker dies at this step; every later one fails too. */
  crashAt: number;
  step: number;
  crashed: boolean;
  done: boolean;
  report: RunReport | undefined;
  error: unknown;
  promise: Promise<void>;
}

/** Lets everything that is under way in other branches come to its next request or its end. */
const immediate = () => new Promise<void>((resolve) => setImmediate(resolve));

/** What is linked, and what was made by a create that lost its answer: the run finds it before it counts. */
async function linksOf(store: Store): Promise<Record<string, number>> {
  const links = { ...(await store.countLinks()) };
  for (const { side, plan } of await store.journal()) {
    if (plan.op !== 'create') continue;
    const feeds = [plan.feed, plan.source && feedOf(plan.source)];
    for (const [i, at] of [side, otherSide(side)].entries()) {
      const key = `${at}|${feeds[i]}`;
      links[key] = (links[key] ?? 0) + 1;
    }
  }
  return links;
}

const feedOf = (item: Item): string => (item.side === 'outlook' ? item.calendarId : item.type);

/** Errors that end a run as they should: the next one goes on. */
const EXPECTED = new Set(['ms.unreadable', 'espo.unreadable']);

/** Runs of browsers: whole, killed, standing still, or two at once. */
export class Runs {
  readonly #watch: Watch;
  readonly #ledger: Ledger;
  readonly #violations: Violation[];
  readonly #random: () => number;
  readonly #current = new Map<Station, Run>();
  /** Requests and commits. */
  steps = 0;
  /** A part answers what no client expects: where there is nothing to go on with, the run says so. */
  refusing = false;
  /** Answers that are cut in half, by side. */
  truncated = { graph: 0, espo: 0 };
  /** Calendars and entities that answer 403. */
  denied: ((url: string, station: Station) => boolean)[] = [];

  constructor(watch: Watch, ledger: Ledger, violations: Violation[], random: () => number) {
    this.#watch = watch;
    this.#ledger = ledger;
    this.#violations = violations;
    this.#random = random;
  }

  /** What a browser takes for `fetch`: its turn, then the server, seen by the watch. */
  fetchOf =
    (base: () => typeof fetch, stationOf: () => Station): typeof fetch =>
    async (input, init) => {
      const station = stationOf();
      const run = this.#current.get(station);
      const url = String(input);
      if (!run) return base()(input, init);
      if (run.gated) await new Promise<void>((go) => run.waiting.push(go));
      const response = await this.#watch.request(station, run, url, init, () => base()(input, init));
      return this.#spoilt(url)
        ? new Response('{"value":[{"id":', { status: 200, headers: response.headers })
        : response;
    };

  #spoilt(url: string): boolean {
    const side = url.startsWith('https://graph.microsoft.com') ? 'graph' : 'espo';
    if (this.truncated[side] === 0) return false;
    this.truncated[side] -= 1;
    return true;
  }

  #begin(station: Station, gated: boolean, crashAt: number): Run {
    const run: Run = {
      station,
      gated,
      waiting: [],
      crashAt,
      step: 0,
      crashed: false,
      done: false,
      report: undefined,
      error: undefined,
      started: this.#ledger.tick(),
      reads: [],
      espoWrites: 0,
      writes: 0,
      links: {},
      removed: new Map(),
      promise: Promise.resolve(),
    };
    this.#current.set(station, run);
    meet(station);
    for (const event of station.user.box.events)
      if (event.deletedAt === undefined && !isChosen(event.calendar, station))
        this.#ledger.unseen.add(this.#ledger.tagOf(event));
    if (station.user.rights === 'noCall')
      for (const row of station.browser.company.espo.core.rows('Call'))
        this.#ledger.unseen.add(this.#ledger.tagOf(row));
    run.promise = this.#going(run).then(
      (report) => {
        run.report = report;
        run.done = true;
      },
      (error: unknown) => {
        run.error = error;
        run.done = true;
      },
    );
    return run;
  }

  async #going(run: Run): Promise<RunReport> {
    const { browser } = run.station;
    run.links = await linksOf(browser.store);
    return browser.run((what) => this.#step(run, what));
  }

  #step(run: Run, what: string): void {
    run.step += 1;
    if (what === 'request sent' || what === 'before commit') this.steps += 1;
    if (run.crashAt > 0 && run.step >= run.crashAt) {
      run.crashed = true;
      throw new Crash('killed');
    }
    if (what !== 'before commit' || run.station.quota === 0) return;
    run.station.quota -= 1;
    throw new DOMException('the store is full', 'QuotaExceededError');
  }

  async #finish(run: Run): Promise<Run> {
    run.gated = false;
    for (const go of run.waiting.splice(0)) go();
    await run.promise;
    // Branches of a dead run come to their end before anything else happens.
    await immediate();
    this.#current.delete(run.station);
    meet(run.station);
    run.station.hasMet ||= run.report !== undefined;
    this.#judge(run);
    return run;
  }

  #judge({ error, crashed, station }: Run): void {
    if (error === undefined || crashed || (error as Error).name === 'QuotaExceededError') return;
    if (error instanceof SyncError && (error.family !== 'bug' || EXPECTED.has(error.code))) return;
    if (error instanceof SyncError && this.refusing && /\.refused$/.test(error.code)) return;
    this.#violations.push({
      rule: 'bug',
      detail: `${station.user.name}: ${error instanceof Error ? error.stack : error}`,
    });
  }

  /** The next request of the run goes out, and everything follows until it asks again or ends. */
  async #release(run: Run, which = 0): Promise<void> {
    const [go] = run.waiting.splice(which, 1);
    go?.();
    do await immediate();
    while (!run.done && run.waiting.length === 0);
  }

  /** A run that stood still goes on to its end. */
  async resume(station: Station): Promise<void> {
    const run = this.#current.get(station);
    if (run) await this.#finish(run);
  }

  /** The browser is closed while it stands still. */
  async kill(station: Station): Promise<void> {
    const run = this.#current.get(station);
    if (!run) return;
    run.crashAt = 1;
    await this.#finish(run);
  }

  async resumeAll(): Promise<void> {
    for (const run of [...this.#current.values()]) await this.#finish(run);
  }

  async whole(station: Station, crashAt = 0): Promise<Run> {
    await this.resume(station);
    return this.#finish(this.#begin(station, false, crashAt));
  }

  /** Goes as far as its `pause`th request, which waits until `resume`. */
  async paused(station: Station, pause: number): Promise<void> {
    await this.resume(station);
    const run = this.#begin(station, true, 0);
    do await immediate();
    while (!run.done && run.waiting.length === 0);
    for (let i = 0; i < pause && !run.done; i += 1) await this.#release(run);
    if (run.done) await this.#finish(run);
  }

  /** Two runs at once: at each request chance says whose turn it is. */
  async together(one: Station, two: Station, crashAt = 0): Promise<void> {
    await this.resume(one);
    if (one === two) return void (await this.whole(one, crashAt));
    await this.resume(two);
    const runs = [this.#begin(one, true, crashAt), this.#begin(two, true, 0)];
    for (;;) {
      do await immediate();
      while (runs.some((run) => !run.done && run.waiting.length === 0));
      const open = runs.filter((run) => !run.done);
      const run = open[Math.floor(this.#random() * open.length)];
      if (!run) break;
      await this.#release(run, Math.floor(this.#random() * run.waiting.length));
    }
    for (const run of runs) await this.#finish(run);
  }
}

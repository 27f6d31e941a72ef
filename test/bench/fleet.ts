import { delayMinutes, isWorthARun, NEAR } from '../../src/background/app/runs/interval.ts';
import { afterOne, type Left, RATIONS, waitFor } from '../../src/background/app/runs/ration.ts';
import { HOUR, MINUTE } from '../../src/shared/time.ts';
import { Agenda } from './queue.ts';

/** Milliseconds of one core that EspoCRM takes for a request (measured: facts of version 9.2 on two cores). */
export const SERVICE = { delta: 18, count: 18, reread: 29, update: 38 };
const TYPES = 3;
/** A client gives an answer up after this, and the run with it. */
const PATIENCE = MINUTE;

/** What one run without news asks EspoCRM for. */
export const IDLE_RUN = TYPES * (SERVICE.delta + SERVICE.count);

export interface Scenario {
  browsers: number;
  cores: number;
  hours: number;
  /** When each browser's user comes, milliseconds; before it the browser is closed. */
  arrival(random: () => number): number;
  leaves: number;
  /** How often a user comes back to the Outlook tab, and how often an event of theirs changes, in an hour. */
  returns: number;
  edits: number;
  down?: { from: number; until: number };
}

export interface Minute {
  /** Milliseconds of service that were asked for in this minute. */
  asked: number;
  runs: number;
  failed: number;
  /** Requests that wait, at its end. */
  waiting: number;
  /** The longest time that a request waited, milliseconds. */
  wait: number;
}

interface Browser {
  failed: number;
  lastRunAt: number | undefined;
  lastSeen: number;
  leaves: number;
  /** Runs are numbered: an alarm that was set anew is not heeded any more. */
  alarm: number;
  running: boolean;
  /** What it is at is a short look between the runs (sync/glance.ts), of which so many are left. */
  glance: boolean;
  left: Left | undefined;
  edits: number;
  open: number[];
}

type What =
  | { kind: 'alarm'; browser: Browser; number: number }
  | { kind: 'seen'; browser: Browser }
  | { kind: 'edit'; browser: Browser }
  | { kind: 'served'; browser: Browser; waited: number };

interface Waiting {
  browser: Browser;
  since: number;
  service: number;
}

/** Many browsers, one EspoCRM: everything that happens, in order. The schedule is the product's own. */
export class Fleet {
  readonly minutes: Minute[];
  readonly #s: Scenario;
  readonly #random: () => number;
  readonly #agenda = new Agenda<What>();
  #queue: Waiting[] = [];
  #head = 0;
  #busy = 0;
  #now = 0;

  constructor(scenario: Scenario, random: () => number) {
    this.#s = scenario;
    this.#random = random;
    const minute = (): Minute => ({ asked: 0, runs: 0, failed: 0, waiting: 0, wait: 0 });
    this.minutes = Array.from({ length: scenario.hours * 60 }, minute);
  }

  run(): Minute[] {
    const { browsers, hours, arrival, leaves } = this.#s;
    for (let i = 0; i < browsers; i += 1) {
      const spread = (this.#random() - 0.5) * HOUR;
      const browser: Browser = {
        failed: 0,
        lastRunAt: undefined,
        lastSeen: Number.NEGATIVE_INFINITY,
        leaves: leaves + spread,
        alarm: 0,
        running: false,
        glance: false,
        left: undefined,
        edits: 0,
        open: [],
      };
      this.#agenda.add(Math.max(0, arrival(this.#random)), { kind: 'seen', browser });
    }
    for (let next = this.#agenda.next(); next && next.at < hours * HOUR; next = this.#agenda.next()) {
      this.#now = next.at;
      this.#happens(next.what);
      const minute = this.#minute();
      minute.waiting = this.#queue.length - this.#head;
    }
    return this.minutes;
  }

  #minute = (): Minute => this.minutes[Math.floor(this.#now / MINUTE)] as Minute;
  /** Exponential: as chance has it, so often an hour. */
  #after = (anHour: number): number => this.#now - (Math.log(1 - this.#random()) / anHour) * HOUR;

  #happens(what: What): void {
    const { browser } = what;
    if (what.kind === 'served') return this.#served(browser, what.waited);
    // The computer is shut: it says nothing any more.
    if (this.#now > browser.leaves) return;
    if (what.kind === 'alarm') {
      if (what.number === browser.alarm) this.#begin(browser);
    } else if (what.kind === 'edit') {
      browser.edits += 1;
      // Made before the user's eyes: Outlook says what is new, and EspoCRM is asked because something is.
      if (this.#now - browser.lastSeen < NEAR * MINUTE) this.#glance(browser, [SERVICE.delta]);
      this.#agenda.add(this.#after(this.#s.edits), what);
    } else {
      const first = browser.lastSeen === Number.NEGATIVE_INFINITY;
      if (first) this.#agenda.add(this.#after(this.#s.edits), { kind: 'edit', browser });
      browser.lastSeen = this.#now;
      if (isWorthARun(this.#now, browser.lastRunAt, browser.failed)) this.#begin(browser);
      else this.#look(browser);
      this.#agenda.add(this.#after(this.#s.returns), what);
    }
  }

  #begin(browser: Browser): void {
    if (browser.running) return;
    this.#minute().runs += 1;
    browser.glance = false;
    this.#start(browser, [SERVICE.delta, SERVICE.count]);
  }

  /** The user is back, and the last run is young. */
  #look(browser: Browser): void {
    if (browser.failed > 0 || waitFor(RATIONS.espo, browser.left, this.#now) > 0) return;
    browser.left = afterOne(RATIONS.espo, browser.left, this.#now);
    this.#glance(browser, [SERVICE.delta, SERVICE.count]);
  }

  #glance(browser: Browser, each: readonly number[]): void {
    if (browser.running || browser.failed > 0) return;
    browser.glance = true;
    this.#start(browser, each);
  }

  /** `each`: what is asked for each kind of record. */
  #start(browser: Browser, each: readonly number[]): void {
    browser.running = true;
    const { edits } = browser;
    browser.edits = 0;
    browser.open = Array.from({ length: TYPES }, () => each).flat();
    for (let i = 0; i < edits; i += 1) browser.open.push(SERVICE.reread, SERVICE.update);
    this.#ask(browser);
  }

  /** The next request of a run; one at a time, as an idle run asks. */
  #ask(browser: Browser): void {
    const service = browser.open.shift();
    if (service === undefined) return this.#end(browser, false);
    if (this.#isDown()) return this.#end(browser, true);
    this.#minute().asked += service;
    this.#queue.push({ browser, since: this.#now, service });
    this.#serve();
  }

  #isDown = (): boolean => {
    const { down } = this.#s;
    return down !== undefined && this.#now >= down.from && this.#now < down.until;
  };

  #serve(): void {
    while (this.#busy < this.#s.cores && this.#head < this.#queue.length) {
      const { browser, since, service } = this.#queue[this.#head] as Waiting;
      this.#head += 1;
      if (this.#head > 10_000) {
        this.#queue = this.#queue.slice(this.#head);
        this.#head = 0;
      }
      const waited = this.#now - since;
      this.#busy += 1;
      // Whoever has given up is served all the same: the server does not know.
      this.#agenda.add(this.#now + service, { kind: 'served', browser, waited });
    }
  }

  #served(browser: Browser, waited: number): void {
    this.#busy -= 1;
    const minute = this.#minute();
    minute.wait = Math.max(minute.wait, waited);
    if (waited > PATIENCE || this.#isDown()) this.#end(browser, true);
    else this.#ask(browser);
    this.#serve();
  }

  #end(browser: Browser, failed: boolean): void {
    browser.running = false;
    // What only waiting would mend is left to the next run.
    if (browser.glance) return;
    browser.failed = failed ? browser.failed + 1 : 0;
    browser.lastRunAt = this.#now;
    if (failed) this.#minute().failed += 1;
    browser.alarm += 1;
    const near = this.#now - browser.lastSeen < NEAR * MINUTE;
    const at = this.#now + delayMinutes(near, browser.failed, this.#random()) * MINUTE;
    this.#agenda.add(at, { kind: 'alarm', browser, number: browser.alarm });
  }
}

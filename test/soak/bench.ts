import { DAY, HOUR } from '../../src/shared/time.ts';
import { Chrome } from '../e2e/chrome.ts';
import { connectBoth, until } from '../e2e/popup.ts';
import { ANNA, openStage, type Stage } from '../e2e/stage.ts';
import { graphWrites } from '../e2e/verify.ts';
import { realWorld, type World } from '../sandbox/http.ts';
import { SeededWorld } from '../simulation/company.ts';

export type Side = 'outlook' | 'espo';

/** What can be wrong when the dust has settled. All of it is counted, none of it thrown. */
export interface Counts {
  lost: number;
  duplicates: number;
  mails: number;
  violations: string[];
}
export const noCounts = (): Counts => ({ lost: 0, duplicates: 0, mails: 0, violations: [] });

/** Clock of the servers: as the computer's, or as far from it as somebody has set them apart. */
export class ShiftedWorld implements World {
  shift = 0;
  now = (): number => Date.now() + this.shift;
  random = realWorld.random;
  sleep = realWorld.sleep;
}

/** A seeded chance: the same seed, the same moments. */
export const chanceOf = (seed: number): (() => number) => new SeededWorld(seed).random;

/** One company, one browser, and the names that must stand on both sides, once each. */
export class Bench {
  readonly stage: Stage;
  readonly world: ShiftedWorld;
  chrome: Chrome;
  /** Every item by the number in its name; its name now. */
  readonly expected = new Map<number, string>();

  private constructor(stage: Stage, world: ShiftedWorld, chrome: Chrome) {
    this.stage = stage;
    this.world = world;
    this.chrome = chrome;
  }

  /** Connected and saved, not started yet. Started once more, so that the browser has its cookies on disk. */
  static async open(items: number): Promise<Bench> {
    const world = new ShiftedWorld();
    const stage = await openStage(world);
    const bench = new Bench(stage, world, await Chrome.launch(stage));
    try {
      await connectBoth(bench.chrome, { direction: 'Two-way' });
      await bench.chrome.restart();
    } catch (error) {
      await bench.close();
      throw error;
    }
    bench.addMany(items);
    return bench;
  }

  addMany(items: number): void {
    for (let i = 0; i < items; i += 1) this.add(i % 2 === 0 ? 'outlook' : 'espo');
  }

  async close(): Promise<void> {
    await this.chrome.close();
    await this.stage.close();
  }

  get mailbox() {
    return this.stage.graph.control.mailbox(ANNA.oid);
  }

  get anna() {
    return this.stage.espo.control.act('anna');
  }

  /** A person makes an item on that side. */
  add(side: Side): number {
    const number = this.#next;
    this.#next += 1;
    const name = `#${number} made in ${side}`;
    const start = Math.ceil(this.world.now() / DAY) * DAY + (2 + (number % 60)) * DAY + (number % 9) * HOUR;
    const at = (ms: number) => new Date(ms).toISOString().slice(0, 19);
    if (side === 'outlook') {
      const when = (ms: number) => ({ dateTime: at(ms), timeZone: 'UTC' });
      this.mailbox.createEvent('default', { subject: name, start: when(start), end: when(start + HOUR) });
    } else {
      const when = (ms: number) => at(ms).replace('T', ' ');
      const { anna } = this;
      anna.create('Meeting', {
        name,
        dateStart: when(start),
        dateEnd: when(start + HOUR),
        assignedUserId: anna.id,
      });
    }
    this.expected.set(number, name);
    return number;
  }
  #next = 1;

  /** A person renames the item on that side, if it is there by now. */
  rename(number: number, side: Side, name: string): void {
    if (side === 'outlook') {
      const event = this.mailbox.events().find((one) => numberOf(one.subject) === number);
      if (!event) return;
      this.mailbox.updateEvent(event.id, { subject: name });
    } else {
      const row = this.stage.espo.control.dump('Meeting').find((one) => numberOf(String(one['name'])) === number);
      if (!row) return;
      this.anna.update('Meeting', String(row['id']), { name });
    }
    this.expected.set(number, name);
  }

  subjects = (): string[] => this.mailbox.events().map((event) => event.subject);
  names = (): string[] => this.stage.espo.control.dump('Meeting').map((row) => String(row['name']));

  writes(): number {
    const espo = this.stage.espo.control.log.filter(
      ({ method, path }) => !['GET', 'OPTIONS', 'HEAD'].includes(method) && !path.includes('/App/'),
    );
    return graphWrites(this.stage) + espo.length;
  }

  /** "Sync now" as the page asks for it, without waiting for the end. */
  async syncNow(): Promise<void> {
    await this.chrome.ask('sync.now');
  }

  async idle(ms = 120_000): Promise<void> {
    await until(
      async () => !(await this.chrome.state()).sync.running,
      async () => `no end of the run: ${JSON.stringify((await this.chrome.state()).sync)}`,
      ms,
    );
  }

  /** One whole run; the code of its error, or ''. Told by another time than before, not by a later one: clocks are moved here. */
  async run(): Promise<string> {
    await this.idle();
    const before = (await this.chrome.state()).sync.last?.at;
    await this.syncNow();
    await until(
      async () => (await this.chrome.state()).sync.last?.at !== before,
      () => 'no run',
      120_000,
    );
    await this.idle();
    return (await this.chrome.state()).sync.last?.error?.code ?? '';
  }

  /** What the guard holds is what these people did: they say Apply. */
  async #confirm(): Promise<void> {
    for (const { id } of (await this.chrome.state()).sync.held)
      await this.chrome.ask('needs.act', { ids: [id], action: 'apply', choice: '' });
  }

  /** No more trouble: runs until nothing is to be done, and counts what is wrong then. */
  async settle(where: string, counts: Counts): Promise<void> {
    const wrong = (what: string): void => void counts.violations.push(`${where}: ${what}`);
    for (let i = 0; i < 3; i += 1) {
      const error = await this.run();
      if (error !== '') wrong(`run ${i + 1} ends with ${error}`);
      await this.#confirm();
    }
    await this.run();
    const before = this.writes();
    await this.run();
    if (this.writes() !== before) wrong(`a run without a reason writes ${this.writes() - before} times`);
    for (const [side, names] of Object.entries({ outlook: this.subjects(), espo: this.names() })) {
      const numbers = names.map(numberOf);
      const missing = [...this.expected.keys()].filter((number) => !numbers.includes(number));
      counts.lost += missing.length;
      counts.duplicates += numbers.length - new Set(numbers).size;
      if (missing.length > 0) wrong(`${side} has lost ${missing.join(', ')}`);
      const twice = numbers.filter((number, i) => numbers.indexOf(number) !== i);
      if (twice.length > 0) wrong(`${side} has twice ${twice.join(', ')}`);
      const stale = names.filter((name) => this.expected.get(numberOf(name)) !== name);
      if (stale.length > 0) wrong(`${side} has not the last name of ${stale.length}: ${stale[0]}`);
    }
    const { mails } = this.stage.graph.control;
    counts.mails += mails.length;
    if (mails.length > 0) wrong(`${mails.length} mails were sent`);
  }
}

/** A company of its own for one part; whatever is thrown there is a violation, and the parts after it go on. */
export async function onBench(
  name: string,
  items: number,
  counts: Counts,
  task: (bench: Bench) => Promise<unknown>,
): Promise<void> {
  const bench = await Bench.open(items);
  try {
    await task(bench);
  } catch (error) {
    counts.violations.push(`${name}: ${String(error)}`);
  } finally {
    await bench.close();
  }
}

const numberOf = (name: string): number => Number(/#(\d+)/.exec(name)?.[1] ?? -1);
export const pause = (ms: number): Promise<void> => realWorld.sleep(ms);

import { settingsAnswered } from '../../src/background/app/kept/choices.ts';
import type { PlanRow, Store } from '../../src/background/sync/model/store.ts';
import { applyHeld, discardHeld, holdId } from '../../src/background/sync/person/answer-row.ts';
import { giveAnswer } from '../../src/background/sync/person/answers.ts';
import { CHOICE } from '../../src/background/sync/person/ids.ts';
import { settingsProblem } from '../../src/shared/settings.ts';
import { DAY, HOUR } from '../../src/shared/time.ts';
import { EspoError } from '../sandbox/espo/errors.ts';
import { GraphError } from '../sandbox/graph/errors.ts';
import type { Act, BrowserAct, CastAct, EspoAct, OutlookAct, Violation, WorldAct } from './acts.ts';
import { areMixedUp } from './agreement.ts';
import { Cast, DEFAULT_CAST, type Member, type Station } from './cast.ts';
import { ESPO, EspoHands } from './espo-acts.ts';
import { Hands } from './hands.ts';
import { Ledger } from './ledger.ts';
import { otherUserRuns } from './other-user.ts';
import { OutlookHands } from './outlook-acts.ts';
import { agree } from './rules-guard.ts';
import { announce, inviteOf } from './rules-invite.ts';
import { Runs } from './runs.ts';
import { sayParent } from './say-parent.ts';
import { Watch } from './watch.ts';
import { WorldHands } from './world-acts.ts';

const TEN_MINUTES = 600_000;

/** Plays the acts of a history against the stand-ins with the real engine. */
export class Player {
  readonly violations: Violation[] = [];
  readonly ledger = new Ledger();
  readonly crashed: number[] = [];
  readonly #newStore: () => Store;
  readonly #watch: Watch;
  cast!: Cast;
  runs!: Runs;
  #outlook!: OutlookHands;
  #espo!: EspoHands;
  #world!: WorldHands;
  #at = 0;

  constructor(newStore: () => Store) {
    this.#newStore = newStore;
    this.#watch = new Watch(() => this.cast, this.ledger, this.violations);
  }

  async begin(seed: number, cast: CastAct | undefined): Promise<void> {
    let random = Math.random;
    this.runs = new Runs(this.#watch, this.ledger, this.violations, () => random());
    const fetchOf = (station: () => Station) => this.runs.fetchOf(() => this.cast.company.fetch, station);
    this.cast = await Cast.of(seed, cast ?? DEFAULT_CAST, this.#newStore, fetchOf);
    ({ random } = this.cast.company.world);
    this.#outlook = new OutlookHands(this.cast, this.ledger);
    this.#espo = new EspoHands(this.cast, this.ledger);
    this.#world = new WorldHands(this.cast, this.runs);
  }

  /** Something happened that shows only later. */
  #later = 0;

  async act(act: Act, at: number): Promise<void> {
    const { world } = this.cast.company;
    this.#at = at;
    // EspoCRM's clock shows whole seconds: now and then two things happen in the same one.
    world.advance(world.random() < 0.25 ? 40 : 1000 + Math.floor(world.random() * 3000));
    if (act.act === 'cast') return;
    // A deletion and a restore at once, and the record of a colleague or of somebody else, show once a day (docs/limits.md).
    const mayBeColleagues = act.act === 'deleteRecord' || act.act === 'task';
    if (act.act === 'restoreRecord' || act.act === 'handOver' || (mayBeColleagues && this.cast.members.length > 1))
      this.#later = DAY;
    // So does, once an hour, what could not be read of calendars, entities and rights.
    if (WORLD.has(act.act)) this.#later = Math.max(this.#later, HOUR);
    try {
      if (OUTLOOK.has(act.act)) this.#outlook.act(act as OutlookAct);
      else if (ESPO.has(act.act)) this.#espo.act(act as EspoAct);
      else if (WORLD.has(act.act)) this.#world.act(act as WorldAct);
      else await this.#browser(act as BrowserAct);
    } catch (error) {
      // A person is refused what their rights do not allow, or what is no meeting.
      if (!(error instanceof EspoError) && !(error instanceof GraphError)) throw error;
    }
  }

  async #browser(act: BrowserAct): Promise<void> {
    const { cast, runs } = this;
    switch (act.act) {
      case 'sync': {
        const station = cast.station(act.by, act.browser);
        if (act.pause !== undefined) return runs.paused(station, act.pause);
        return this.#run(station, act.crash);
      }
      case 'crash':
        return this.#run(cast.station(act.by, act.browser), act.at);
      case 'together':
        return runs.together(cast.station(...act.a), cast.station(...act.b), act.crash);
      case 'wipe': {
        const station = cast.station(act.by, act.browser);
        await runs.kill(station);
        station.losses += 1;
        return station.make();
      }
      case 'quota':
        cast.station(act.by, act.browser).quota = act.times;
        return;
      case 'otherUser':
        this.violations.push(...(await otherUserRuns(cast, cast.member(act.by))));
        return;
      case 'answer':
        return this.#answer(cast.station(act.by, act.browser), act.pick, act.what);
      case 'belongs':
        return sayParent(cast, this.ledger, cast.station(act.by, act.browser), act.pick);
      case 'chooseAgain':
        await this.#chooseAgain(cast.station(act.by, act.browser), act.pick);
        return;
      case 'setting':
        return this.#settings(cast.member(act.by), (settings) => ({ ...settings, ...act.change }));
      case 'mainCalendar':
      case 'otherCalendar': {
        const member = cast.member(act.by);
        const { calendars } = member.box;
        const id = calendars[act.pick % calendars.length]?.id ?? '';
        const main = act.act === 'mainCalendar';
        return this.#settings(member, (settings) => {
          const rest = settings.otherCalendars.filter((one) => one !== id);
          return main
            ? { ...settings, mainCalendar: id, otherCalendars: rest }
            : { ...settings, otherCalendars: act.on ? [...rest, id] : rest };
        });
      }
    }
  }

  /** Saved in the pair: every browser of the user is told the same, and the page has read the surroundings. */
  async #settings(member: Member, change: (settings: Member['settings']) => Member['settings']): Promise<void> {
    const next = change(member.settings);
    if (settingsProblem(next)) return;
    this.cast.placeChosen ||= Object.keys(next.locationField).length > 0;
    if (JSON.stringify(next.entities) !== JSON.stringify(member.settings.entities)) this.cast.sameEntities = false;
    member.settings = next;
    member.settingsChanged = true;
    for (const station of member.stations) {
      const { browser } = station;
      // A run goes by the settings it began with, so saving others stops it (app/handlers/runs.ts).
      await this.runs.kill(station);
      browser.settings = next;
      await browser.lookAround();
    }
  }

  /** Under Needs you, for what is gone: another one, or none. */
  async #chooseAgain({ user, browser }: Station, pick = 0): Promise<boolean> {
    const asked = (await new Hands(browser).needs()).filter(({ id }) => id.startsWith(CHOICE));
    const item = asked[pick % Math.max(1, asked.length)];
    const action = item?.actions[0]?.action;
    const choice = item?.choices[pick % Math.max(1, item.choices.length)]?.id ?? '';
    if (!item || !action || (action === 'choose' && choice === '')) return false;
    const { store, settings } = browser;
    const next = settingsAnswered(settings, { id: item.id, action, choice }, new Map());
    if (action !== 'choose') await giveAnswer(store, { id: item.id, action, choice });
    if (next) await this.#settings(user, () => next);
    return next !== undefined;
  }

  async #run(station: Station, crashAt = 0): Promise<void> {
    const run = await this.runs.whole(station, crashAt);
    if (run.crashed) this.crashed.push(this.#at);
  }

  async #answer(station: Station, pick: number, what: 'apply' | 'discard'): Promise<void> {
    const { store } = station.browser;
    const held = (await store.plan()).filter((row) => row.state === 'held');
    const row = held[pick % Math.max(1, held.length)];
    if (!row) return;
    const bulk = row.reason === 'bulk';
    const rows = bulk ? held.filter((one) => one.reason === 'bulk' && groupOf(one) === groupOf(row)) : [row];
    const links = await store.linksById(rows.map((one) => one.linkId ?? ''));
    const answer = what === 'apply' ? applyHeld : discardHeld;
    await answer(store, bulk ? holdId(groupOf(row)) : row.id);
    if (bulk) agree(this.ledger, station, groupOf(row));
    if (what === 'apply') rows.forEach((one, i) => announce(this.ledger, station, links[i], one));
    for (const link of links) {
      if (!link) continue;
      if (what === 'apply' && inviteOf(row)) continue;
      if (what === 'discard') this.ledger.discarded.add(link.id);
      // That many are meant is no word about a single one: it must be right by itself.
      else if (!bulk) this.ledger.applied.add(link.outlookId).add(link.espoRef);
    }
  }

  /** Faults stop, every browser runs twice; what only the guard held is applied in between. */
  async settle(): Promise<void> {
    const { cast, runs } = this;
    const { world } = cast.company;
    this.#at = -1;
    this.#world.mend();
    for (const station of cast.stations) station.quota = 0;
    await runs.resumeAll();
    this.ledger.calm = true;
    world.advance(this.#later);
    let held = false;
    let chosen = 0;
    // What two browsers made at once is looked for in the next two runs (DESIGN 3.4).
    const several = cast.stations.length > 1;
    let rounds = ROUNDS;
    for (let round = 0; round < rounds; round += 1) {
      for (const station of cast.stations) {
        world.advance(TEN_MINUTES);
        await this.#calmRun(station);
        if (round === 0) held = (await this.#applyBulk(station)) || held;
        if (await this.#chooseAgain(station)) chosen = round + 1;
      }
      if (held || several) rounds = Math.max(rounds, ROUNDS + 1);
      // From then on as after any other change.
      if (chosen > 0) rounds = Math.min(chosen, CHOICES) + ROUNDS + (several ? 1 : 0);
      if (several && (await areMixedUp(cast, this.ledger))) rounds = Math.max(rounds, ROUNDS + MIXED_UP);
    }
  }

  /** Rule 3: with no new edits the next run of every browser writes nothing. */
  async checkSettled(): Promise<void> {
    for (const station of this.cast.stations) {
      this.cast.company.world.advance(TEN_MINUTES);
      const { writes, report } = await this.#calmRun(station);
      for (const { code, name } of report?.parts ?? [])
        if (code !== 'espo.noAccess')
          this.violations.push({ rule: 'stuck', detail: `${station.user.name}: ${name} ${code}` });
      if (writes > 0) this.violations.push({ rule: 'settles', detail: `${station.user.name} writes ${writes} times` });
    }
  }

  async #calmRun(station: Station): ReturnType<Runs['whole']> {
    const run = await this.runs.whole(station);
    const error = run.error ?? run.report?.stuck;
    if (error !== undefined && !run.crashed)
      this.violations.push({ rule: 'stuck', detail: `${station.user.name}: ${String(error)}` });
    return run;
  }

  async #applyBulk(station: Station): Promise<boolean> {
    const { store } = station.browser;
    const bulk = new Set((await store.plan()).filter((r) => r.state === 'held' && r.reason === 'bulk').map(groupOf));
    for (const group of bulk) {
      await applyHeld(store, holdId(group));
      agree(this.ledger, station, group);
    }
    return bulk.size > 0;
  }
}

const groupOf = ({ side, feed, op }: PlanRow): string => `${side}|${feed}|${op}`;

/** DESIGN rule 3 and the issue: two runs of each browser after the last fault. */
const ROUNDS = 2;
/** An original and its copy that two browsers have linked crosswise: a value goes on by one of them at a time (docs/limits.md). */
const MIXED_UP = 6;
/** Rounds in which what is gone turns up at the latest. */
const CHOICES = 3;

const OUTLOOK: ReadonlySet<string> = new Set([
  'createEvent',
  'inviteEvent',
  'changeInvitation',
  'editEvent',
  'deleteEvent',
  'restoreEvent',
  'moveEvent',
  'copyEvent',
  'respondEvent',
  'editSeries',
  'massEditEvents',
  'massDeleteEvents',
  'addCalendar',
  'shareCalendar',
  'removeCalendar',
  'remakeCalendar',
  'renewCalendar',
  'makeDefault',
  'moveMailbox',
  'expireTokens',
] satisfies OutlookAct['act'][]);
const WORLD: ReadonlySet<string> = new Set([
  'fault',
  'truncate',
  'deny',
  'break',
  'spoil',
  'mend',
  'wait',
  'skew',
] satisfies WorldAct['act'][]);

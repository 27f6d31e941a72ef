import { asStoredByEspo } from '../../src/background/espo/mapping.ts';
import { asStoredByOutlook } from '../../src/background/outlook/mapping.ts';
import { writesOf } from '../../src/background/sync/engine.ts';
import { type Fields, sameField } from '../../src/background/sync/event.ts';
import type { Store } from '../../src/background/sync/store.ts';
import type { Direction } from '../../src/shared/settings.ts';
import { Browser, Company } from './company.ts';
import { MemoryStore } from './memory-store.ts';

/** One act of a person, of chance, or of the browser. Plain data, so that a history can be printed, shrunk and replayed. */
export type Act =
  | { act: 'createEvent'; tag: number; day: number; title: number; kind: 'timed' | 'allDay'; calendar: 0 | 1 }
  | { act: 'createRecord'; tag: number; day: number; title: number; type: 'Meeting' | 'Call' | 'CVisit' }
  | { act: 'editEvent' | 'editRecord'; pick: number; field: 'title' | 'when' | 'location'; value: number }
  | { act: 'deleteEvent' | 'deleteRecord'; pick: number }
  | { act: 'moveEvent'; pick: number; calendar: 0 | 1 }
  | { act: 'inviteEvent'; tag: number; day: number; title: number }
  | { act: 'direction'; value: Direction }
  | { act: 'wait'; ms: number }
  | { act: 'expireTokens' }
  | { act: 'fault'; side: 'graph' | 'espo'; when: 'before' | 'after'; status: number; times: number }
  | { act: 'sync' }
  | { act: 'crash'; at: number };

export interface Violation {
  rule: string;
  detail: string;
}

const TITLES = [
  'Review',
  'a < b',
  '  padded ',
  'Émile & Ζoë 🎉',
  'x'.repeat(250),
  'Call: Bob',
  '',
  'שלום עולם',
  'Plan = 5 > 4',
];
const TYPES = ['Meeting', 'Call', 'CVisit'] as const;
const HOUR = 3_600_000;

/** A random history: mostly acts, then syncs with and without crashes, faults in between. */
export function randomHistory(random: () => number): Act[] {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const int = (n: number) => Math.floor(random() * n);
  const acts: Act[] = [];
  let tag = 0;
  const length = 12 + int(24);
  for (let i = 0; i < length; i += 1) {
    const dice = random();
    if (dice < 0.16)
      acts.push({
        act: 'createEvent',
        tag: ++tag,
        day: int(20),
        title: int(TITLES.length),
        kind: random() < 0.25 ? 'allDay' : 'timed',
        calendar: random() < 0.2 ? 1 : 0,
      });
    else if (dice < 0.3)
      acts.push({ act: 'createRecord', tag: ++tag, day: int(20), title: int(TITLES.length), type: pick(TYPES) });
    else if (dice < 0.34) acts.push({ act: 'inviteEvent', tag: ++tag, day: int(20), title: int(TITLES.length) });
    else if (dice < 0.44)
      acts.push({ act: 'editEvent', pick: int(100), field: pick(['title', 'when', 'location']), value: int(1000) });
    else if (dice < 0.54)
      acts.push({ act: 'editRecord', pick: int(100), field: pick(['title', 'when']), value: int(1000) });
    else if (dice < 0.58) acts.push({ act: 'deleteEvent', pick: int(100) });
    else if (dice < 0.62) acts.push({ act: 'deleteRecord', pick: int(100) });
    else if (dice < 0.64) acts.push({ act: 'moveEvent', pick: int(100), calendar: int(2) as 0 | 1 });
    else if (dice < 0.66)
      acts.push({ act: 'direction', value: pick(['both', 'both', 'outlookToEspo', 'espoToOutlook']) });
    else if (dice < 0.68) acts.push({ act: 'expireTokens' });
    else if (dice < 0.74) acts.push({ act: 'wait', ms: int(3) * 700 + 1 });
    else if (dice < 0.8)
      acts.push({
        act: 'fault',
        side: pick(['graph', 'espo']),
        when: pick(['before', 'after']),
        status: pick([0, 0, 429, 503, 500]),
        times: 1 + int(2),
      });
    else if (dice < 0.9) acts.push({ act: 'sync' });
    else acts.push({ act: 'crash', at: 1 + int(60) });
  }
  return acts;
}

class Crash extends Error {}

export interface PlayOptions {
  store?: () => Store;
}

export interface Played {
  violations: Violation[];
  steps: number;
  /** Positions of the `crash` acts that happened before their run was over. */
  crashed: number[];
}

/** Plays a history against the stand-ins with the real engine, lets the faults stop, and checks the rules of DESIGN section 2. */
export async function play(seed: number, acts: readonly Act[], options: PlayOptions = {}): Promise<Played> {
  return new Player(seed, options).play(acts);
}

class Player {
  readonly company: Company;
  readonly #options: PlayOptions;
  browser!: Browser;
  other = '';
  calendars: string[] = [];
  steps = 0;
  readonly crashed: number[] = [];
  #at = 0;
  readonly violations: Violation[] = [];
  /** Tags of things that a person made and nobody deleted. */
  readonly alive = new Map<number, { side: 'outlook' | 'espo'; invited: boolean }>();

  constructor(seed: number, options: PlayOptions) {
    this.company = new Company(seed);
    this.#options = options;
  }

  get #mailbox() {
    return this.company.graph.control.mailbox('anna');
  }
  get #anna() {
    return this.company.espo.control.act('anna');
  }

  async play(acts: readonly Act[]): Promise<Played> {
    const { company } = this;
    this.other = this.#mailbox.addCalendar({ name: 'Team' }).id;
    // Clocks differ by minutes, differently in each history.
    company.graph.control.clockSkewMs = pickSkew(company.world.random());
    company.espo.control.settings.clockSkewMs = pickSkew(company.world.random());
    const token = await company.token('anna', 'Anna12345');
    this.calendars = await this.#calendarIds();
    this.browser = new Browser(
      company,
      { userName: 'anna', token },
      {
        store: this.#options.store?.() ?? new MemoryStore('pair-1'),
        settings: { otherCalendars: this.calendars.slice(1) },
      },
    );
    for (const [at, act] of acts.entries()) {
      this.#at = at;
      company.world.advance(1000 + Math.floor(company.world.random() * 3000));
      await this.#act(act);
    }
    company.graph.control.faults.clear();
    company.espo.control.faults.length = 0;
    for (let i = 0; i < 2; i += 1) {
      company.world.advance(600_000);
      await this.#sync();
    }
    await this.#check();
    return { violations: this.violations, steps: this.steps, crashed: this.crashed };
  }

  async #calendarIds(): Promise<string[]> {
    const answer = await this.company.fetch('https://graph.microsoft.com/v1.0/me/calendars', {
      headers: { Authorization: 'Bearer test-anna' },
    });
    const { value } = (await answer.json()) as { value: { id: string; isDefaultCalendar: boolean }[] };
    return value.sort((a, b) => Number(b.isDefaultCalendar) - Number(a.isDefaultCalendar)).map((c) => c.id);
  }

  async #act(act: Act): Promise<void> {
    const { company } = this;
    switch (act.act) {
      case 'createEvent':
        this.#mailbox.createEvent(act.calendar === 0 ? 'default' : this.other, {
          subject: TITLES[act.title],
          ...times(act.day, act.kind),
          body: tagBody(act.tag),
        });
        this.alive.set(act.tag, { side: 'outlook', invited: false });
        return;
      case 'inviteEvent':
        this.#mailbox.receiveInvitation(
          {
            subject: TITLES[act.title],
            ...times(act.day, 'timed'),
            body: tagBody(act.tag),
            attendees: [{ type: 'required', emailAddress: { address: 'anna@contoso.example', name: 'Anna' } }],
          },
          { name: 'Out Sider', address: 'out@side.example' },
        );
        this.alive.set(act.tag, { side: 'outlook', invited: true });
        return;
      case 'createRecord': {
        const start = base() + act.day * 24 * HOUR + HOUR;
        const name = asStoredByEspo('title', TITLES[act.title] ?? '');
        this.#anna.create(act.type, {
          name,
          dateStart: espoTime(start),
          dateEnd: espoTime(start + HOUR),
          description: `#${act.tag}#`,
          assignedUserId: this.#anna.id,
        });
        this.alive.set(act.tag, { side: 'espo', invited: false });
        return;
      }
      case 'editEvent': {
        const event = this.#pickEvent(act.pick);
        if (!event) return;
        // Somebody else's meeting is not this person's to edit.
        if (event['isOrganizer'] === false) return;
        const allDay = event['isAllDay'] === true;
        const patch =
          act.field === 'title'
            ? { subject: `Edited ${act.value}` }
            : act.field === 'location'
              ? { location: { displayName: `Room ${act.value}` } }
              : times(act.value % 20, allDay ? 'allDay' : 'timed');
        this.#mailbox.updateEvent(event.id, patch);
        return;
      }
      case 'editRecord': {
        const record = this.#pickRecord(act.pick);
        if (!record) return;
        const start = base() + (act.value % 20) * 24 * HOUR;
        const patch: Record<string, unknown> =
          act.field === 'title'
            ? { name: `Renamed ${act.value}` }
            : {
                dateStart: espoTime(start),
                dateEnd: espoTime(start + 2 * HOUR),
                ...(record.type === 'Call' ? {} : { isAllDay: false, dateStartDate: null, dateEndDate: null }),
              };
        this.#anna.update(record.type, record.id, patch);
        return;
      }
      case 'deleteEvent': {
        const event = this.#pickEvent(act.pick);
        if (!event) return;
        this.#mailbox.deleteEvent(event.id);
        this.#forget(String((event['body'] as { content?: string } | undefined)?.content ?? ''));
        return;
      }
      case 'deleteRecord': {
        const record = this.#pickRecord(act.pick);
        if (!record) return;
        this.#anna.remove(record.type, record.id);
        this.#forget(record.description);
        return;
      }
      case 'moveEvent': {
        const event = this.#pickEvent(act.pick);
        if (!event) return;
        const target = this.calendars[act.calendar];
        if (target && target !== event.calendarId) this.#mailbox.moveEvent(event.id, target);
        return;
      }
      case 'direction':
        this.browser.settings = { ...this.browser.settings, direction: act.value };
        return;
      case 'wait':
        company.world.advance(act.ms);
        return;
      case 'expireTokens':
        this.#mailbox.expireDeltaTokens();
        return;
      case 'fault': {
        const fault = { when: act.when, times: act.times, ...(act.status === 0 ? {} : { status: act.status }) };
        if (act.side === 'graph') company.graph.control.faults.add(fault);
        else company.espo.control.faults.push(fault);
        return;
      }
      case 'sync':
        await this.#sync();
        return;
      case 'crash':
        await this.#sync(act.at);
    }
  }

  #forget(text: string): void {
    const tag = /#(\d+)#/.exec(text)?.[1];
    if (tag) this.alive.delete(Number(tag));
  }

  #events() {
    return this.#mailbox.events();
  }
  #pickEvent(pick: number) {
    const events = this.#events();
    return events[pick % Math.max(1, events.length)];
  }
  #records() {
    return TYPES.flatMap((type) =>
      this.company.espo.control
        .dump(type)
        .map((row) => ({ type, id: String(row.id), row, description: String(row['description'] ?? '') })),
    );
  }
  #pickRecord(pick: number) {
    const records = this.#records();
    return records[pick % Math.max(1, records.length)];
  }

  /** One run; with `crashAt` the browser dies at that step, and nothing of it goes on. */
  async #sync(crashAt?: number): Promise<void> {
    const { company } = this;
    const mails = company.graph.control.mails.length;
    const graphFrom = company.graph.control.log.length;
    const espoFrom = company.espo.control.log.length;
    let step = 0;
    try {
      await this.browser.run(() => {
        step += 1;
        this.steps += 1;
        if (crashAt !== undefined && step >= crashAt) {
          this.crashed.push(this.#at);
          throw new Crash('killed');
        }
      });
    } catch (error) {
      if (
        !(error instanceof Crash) &&
        (error as { family?: string }).family === undefined &&
        !String(error).includes('killed')
      )
        throw error;
      if ((error as { code?: string }).code === 'bug') this.violations.push({ rule: 'bug', detail: String(error) });
    }
    // Whatever was under way in other branches of the dead run comes to its end before anything else happens.
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#checkRun(mails, graphFrom, espoFrom);
  }

  #checkRun(mails: number, graphFrom: number, espoFrom: number): void {
    const { company } = this;
    // Rule 5: nobody is mailed by a sync.
    if (company.graph.control.mails.length > mails)
      this.violations.push({ rule: 'mail', detail: JSON.stringify(company.graph.control.mails.slice(mails)) });
    const { direction } = this.browser.settings;
    // Rule 4: direction is a wall.
    const graphWrites = company.graph.control.log
      .slice(graphFrom)
      .filter((e) => e.method !== 'GET' && !/\$batch|translateExchangeIds/.test(e.path));
    if (direction === 'outlookToEspo' && graphWrites.length > 0)
      this.violations.push({ rule: 'direction', detail: JSON.stringify(graphWrites[0]) });
    const espoWrites = company.espo.control.log.slice(espoFrom).filter((e) => e.method !== 'GET');
    if (direction === 'espoToOutlook' && espoWrites.length > 0)
      this.violations.push({ rule: 'direction', detail: JSON.stringify(espoWrites[0]) });
  }

  async #check(): Promise<void> {
    const { company, violations } = this;
    this.#checkCounts();
    await this.#checkAgreement();
    company.world.advance(600_000);
    try {
      const report = await this.browser.run();
      // Rule 3: with no new edits the next run writes nothing.
      if (writesOf(report) > 0) violations.push({ rule: 'settles', detail: JSON.stringify(report) });
    } catch (error) {
      violations.push({ rule: 'settles', detail: String(error) });
    }
  }

  #checkCounts(): void {
    const events = new Map<number, number>();
    const records = new Map<number, number>();
    const count = (map: Map<number, number>, text: string) => {
      const tag = Number(/#(\d+)#/.exec(text)?.[1] ?? 0);
      if (tag > 0) map.set(tag, (map.get(tag) ?? 0) + 1);
    };
    for (const event of this.#events())
      count(events, String((event['body'] as { content?: string } | undefined)?.content ?? ''));
    for (const record of this.#records()) count(records, record.description);
    // Rule 2: one meeting, one record, one event.
    for (const [tag, n] of events)
      if (n > 1) this.violations.push({ rule: 'duplicate', detail: `${n} events #${tag}` });
    for (const [tag, n] of records)
      if (n > 1) this.violations.push({ rule: 'duplicate', detail: `${n} records #${tag}` });
    // Rule 1: what a person made and nobody deleted is still there.
    for (const [tag, { side }] of this.alive) {
      const there = side === 'outlook' ? events.has(tag) : records.has(tag);
      if (!there) this.violations.push({ rule: 'loss', detail: `#${tag} made in ${side}` });
    }
  }

  /** Both sides of every live link agree field by field, in either side's own form, unless the rules let them differ. */
  async #checkAgreement(): Promise<void> {
    if (this.browser.settings.direction !== 'both') return;
    const held = new Set((await this.browser.store.plan()).filter((r) => r.state === 'held').map((r) => r.linkId));
    for (const link of await this.browser.store.linksInState('active')) {
      if (held.has(link.id) || !link.outlook.isOrganizer || link.gone !== '') continue;
      const event = this.#events().find((e) => e.immutableId === link.outlookId);
      const record = this.company.espo.control.row(link.espo.type, link.espo.id);
      if (!event || !record) {
        this.violations.push({
          rule: 'agreement',
          detail: `half of a link is gone: ${event ? 'record' : 'event'} ${link.base.outlook.title}`,
        });
        continue;
      }
      for (const field of ['title', 'when'] as const) {
        const o = link.base.outlook[field];
        const e = link.base.espo[field];
        if (!agree(field, o, e, link.outlook.labelAtCreation))
          this.violations.push({ rule: 'agreement', detail: `${field}: ${JSON.stringify(o)} / ${JSON.stringify(e)}` });
      }
      if (event.subject !== link.base.outlook.title)
        this.violations.push({
          rule: 'agreement',
          detail: `subject ${event.subject} / base ${link.base.outlook.title}`,
        });
      if (String(record['name']) !== link.base.espo.title)
        this.violations.push({ rule: 'agreement', detail: `name ${record['name']} / base ${link.base.espo.title}` });
    }
  }
}

function agree<F extends keyof Fields>(field: F, o: Fields[F], e: Fields[F], label: string): boolean {
  if (field !== 'title')
    return sameField(field, asStoredByEspo(field, o), e) || sameField(field, asStoredByOutlook(field, e), o);
  const strip = (text: string) => text.replace(/^(call|visit):\s*/i, '');
  const name = asStoredByEspo('title', strip(o as string));
  const subject = asStoredByOutlook('title', label ? `${label}: ${e as string}` : (e as string));
  return name === e || subject === o;
}

const pickSkew = (chance: number): number => [0, 0, 90_000, -200_000][Math.floor(chance * 4)] ?? 0;
const base = (): number => Date.parse('2026-12-01T08:00:00Z');
const espoTime = (t: number): string => new Date(t).toISOString().slice(0, 19).replace('T', ' ');
const tagBody = (tag: number) => ({ contentType: 'text', content: `#${tag}#` });

function times(day: number, kind: 'timed' | 'allDay') {
  const start = new Date(base() + day * 24 * HOUR);
  if (kind === 'timed') {
    const end = new Date(start.getTime() + HOUR);
    return {
      isAllDay: false,
      start: { dateTime: start.toISOString().slice(0, 19), timeZone: 'UTC' },
      end: { dateTime: end.toISOString().slice(0, 19), timeZone: 'UTC' },
    };
  }
  const date = start.toISOString().slice(0, 10);
  const next = new Date(Date.parse(date) + 48 * HOUR).toISOString().slice(0, 10);
  return {
    isAllDay: true,
    start: { dateTime: `${date}T00:00:00`, timeZone: 'UTC' },
    end: { dateTime: `${next}T00:00:00`, timeZone: 'UTC' },
  };
}

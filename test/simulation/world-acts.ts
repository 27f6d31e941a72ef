import type { Fields } from '../sandbox/graph/model.ts';
import type { BreakAct, WorldAct } from './acts.ts';
import type { Cast } from './cast.ts';
import type { Runs } from './runs.ts';

/** Values that no schema knows, each by itself. */
const EVENT_WRONGS: readonly Fields[] = [
  { location: { displayName: 5 } },
  { start: { dateTime: 'at noon', timeZone: 'UTC' } },
  { subject: { text: 'x' } },
] as unknown as Fields[];
const RECORD_WRONGS = [{ usersIds: 'everybody' }, { dateStart: 17 }, { name: { text: 'x' } }];

/** What servers and networks do to everybody: faults, parts that fail while the rest answers, time. */
export class WorldHands {
  readonly #cast: Cast;
  readonly #runs: Runs;

  constructor(cast: Cast, runs: Runs) {
    this.#cast = cast;
    this.#runs = runs;
  }

  act(act: WorldAct): void {
    const { company } = this.#cast;
    switch (act.act) {
      case 'fault':
        return this.#fault(act);
      case 'truncate':
        this.#runs.truncated[act.side] = act.times;
        return;
      case 'deny':
        return this.#deny(act);
      case 'break':
        return this.#break(act);
      case 'spoil':
        return this.#spoil(act);
      case 'mend':
        return this.mend();
      case 'wait':
        company.world.advance(act.ms);
        return;
      case 'skew':
        if (act.side === 'graph') company.graph.control.clockSkewMs += act.ms;
        else company.espo.control.settings.clockSkewMs += act.ms;
    }
  }

  #fault({ side, times, method, retryAfter, code, status, when }: Extract<WorldAct, { act: 'fault' }>): void {
    const { graph, espo } = this.#cast.company;
    const fault = {
      // Who is told to wait was not served.
      when: status === 429 ? ('before' as const) : when,
      times,
      ...(status === 0 ? {} : { status }),
      ...(retryAfter === undefined ? {} : { retryAfter }),
      ...(code === undefined ? {} : { code }),
    };
    if (side === 'graph') graph.control.faults.add({ ...fault, ...(method ? { match: { method } } : {}) });
    else
      espo.control.faults.push({
        ...fault,
        ...(method ? { match: (r: { method: string }) => r.method === method } : {}),
      });
  }

  /** 403 on one calendar of a mailbox, or on all records of a type. */
  #deny({ side, by, pick, on }: Extract<WorldAct, { act: 'deny' }>): void {
    const { graph, espo } = this.#cast.company;
    if (!on) {
      graph.control.faults.clear();
      espo.control.faults.length = 0;
      return;
    }
    const times = Number.POSITIVE_INFINITY;
    if (side === 'graph') {
      const id = encodeURIComponent(this.#calendar(by, pick));
      const match = (r: { path: string }, member?: { path: string }) => (member ?? r).path.includes(`/calendars/${id}`);
      graph.control.faults.add({ match, status: 403, code: 'ErrorAccessDenied', times });
      return;
    }
    const type = this.#type(pick);
    espo.control.faults.push({ match: (r) => r.url.includes(`/api/v1/${type}`), status: 403, times });
  }

  #break({ what, by, pick, status, times }: BreakAct): void {
    const { graph, espo } = this.#cast.company;
    const id = this.#calendar(by, pick);
    const broken = { ...(status === 0 ? {} : { status }), ...(times === undefined ? {} : { times }) };
    const parts: Record<BreakAct['what'], () => unknown> = {
      calendar: () => graph.control.breakCalendar(id, broken),
      delta: () => graph.control.breakCalendar(id, broken, 'calendarView/delta'),
      view: () => graph.control.breakCalendar(id, broken, 'calendarView?'),
      filter: () => graph.control.breakFilter(id, broken),
      calendars: () => graph.control.breakCalendarList(broken),
      records: () => espo.control.breakEntity(this.#type(pick), broken),
      people: () => espo.control.breakEntity(['User', 'Contact', 'Lead'][pick % 3] ?? 'User', broken),
      metadata: () => espo.control.breakEntity(this.#type(pick), broken, 'metadata'),
    };
    parts[what]();
    this.#runs.refusing ||= status === 400 || status === 423;
    // Somebody looks at the settings, and what is known is asked for anew.
    if (what === 'calendars' || what === 'metadata')
      for (const { browser } of this.#cast.stations) void browser.lookAround();
  }

  #spoil({ side, by, pick, how }: Extract<WorldAct, { act: 'spoil' }>): void {
    const { graph, espo } = this.#cast.company;
    if (side === 'graph') {
      const live = [...this.#cast.member(by).box.events].filter((e) => e.deletedAt === undefined && !e.master);
      const event = live[pick % Math.max(1, live.length)];
      // By its time or by its name it must still be known: who made its record nobody could say otherwise (docs/limits.md).
      const wrong = EVENT_WRONGS[event?.subject === '' ? 0 : how % EVENT_WRONGS.length];
      if (event && wrong) for (const id of [event.id, event.immutableId]) graph.control.spoilt.set(id, wrong);
      return;
    }
    const records = this.#cast.records();
    const row = records[pick % Math.max(1, records.length)]?.row;
    const wrong = RECORD_WRONGS[how % RECORD_WRONGS.length];
    if (row && wrong) espo.control.spoilt.set(row.id, wrong);
  }

  /** Every fault is over. */
  mend(): void {
    const { graph, espo } = this.#cast.company;
    graph.control.faults.clear();
    espo.control.faults.length = 0;
    this.#runs.truncated = { graph: 0, espo: 0 };
    this.#runs.refusing = false;
    graph.control.spoilt.clear();
    espo.control.spoilt.clear();
  }

  #calendar(by: number | undefined, pick: number): string {
    const { calendars } = this.#cast.member(by).box;
    return calendars[pick % calendars.length]?.id ?? '';
  }

  #type(pick: number): string {
    const { types } = this.#cast.act;
    return types[pick % types.length] ?? 'Meeting';
  }
}

import { assemble } from '../../src/background/app/runs/assemble.ts';
import { EspoClient } from '../../src/background/espo/client.ts';
import type { Outside } from '../../src/background/net/retry.ts';
import { GraphClient } from '../../src/background/outlook/client.ts';
import type { Engine, RunReport } from '../../src/background/sync/model/engine.ts';
import type { Store } from '../../src/background/sync/model/store.ts';
import { run } from '../../src/background/sync/run.ts';
import { defaultSettings, type Settings } from '../../src/shared/settings.ts';
import { authenticate } from '../sandbox/espo/auth.ts';
import { EspoServer } from '../sandbox/espo/server.ts';
import type { EspoVersion } from '../sandbox/espo/versions.ts';
import { GraphServer } from '../sandbox/graph/server.ts';
import { asFetch, hex, type StandIn, type World } from '../sandbox/http.ts';
import { connect } from './connected.ts';
import { digestAtOnce } from './digest.ts';
import { MemoryStore } from './memory-store.ts';
import { noted } from './trace.ts';

digestAtOnce();

export const SITE = 'https://crm.example.test';
export const ANNA = {
  oid: 'anna',
  address: 'anna@contoso.example',
  name: 'Anna Berg',
  timeZone: 'W. Europe Standard Time',
};

/** A world whose clock stands still unless somebody sleeps, with a seeded chance: the same seed, the same history. */
export class SeededWorld implements World {
  #now: number;
  #state: number;

  constructor(seed: number, start = '2026-11-23T08:00:00Z') {
    this.#now = Date.parse(start);
    this.#state = seed >>> 0 || 1;
  }

  now = (): number => this.#now;

  random = (): number => {
    // mulberry32
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };

  sleep = async (ms: number): Promise<void> => {
    this.#now += ms;
  };

  advance(ms: number): void {
    this.#now += ms;
  }

  /** Does something that leaves no mark on time and chance. */
  async aside<T>(task: () => Promise<T>): Promise<T> {
    const before = [this.#now, this.#state] as const;
    try {
      return await task();
    } finally {
      [this.#now, this.#state] = before;
    }
  }
}

/** The servers of one company, in process. */
export class Company {
  readonly world: SeededWorld;
  readonly graph: GraphServer;
  readonly espo: EspoServer;

  constructor(seed = 1, world = new SeededWorld(seed), version?: EspoVersion) {
    this.world = world;
    this.graph = new GraphServer({ world });
    this.espo = new EspoServer({ world, ...(version ? { version } : {}) });
    this.graph.control.addMailbox(ANNA);
  }

  fetch = asFetch((host) =>
    host === 'graph.microsoft.com' ? heard(this.graph) : host === 'crm.example.test' ? heard(this.espo) : undefined,
  );

  /** A token, by password, as the sign-in gets it: without the large answer that comes with it. */
  async token(userName: string, password: string): Promise<string> {
    const headers = { 'espo-authorization': btoa(`${userName}:${password}`) };
    const { token } = authenticate(this.espo.core, { method: 'GET', url: SITE, headers, body: '' });
    return token ?? '';
  }
}

/** Every request that arrives and every answer that leaves is noted. */
const heard = (server: StandIn): StandIn => ({
  async handle(request) {
    noted('request', request);
    const answer = await server.handle(request);
    noted('answer', answer);
    return answer;
  },
});

/** Called before every step of a run: each request, each commit, before and after. May throw to crash the browser there. */
export type Step = (what: string) => void;

/** One browser of one user: the real engine over a store, against the company's servers. */
export class Browser {
  readonly company: Company;
  readonly store: Store;
  settings: Settings;
  readonly #login: { userName: string; token: string };
  readonly #oid: string;
  /** The name under which it takes the lease; without one it syncs whoever else does. */
  readonly #lease: string | undefined;
  #runs = 0;
  readonly createdAt: number;

  constructor(
    company: Company,
    login: { userName: string; token: string },
    options: { oid?: string; store?: Store; settings?: Partial<Settings>; lease?: string; createdAt?: number } = {},
  ) {
    this.company = company;
    this.#login = login;
    this.#oid = options.oid ?? 'anna';
    this.store = options.store ?? new MemoryStore('pair-1');
    this.#lease = options.lease;
    this.createdAt = options.createdAt ?? company.world.now();
    this.settings = {
      ...defaultSettings(),
      enabled: true,
      direction: 'both',
      entities: [
        { type: 'Meeting', label: '' },
        { type: 'Call', label: 'Call' },
        { type: 'CVisit', label: 'Visit' },
      ],
      ...options.settings,
    };
  }

  async run(step: Step = () => undefined): Promise<RunReport> {
    return run(await this.engine(step));
  }

  /** What the page reads when the user connects. A run without it looks around by itself. */
  async connect(): Promise<void> {
    const { company, store, settings } = this;
    const { userName } = this.#login;
    const { world, graph, espo } = company;
    const place = { world, graph, espo, oid: this.#oid, userName };
    await connect(place, this.#clients(), store, settings);
  }

  /** The next run reads all of it anew, as the settings page does; what it cannot read stays as it was. */
  async lookAround(): Promise<void> {
    const { store } = this;
    const kept = await store.cursor('surroundings');
    if (kept === undefined) return;
    const { tried: _, ...rest } = JSON.parse(kept) as Record<string, unknown>;
    const value = JSON.stringify({ ...rest, at: 0 });
    await store.commit({ cursors: { put: [{ pair: store.pair, name: 'surroundings', value }] } });
  }

  /** What a run, or an undo, works with. */
  async engine(step: Step = () => undefined): Promise<Engine> {
    const { world } = this.company;
    const { signal } = new AbortController();
    this.#runs += 1;
    return assemble({
      ...this.#clients(step, signal),
      site: SITE,
      store: stepped(this.store, step),
      settings: this.settings,
      pairCreatedAt: this.createdAt,
      ...(this.#lease ? { browser: { me: { browser: this.#lease, name: this.#lease }, takeOver: true } } : {}),
      runId: `run-${this.#runs}`,
      now: world.now,
      newId: () => hex(world, 32),
      signal,
      progress: () => undefined,
    });
  }

  #clients(
    step: Step = () => undefined,
    signal = new AbortController().signal,
  ): { graph: GraphClient; espo: EspoClient } {
    const { company } = this;
    const { world } = company;
    const fetchStepped: typeof fetch = async (input, init) => {
      step('request sent');
      const response = await company.fetch(input, init);
      step('answer received');
      return response;
    };
    const outside: Outside = {
      fetch: fetchStepped,
      now: world.now,
      random: world.random,
      sleep: (ms) => world.sleep(ms),
      signal,
    };
    const graph = new GraphClient(outside, { token: async () => `test-${this.#oid}` });
    return { graph, espo: new EspoClient(outside, { site: SITE, ...this.#login }) };
  }
}

/** The store with a step before and after each commit. Everything else is passed on as it is. */
function stepped(store: Store, step: Step): Store {
  const seen = Object.create(passedOn(store)) as Store;
  seen.commit = async (changes) => {
    step('before commit');
    noted('commit', changes);
    await store.commit(changes);
    step('after commit');
  };
  return seen;
}

const passed = new WeakMap<Store, Store>();

/** The methods of a store, bound to it: once for all of its runs. */
function passedOn(store: Store): Store {
  const known = passed.get(store);
  if (known) return known;
  const bound: Record<string, unknown> = { pair: store.pair };
  for (let at: object = store; at !== Object.prototype; at = Object.getPrototypeOf(at) as object)
    for (const name of Object.getOwnPropertyNames(at)) {
      const value: unknown = name === 'constructor' || name in bound ? undefined : Reflect.get(store, name);
      if (typeof value === 'function') bound[name] = value.bind(store);
    }
  passed.set(store, bound as unknown as Store);
  return bound as unknown as Store;
}

import { performance } from 'node:perf_hooks';
import { refreshSurroundings } from '../../src/background/app/kept/around.ts';
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
import { GraphServer } from '../sandbox/graph/server.ts';
import { asFetch, hex, type SandboxRequest, type SandboxResponse, type StandIn } from '../sandbox/http.ts';
import { ANNA, SITE } from '../simulation/company.ts';
import { SkippingWorld } from './clock.ts';
import { type Counts, Meter } from './counts.ts';
import { IndexedStore } from './store.ts';
import { type Bytes, Traffic } from './traffic.ts';

export interface DeskOptions {
  settings?: Partial<Settings>;
  /** Milliseconds that each request takes, sub-requests of a batch included; the envelope takes none. */
  latency?: number;
  /** Outlook's 10,000 requests in ten minutes. */
  quota?: boolean;
  store?: Store;
  world?: SkippingWorld;
}

export interface Cost {
  report: RunReport;
  counts: Counts;
  bytes: Record<'graph' | 'espo', Bytes>;
  /** Milliseconds as the user waits for them. */
  time: number;
  /** The same without what the stand-ins computed. */
  own: number;
}

/** The product's engine and one company's servers in this process. */
export class Desk {
  readonly world: SkippingWorld;
  readonly graph: GraphServer;
  readonly espo: EspoServer;
  readonly store: Store;
  readonly settings: Settings;
  readonly meter: Meter;
  readonly traffic = new Traffic();
  latency: number;
  readonly createdAt: number;
  #token = '';
  #theirs = 0;
  #runs = 0;

  constructor(options: DeskOptions = {}) {
    this.world = options.world ?? new SkippingWorld();
    this.graph = new GraphServer({ world: this.world });
    this.espo = new EspoServer({ world: this.world });
    this.graph.control.addMailbox(ANNA);
    this.graph.control.latencyMs = options.latency ?? 0;
    this.graph.control.enforceQuota = options.quota ?? true;
    this.latency = options.latency ?? 0;
    this.store = options.store ?? new IndexedStore('pair-1');
    this.createdAt = this.world.now();
    const entities = [
      { type: 'Meeting', label: '' },
      { type: 'Call', label: 'Call' },
    ];
    this.settings = { ...defaultSettings(), enabled: true, entities, ...options.settings };
    this.meter = new Meter(this.graph, this.espo);
  }

  /** Both ways to a server: the latency passes first, then its computing is timed apart. */
  fetch = asFetch((host) =>
    host === 'graph.microsoft.com' ? this.#graphSide : host === 'crm.example.test' ? this.#espoSide : undefined,
  );

  readonly #espoSide: StandIn = {
    handle: async (request) => {
      if (this.latency > 0) await this.world.sleep(this.latency);
      const answer = await this.#timed(() => this.espo.handle(request));
      this.#timed(() => this.traffic.count('espo', request, answer));
      return answer;
    },
  };

  /** One request at a time, so that its time is its own; the waiting inside is the world's. */
  readonly #graphSide: StandIn = {
    handle: async (request: SandboxRequest): Promise<SandboxResponse> => {
      const began = performance.now();
      const answer = await this.graph.handle(request);
      this.traffic.count('graph', request, answer);
      // Its waiting is no computing.
      if (this.latency > 0) return answer;
      this.#theirs += performance.now() - began;
      return answer;
    },
  };

  /** The stand-in of EspoCRM computes everything before its first await. */
  #timed<T>(task: () => T): T {
    const began = performance.now();
    const result = task();
    this.#theirs += performance.now() - began;
    return result;
  }

  /** As the page does when the user connects: calendars, entities and rights are known before the first run. */
  async connect(): Promise<void> {
    const credentials = btoa('anna:Anna12345');
    const login = { method: 'GET', url: SITE, headers: { 'espo-authorization': credentials }, body: '' };
    this.#token = authenticate(this.espo.core, login).token ?? '';
    const { graph, espo } = this.#clients(new AbortController().signal);
    await refreshSurroundings(graph, espo, this.store, this.settings, this.world.now());
  }

  async engine(): Promise<Engine> {
    const { signal } = new AbortController();
    this.#runs += 1;
    return assemble({
      ...this.#clients(signal),
      site: SITE,
      store: this.store,
      settings: this.settings,
      pairCreatedAt: this.createdAt,
      runId: `run-${this.#runs}`,
      now: this.world.now,
      newId: () => hex(this.world, 32),
      signal,
      progress: () => undefined,
    });
  }

  /** One whole run and what it cost. */
  async run(): Promise<Cost> {
    this.meter.start();
    this.traffic.start();
    const theirs = this.#theirs;
    const began = this.world.elapsed();
    const report = await run(await this.engine());
    const time = this.world.elapsed() - began;
    const { graph, espo } = this.traffic;
    return {
      report,
      counts: this.meter.counts(),
      bytes: { graph, espo },
      time,
      own: time - (this.#theirs - theirs),
    };
  }

  get outside(): Omit<Outside, 'signal'> {
    const { world } = this;
    return { fetch: this.fetch, now: world.now, random: world.random, sleep: world.sleep };
  }

  get espoToken(): string {
    return this.#token;
  }

  #clients(signal: AbortSignal): { graph: GraphClient; espo: EspoClient } {
    const outside = { ...this.outside, signal };
    return {
      graph: new GraphClient(outside, { token: async () => `test-${ANNA.oid}` }),
      espo: new EspoClient(outside, { site: SITE, userName: 'anna', token: this.#token }),
    };
  }
}

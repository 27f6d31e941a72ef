import type { Page } from 'playwright-core';
import { assemble } from '../../src/background/app/runs/assemble.ts';
import { EspoClient } from '../../src/background/espo/client.ts';
import { GraphClient } from '../../src/background/outlook/client.ts';
import { seenKey } from '../../src/background/store/rows.ts';
import type { Settings } from '../../src/shared/settings.ts';
import { Chrome } from '../e2e/chrome.ts';
import { connectBoth } from '../e2e/popup.ts';
import { ANNA, APPLICATION, EXTENSION, openStage, SITE, type Stage } from '../e2e/stage.ts';
import { authenticate } from '../sandbox/espo/auth.ts';
import { asFetch } from '../sandbox/http.ts';
import { ShiftedWorld } from '../soak/bench.ts';
import { linkMany } from './linked.ts';
import { Probe } from './probe.ts';
import { IndexedStore } from './store.ts';

/** Made this long ago, so that nothing of it counts as new. */
const AGO = 60 * 60_000;
const TOKEN = 'bench';
const CHUNK = 2000;

interface StoredPair {
  id: string;
  createdAt: number;
  settings: Settings;
}

/** The production build in a browser, connected to servers that hold `n` linked meetings, with the links in its store. */
export class Office {
  readonly stage: Stage;
  readonly chrome: Chrome;

  private constructor(stage: Stage, chrome: Chrome) {
    this.stage = stage;
    this.chrome = chrome;
  }

  static async open(n: number): Promise<Office> {
    const world = new ShiftedWorld();
    const stage = await openStage(world);
    stage.graph.control.latencyMs = 0;
    stage.graph.control.enforceQuota = false;
    const office = new Office(stage, await Chrome.launch(stage));
    try {
      await connectBoth(office.chrome, { direction: 'Two-way' });
      world.shift = -AGO;
      const store = await office.#link(n, world);
      world.shift = 0;
      await office.#give(store);
      // Until nothing is left to look at: what is measured later is a run like any other.
      await office.chrome.ask('sync.start');
      for (let i = 0; i < 3; i += 1) await office.run();
    } catch (error) {
      await office.close();
      throw error;
    }
    return office;
  }

  /** The product's engine links everything, here and at once, under the browser's own pair. */
  async #link(n: number, world: ShiftedWorld): Promise<IndexedStore> {
    const { stage } = this;
    const pair = (await this.#read('pairs'))[0] as StoredPair;
    const store = new IndexedStore(pair.id);
    const fetch = asFetch((host) => (host === stage.graph.host ? stage.graph : stage.espo));
    const forever = { expires: Number.POSITIVE_INFINITY, claims: undefined, revoked: false };
    const scopes = ['User.Read', 'MailboxSettings.Read', 'Calendars.ReadWrite'];
    stage.entra.control.accessTokens.set(TOKEN, { oid: ANNA.oid, clientId: APPLICATION.clientId, scopes, ...forever });
    const headers = { 'espo-authorization': btoa(`${ANNA.userName}:${ANNA.password}`) };
    const { token } = authenticate(stage.espo.core, { method: 'GET', url: SITE, headers, body: '' });
    const { signal } = new AbortController();
    const outside = { fetch, now: world.now, random: world.random, sleep: world.sleep, signal };
    const engine = () =>
      assemble({
        graph: new GraphClient(outside, { token: async () => TOKEN }),
        espo: new EspoClient(outside, { site: SITE, userName: ANNA.userName, token: token ?? '' }),
        site: SITE,
        store,
        settings: pair.settings,
        pairCreatedAt: pair.createdAt,
        runId: 'made',
        now: world.now,
        newId: () => crypto.randomUUID(),
        signal,
        progress: () => undefined,
      });
    await linkMany(n, { graph: stage.graph, espo: stage.espo, engine });
    return store;
  }

  /** Everything the store holds goes into the browser's database. */
  async #give(store: IndexedStore): Promise<void> {
    const { pair } = store;
    await this.#forgetCounts();
    await this.#write('links', store.rows());
    const cursors = [...store.cursors.values()].filter(
      ({ name }) => name !== 'surroundings' && !name.startsWith('lease'),
    );
    await this.#write('cursors', cursors);
    await this.#write(
      'activity',
      store.activity.slice(-20_000).map((row) => ({ ...row, pair })),
    );
  }

  /** So many events that are left out, and so many changes of one event each. */
  async crowd(n: number): Promise<void> {
    const { id: pair } = (await this.#read('pairs'))[0] as StoredPair;
    const numbers = Array.from({ length: n }, (_, i) => i);
    const left = numbers.map((i) => {
      const ref = `left-${i}`;
      const event = {
        title: `Left out ${i}`,
        start: Date.UTC(2026, 11, 1 + (i % 600)),
        reason: 'showsFree',
        series: '',
      };
      const place = { pair, side: 'outlook', ref, feed: 'none', key: seenKey(pair, 'outlook', ref) } as const;
      return { ...event, ...place, meetingKey: '', twin: '' };
    });
    await this.#write('seen', left);
    const made = numbers.map((i) => {
      const change = { at: Date.now() - i * 1000, run: `run-${i >> 8}`, op: 'create', field: '', title: `Change ${i}` };
      return {
        ...change,
        pair,
        side: 'espo',
        ref: `Meeting/made-${i}`,
        linkId: `made-${i}`,
        oldValue: '',
        newValue: '',
        cause: '',
      };
    });
    await this.#write('activity', made);
    await this.#forgetCounts();
  }

  /** What the page has counted so far was nothing. */
  async #forgetCounts(): Promise<void> {
    const page = await this.chrome.page();
    await page.evaluate(
      (pair) =>
        new Promise<void>((resolve) => {
          const opening = indexedDB.open('sync');
          opening.addEventListener('success', () => {
            const transaction = opening.result.transaction('cursors', 'readwrite');
            transaction.objectStore('cursors').delete(IDBKeyRange.bound([pair, 'count|'], [pair, 'count|\uffff']));
            transaction.addEventListener('complete', () => {
              opening.result.close();
              resolve();
            });
          });
        }),
      ((await this.#read('pairs'))[0] as StoredPair).id,
    );
  }

  async #write(table: string, rows: readonly unknown[]): Promise<void> {
    const page = await this.chrome.page();
    for (let at = 0; at < rows.length; at += CHUNK)
      await page.evaluate(
        ([table, text]) =>
          new Promise<void>((resolve, reject) => {
            const opening = indexedDB.open('sync');
            opening.addEventListener('success', () => {
              const transaction = opening.result.transaction(table, 'readwrite', { durability: 'relaxed' });
              const place = transaction.objectStore(table);
              for (const row of JSON.parse(text) as unknown[]) place.put(row);
              transaction.addEventListener('complete', () => {
                opening.result.close();
                resolve();
              });
              transaction.addEventListener('error', () => reject(transaction.error));
            });
          }),
        [table, JSON.stringify(rows.slice(at, at + CHUNK))] as const,
      );
  }

  async #read(table: string): Promise<unknown[]> {
    const page = await this.chrome.page();
    return page.evaluate(
      (table) =>
        new Promise<unknown[]>((resolve) => {
          const opening = indexedDB.open('sync');
          opening.addEventListener('success', () => {
            const all = opening.result.transaction(table).objectStore(table).getAll();
            all.addEventListener('success', () => {
              opening.result.close();
              resolve(all.result);
            });
          });
        }),
      table,
    );
  }

  /** A page of the extension's without the app: nothing on it asks the worker anything. */
  async quiet(): Promise<Page> {
    if (this.#quiet && !this.#quiet.isClosed()) return this.#quiet;
    const app = await this.chrome.page();
    this.#quiet = await this.chrome.context.newPage();
    await this.#quiet.goto(`chrome-extension://${EXTENSION}/manifest.json`);
    await app.close();
    return this.#quiet;
  }
  #quiet: Page | undefined;

  /** One run, begun by the alarm as most are; throws where it ends with an error. */
  async run(): Promise<void> {
    const page = await this.quiet();
    const code = await page.evaluate(async () => {
      const last = async () =>
        (await chrome.storage.local.get('lastRun'))['lastRun'] as { at: number; error?: { code: string } } | undefined;
      const before = (await last())?.at;
      await chrome.alarms.create('sync', { when: Date.now() });
      for (let i = 0; i < 2400; i += 1) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        const run = await last();
        if (run?.at !== before) {
          // What follows a run (tabs are told, the next alarm is set) belongs to it.
          await new Promise((resolve) => setTimeout(resolve, 200));
          return run?.error?.code;
        }
      }
      return 'no end';
    });
    if (code !== undefined) throw new Error(`the run ends with ${code}`);
  }

  probe(): Promise<Probe> {
    return Probe.ofWorker(this.chrome, EXTENSION);
  }

  async close(): Promise<void> {
    await this.chrome.close();
    await this.stage.close();
  }
}

import { dateIn } from '../../../../test/days';
import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { ANNA_AT, AppBench } from '../../../../test/errors/app-bench';
import fakeBrowser from '../../../../test/errors/fake-browser';
import { ANNA } from '../../../../test/simulation/company';
import { timed } from '../../../../test/simulation/scene';
import { SETTINGS, type Settings } from '../../../shared/settings';

vi.mock('webextension-polyfill', () => import('../../../../test/errors/fake-browser'));
vi.mock('../../auth/microsoft', () => import('../../../../test/errors/fake-microsoft'));

let bench: AppBench;
beforeEach(async () => {
  bench = await AppBench.open();
});

const report = async () => {
  const { text } = await bench.ask('diagnostics.report');
  return { text, facts: JSON.parse(text) as Record<string, never> };
};
/** Every text that is stored anywhere, in the browser's storage or in the database, as far as it could be somebody's. */
async function storedTexts(): Promise<Set<string>> {
  const { database } = await import('../kept/open-database');
  const db = await database();
  const rows = await Promise.all(db.tables.map((table) => table.toArray()));
  const { local, session } = fakeBrowser.storage;
  const texts = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value === 'string') for (const text of [value, ...value.split(/[|,\s"]+/)]) texts.add(text);
    else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) walk(one);
  };
  walk([...local.values, ...session.values, ...rows]);
  return texts;
}
const PERSONAL = /@|https?:|[0-9a-f]{8}-|^[0-9a-f]{15,}$|^AAMk|^ey|\.(test|example)/;

it('tells what is going on, and nothing by which anybody or anything could be known', async () => {
  await bench.connected();
  const { pair } = await bench.state();
  const settings: Settings = {
    ...(pair?.settings as Settings),
    conflicts: 'ask',
    blockList: ['boss@secret.example'],
    categoriesDeny: ['Chemotherapy'],
    ownDomains: ['secret.example'],
    locationField: { CSecretVisit: 'cSecretPlace' },
  };
  await bench.ask('settings.save', { settings });
  const day = dateIn(3);
  const mailbox = bench.company.graph.control.mailbox(ANNA.oid);
  mailbox.createEvent('default', timed('Merger with Umbrella', day));
  mailbox.createEvent('default', { ...timed('Doctor Zhivago', day), sensitivity: 'private' });
  await bench.sync();
  await bench.sync();

  const { text, facts } = await report();
  expect(facts).toMatchObject({
    status: 'notStarted',
    page: { tiles: 0, known: 0 },
    sides: { outlook: { state: 'connected' }, espo: { state: 'connected' } },
    store: {
      links: { 'active outlook': 1 },
      seen: { 'outlook private': 1 },
      pair: { settings: { direction: 'both', conflicts: 'ask' } },
      activity: [{ op: 'create', side: 'espo', causes: ['newInOutlook'] }],
    },
  });
  for (const secret of ['Umbrella', 'Zhivago', 'boss', 'Chemotherapy', 'secret', 'Secret', ANNA_AT.password])
    expect(text).not.toContain(secret);
  const texts = [...(await storedTexts())].filter((one) => one.length > 3 && PERSONAL.test(one));
  expect(texts.length).toBeGreaterThan(20);
  for (const one of texts) expect(text, one).not.toContain(one);
});

it('names no text that a setting holds, whichever it is', async () => {
  await bench.connected();
  const { pair } = await bench.state();
  const { nameless } = await import('./pseudonyms');
  const { reportOf } = await import('./report');
  const marked = Object.entries(SETTINGS).map(([key, { default: usual }]) => {
    if (Array.isArray(usual)) return [key, key === 'entities' ? [{ type: 'MARK', label: 'MARK' }] : ['MARK']];
    if (typeof usual === 'object') return [key, { MARK: 'MARK' }];
    return [key, key === 'mainCalendar' || key === 'defaultEntity' ? 'MARK' : usual];
  });
  const store = {
    ...{ pair: { ...pair, createdAt: 0, settings: Object.fromEntries(marked) }, around: undefined },
    ...{ links: [], seen: [], plan: [], journal: [], holds: [], needs: [], activity: [] },
    arrivals: { outlook: 0, espo: 0 },
  };
  const side = { state: '', error: { code: 'espo.refused', detail: 'MARK', names: { account: 'MARK' } } };
  const facts = { at: 0, sides: { outlook: side, espo: side }, runs: [], store } as unknown as Parameters<
    typeof reportOf
  >[0];
  const text = JSON.stringify(await nameless('secret', (name) => reportOf(facts, name)));
  expect(text).toContain('blockList');
  expect(text).not.toContain('MARK');
});

it('is made without a connection, and where the store cannot be opened', async () => {
  expect((await report()).facts).toMatchObject({ status: 'connect', broken: '' });
  await bench.connected();
  const { database } = await import('../kept/open-database');
  (await database()).close({ disableAutoOpen: false });
  const { Dexie } = await import('dexie');
  const names = vi.spyOn(Dexie.dependencies.indexedDB, 'databases');
  names.mockResolvedValue([{ name: 'sync', version: 990 }]);
  expect((await report()).facts).toMatchObject({ status: 'error', broken: 'store.newer' });
  names.mockRestore();
});

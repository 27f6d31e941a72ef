import { dateIn } from '../../../../test/days';
import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { AppBench } from '../../../../test/errors/app-bench';
import fakeBrowser from '../../../../test/errors/fake-browser';
import { ANNA } from '../../../../test/simulation/company';
import { timed } from '../../../../test/simulation/scene';
import { soon } from '../../../../test/soon';
import type { Settings } from '../../../shared/settings';
import { listenToClicks } from './clicks';

vi.mock('webextension-polyfill', () => import('../../../../test/errors/fake-browser'));
vi.mock('../../auth/microsoft', () => import('../../../../test/errors/fake-microsoft'));

let bench: AppBench;
beforeEach(async () => {
  bench = await AppBench.open();
  await bench.connected();
});

const { shown } = fakeBrowser.notifications;
const forbidNotifications = () => {
  fakeBrowser.permissions.contains = async ({ permissions }) => permissions === undefined;
};

async function save(change: Partial<Settings>): Promise<void> {
  const { pair } = await bench.state();
  await bench.ask('settings.save', { settings: { ...pair?.settings, ...change } });
}

const mailbox = () => bench.company.graph.control.mailbox(ANNA.oid);
async function synced(...names: string[]): Promise<void> {
  const day = dateIn(3);
  for (const name of names) mailbox().createEvent('default', timed(name, day));
  await bench.sync();
}
/** Edited on both sides, which is asked about. */
function edited(name: string): void {
  const event = mailbox()
    .events()
    .find(({ subject }) => subject === name);
  const record = bench.company.espo.control.dump('Meeting').find((row) => row['name'] === name);
  mailbox().updateEvent(event?.id ?? '', { subject: `${name} here` });
  bench.company.espo.control.act('anna').update('Meeting', String(record?.['id']), { name: `${name} there` });
}

it('says a question once, and the next one by itself; a click leads to it', async () => {
  listenToClicks();
  await save({ conflicts: 'ask' });
  await synced('Lunch', 'Dinner');
  expect(shown).toEqual([]);
  edited('Lunch');
  await bench.sync();
  expect(shown).toEqual(['1 question for you\nLunch here']);
  await bench.sync();
  expect(shown).toHaveLength(1);
  edited('Dinner');
  await bench.sync();
  expect(shown.slice(1)).toEqual(['1 question for you\nDinner here']);

  fakeBrowser.notifications.click('outlook-calendar');
  const { items } = await bench.ask('needs.list', { limit: 10 });
  const dinner = items.find(({ title }) => title === 'Dinner here');
  await soon(() =>
    expect(fakeBrowser.tabs.opened).toEqual([
      `chrome-extension://abc/src/popup/page.html#needs/${encodeURIComponent(dinner?.id ?? '')}`,
    ]),
  );
});

it('says what a sync has changed only where that is wanted', async () => {
  await save({ notifications: 'changes' });
  await synced('Lunch');
  expect(shown).toEqual(['1 change was carried over']);
  await bench.sync();
  expect(shown).toHaveLength(1);
  await save({ notifications: 'off', conflicts: 'ask' });
  edited('Lunch');
  await bench.sync();
  expect(shown).toHaveLength(1);
});

it('says nothing where the browser does not allow it, and does not make up for it later', async () => {
  forbidNotifications();
  await save({ conflicts: 'ask' });
  await synced('Lunch');
  edited('Lunch');
  await bench.sync();
  expect(shown).toEqual([]);
  expect(await bench.state()).toMatchObject({ mayNotify: false, sync: { needsYou: 1 } });
  fakeBrowser.permissions.contains = async () => true;
  await bench.sync();
  expect(shown).toEqual([]);
});

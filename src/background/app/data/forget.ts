import { Dexie } from 'dexie';
import browser from 'webextension-polyfill';
import { disconnectEspo, disconnectOutlook } from '../accounts/connect';
import { tellTabs } from '../kept/notices';
import { database } from '../kept/open-database';
import { ALARM, stopRun } from '../runs/under-way';
import { givenLater } from './given-later';

/** All that this browser has of the user: accounts, tokens, links, log, settings, what was typed, and access. Nothing changes on either side. */
export async function forgetEverything(): Promise<void> {
  // A run that is stopped writes down how it ended: not after everything was forgotten.
  await stopRun()?.promise;
  await navigator.locks.request('sync', forget);
}

async function forget(): Promise<void> {
  // Where the store cannot be opened any more, forgetting it is the way out.
  await disconnectOutlook().catch(() => undefined);
  await disconnectEspo().catch(() => undefined);
  await browser.alarms.clear(ALARM);
  const open = await database().catch(() => undefined);
  open?.close({ disableAutoOpen: false });
  for (const name of await Dexie.getDatabaseNames()) await Dexie.delete(name);
  await browser.storage.local.clear();
  // Badges go while the tabs that show them are still known.
  await tellTabs();
  await browser.storage.session.clear();
  // Last: EspoCRM was told before that its token is over. What is not taken back here stands in the browser's own settings.
  const { origins, permissions } = await givenLater();
  if (origins.length + permissions.length > 0)
    await browser.permissions.remove({ origins, permissions }).catch(() => false);
}

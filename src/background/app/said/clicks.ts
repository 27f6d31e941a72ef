/** Whether notifications may be shown, and where a click on one leads. */
import browser from 'webextension-polyfill';
import { notified } from '../../store/values';
import { openPage } from './open-page';

/** One at a time: a new one takes the place of the one before. */
export const NOTIFICATION = 'outlook-calendar';

export const mayNotify = (): Promise<boolean> => browser.permissions.contains({ permissions: ['notifications'] });

let listening = false;
/** Registered synchronously where the permission is there when the worker starts, else when it is given. */
export function listenToClicks(): void {
  if (listening || !browser.notifications) return;
  listening = true;
  browser.notifications.onClicked.addListener((id) => void (id === NOTIFICATION && openWhatItSaid()));
}

async function openWhatItSaid(): Promise<void> {
  const { hash } = await notified.get();
  await openPage(hash);
  await browser.notifications.clear(NOTIFICATION);
}

/** The browser's own notifications, shown after a run where something waits. */
import browser from 'webextension-polyfill';
import { notified } from '../../store/values';
import { database } from '../kept/open-database';
import { currentPair } from '../kept/pairs';
import { mayNotify, NOTIFICATION } from './clicks';
import { blockedBy, notificationOf } from './notification';
import { statusNow } from './now';
import { productName } from './words';

/** Enough to know what was said; what is over falls out. */
const KEPT = 1000;

/** After a run: says what is worth it, where the user and the browser let it. What was said once is not said again. */
export async function notifyAfterRun(changed: number): Promise<void> {
  const pair = await currentPair(await database());
  if (!pair) return;
  const { status, needs } = await statusNow(false);
  const { said } = await notified.get();
  const facts = { wanted: pair.settings.notifications, status, needs, said: new Set(said), changed, now: Date.now() };
  const notification = notificationOf(facts);
  const open = [...needs.map(({ id }) => id), blockedBy(status)].filter((key) => key !== '');
  // What the toolbar shows counts as said: whoever allows notifications later is not told of all that is old.
  await notified.set({ said: open.slice(0, KEPT), hash: notification?.hash ?? (await notified.get()).hash });
  if (!notification || !(await mayNotify())) return;
  await browser.notifications.create(NOTIFICATION, {
    type: 'basic',
    iconUrl: browser.runtime.getURL('icons/128.png'),
    title: productName(),
    message: notification.text,
  });
}

/** The worker: its listeners, registered before anything else happens. */
import browser from 'webextension-polyfill';
import { onMessage } from './app/messages';
import { ALARM, onAlarm, onBrowserStart } from './app/runs/alarm';
import { listenToClicks } from './app/said/notify';
import { onInstalled } from './app/said/open-page';

// Listeners only, all registered before the first await: an event that wakes the worker is delivered once.
browser.runtime.onMessage.addListener(onMessage);
browser.alarms.onAlarm.addListener((alarm) => {
  if (alarm.name === ALARM) void onAlarm();
});
listenToClicks();
browser.permissions.onAdded.addListener(() => listenToClicks());
browser.runtime.onStartup.addListener(() => void onBrowserStart());
browser.runtime.onInstalled.addListener((details) => {
  void onBrowserStart();
  void onInstalled(details);
});

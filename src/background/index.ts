/** The worker: its listeners, registered before anything else happens. What answers an event is read when one comes. */
import browser from 'webextension-polyfill';
import { database } from './app/kept/open-database';
import { onMessage } from './app/messages';
import { onAlarm, onBrowserStart } from './app/runs/alarm';
import { ALARM } from './app/runs/under-way';
import { listenToClicks } from './app/said/clicks';
import { onInstalled } from './app/said/open-page';

// Listeners only, all registered before the first await: an event that wakes the worker is delivered once.
browser.runtime.onMessage.addListener(onMessage);
browser.alarms.onAlarm.addListener((rung) => {
  if (rung.name === ALARM) void onAlarm();
});
listenToClicks();
browser.permissions.onAdded.addListener(() => listenToClicks());
browser.runtime.onStartup.addListener(() => void onBrowserStart());
browser.runtime.onInstalled.addListener((details) => {
  void onBrowserStart();
  void onInstalled(details);
});

// Whatever woke it asks what is stored; what is wrong with the store is said to whoever asks.
void database().catch(() => undefined);

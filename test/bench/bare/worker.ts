import { PublicClientApplication } from '@azure/msal-browser';
import { Dexie } from 'dexie';
import browser from 'webextension-polyfill';

// What any extension with these libraries costs when it is woken: nothing of ours.
const database = new Dexie('bare');
database.version(1).stores({ rows: 'id' });

browser.runtime.onMessage.addListener(async () => ({
  rows: await database.table('rows').count(),
  library: typeof PublicClientApplication,
}));

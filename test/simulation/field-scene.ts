/** Anna's browser, and what is looked at where one field of EspoCRM is in the way. */
import { listNeeds } from '../../src/background/sync/person/needs.ts';
import type { Settings } from '../../src/shared/settings.ts';
import type { Row } from '../sandbox/espo/types.ts';
import type { MemoryStore } from './memory-store.ts';
import { scene } from './scene.ts';

export async function fieldScene(settings: Partial<Settings> = {}) {
  const place = await scene();
  const { browser, espo, mailbox } = place;
  browser.settings = { ...browser.settings, ...settings };
  const needs = async () => listNeeds(browser.store, (await browser.engine()).policy);
  const record = () => espo.dump('Meeting')[0] as Row;
  const activity = () => (browser.store as MemoryStore).activity;
  const sent = (method: string) => espo.log.filter((one) => one.method === method).length;
  const place1 = () => (mailbox.events()[0]?.location as { displayName: string } | undefined)?.displayName;
  return { ...place, needs, record, activity, sent, placeInOutlook: place1 };
}

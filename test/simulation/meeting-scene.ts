/** A scene with settings of its own, for tests of one meeting: its record, its event, what waits and what was mailed. */
import { listNeeds } from '../../src/background/sync/person/needs.ts';
import type { Settings } from '../../src/shared/settings.ts';
import type { Row } from '../sandbox/espo/types.ts';
import type { EspoVersion } from '../sandbox/espo/versions.ts';
import { scene } from './scene.ts';

export async function meetingScene(settings: Partial<Settings> = {}, version?: EspoVersion) {
  const place = await scene('both', version);
  place.browser.settings = { ...place.browser.settings, ...settings };
  const needs = async () => listNeeds(place.browser.store, (await place.browser.engine()).policy);
  const record = () => place.espo.dump('Meeting').find((row) => !row['deleted']) as Row;
  const event = (subject: string) => place.mailbox.events().find((one) => one.subject === subject);
  const { mails } = place.company.graph.control;
  return { ...place, needs, record, event, mails };
}

/** People who could not be looked up when a record was written are added later. */
import type { Engine } from '../model/engine';
import type { Item } from '../model/item';
import { fieldsNow, type Link } from '../model/link';
import { parseAttendees } from '../model/people';
import type { AttendeesWritten } from '../model/port';
import type { Changes } from '../model/store';
import { invitedAnew, noteStrangers } from './strangers';

/** Links whose records were written without somebody who could not be looked up. */
const TO_ADD = 'people|';
/** At once; the others in the next run. */
const TOGETHER = 200;

/** What is remembered when a record was written without somebody: who is nobody in EspoCRM, or who could not be looked up. */
export async function noteLeftOut(
  engine: Engine,
  linkId: string,
  written: AttendeesWritten | undefined,
  source: Item | undefined,
): Promise<NonNullable<Changes['cursors']>> {
  const { put = [] } = await noteStrangers(engine, linkId, written?.unknown ?? [], source);
  const toAdd = written?.unsure ? [{ pair: engine.store.pair, name: TO_ADD + linkId, value: '' }] : [];
  return { put: [...put, ...toAdd] };
}

/** Who takes part is carried over again as soon as everybody can be looked up. */
export async function addPeople(engine: Engine): Promise<void> {
  const { store, people } = engine;
  const names = (await store.cursorNames(TO_ADD)).slice(0, TOGETHER);
  if (names.length === 0) return;
  const links = await store.linksById(names.map((name) => name.slice(TO_ADD.length)));
  const known = await people.known(links.flatMap((link) => (link ? addressesOf(link) : [])));
  const done = names.flatMap((name, i) => {
    const link = links[i];
    return !link || addressesOf(link).every((address) => known.has(address)) ? [{ name, link }] : [];
  });
  if (done.length === 0) return;
  await store.commit({
    links: { put: done.flatMap(({ link }) => (link && link.state !== 'unlinked' ? [invitedAnew(link)] : [])) },
    cursors: { remove: done.map(({ name }) => name) },
  });
}

const addressesOf = (link: Link): string[] =>
  parseAttendees(fieldsNow(link, 'outlook').attendees).map(({ address }) => address.toLowerCase());

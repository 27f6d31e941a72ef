/** Addresses that take part in linked meetings and belong to nobody in EspoCRM, for the list under "Needs you". */
import * as v from 'valibot';
import { CAUSES } from '../../../shared/causes';
import type { Engine } from '../model/engine';
import type { Attendee } from '../model/event';
import type { Item } from '../model/item';
import { fieldsNow, type Link, withBase, withObserved } from '../model/link';
import { mayWrite } from '../model/policy';
import type { Activity, Changes, Store } from '../model/store';

const STRANGER = 'stranger|';
/** Those whom the user does not want to be asked about any more. */
const IGNORED = 'ignored|';
/** Meetings of one stranger that are kept in mind: enough to say it, and to complete those that come first. */
const MEETINGS = 50;

export interface Stranger {
  address: string;
  name: string;
  links: string[];
  /** Why EspoCRM did not take them; '' where nobody has tried. */
  refused: string;
}
const Stored = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ name: v.string(), links: v.array(v.string()), refused: v.optional(v.string(), '') }),
);

/** What is remembered when a record was written without somebody. */
export async function noteStrangers(
  { store, policy }: Engine,
  linkId: string,
  addresses: readonly string[],
  source: Item | undefined,
): Promise<NonNullable<Changes['cursors']>> {
  if (policy.settings.unknownAttendees !== 'list' || addresses.length === 0) return {};
  const names = namesOf(source?.event.invited ?? []);
  const put = await Promise.all(
    addresses.map(async (address) => {
      const [ignored, before] = await Promise.all([store.cursor(IGNORED + address), read(store, address)]);
      if (ignored !== undefined) return [];
      const links = [...new Set([...(before?.links ?? []), linkId])].slice(0, MEETINGS);
      const name = names.get(address) ?? before?.name ?? '';
      const value = JSON.stringify({ name, links, refused: before?.refused ?? '' });
      return [{ pair: store.pair, name: STRANGER + address, value }];
    }),
  );
  return { put: put.flat() };
}

/** Outlook names somebody it does not know by the address: that is no name. */
const namesOf = (invited: readonly Attendee[]): Map<string, string> =>
  new Map(
    invited.flatMap(({ name, address }) => (name === '' || name.includes('@') ? [] : [[address.toLowerCase(), name]])),
  );

async function read(store: Store, address: string): Promise<Stranger | undefined> {
  const parsed = v.safeParse(Stored, await store.cursor(STRANGER + address));
  return parsed.success ? { address, ...parsed.output } : undefined;
}

/** One whom a user wants added, whether or not the others are listed; what they are remembered by. */
export async function noteStranger({ store }: Engine, linkId: string, address: string): Promise<string> {
  const before = await read(store, address);
  const links = [...new Set([...(before?.links ?? []), ...(linkId === '' ? [] : [linkId])])].slice(0, MEETINGS);
  const value = JSON.stringify({ name: before?.name ?? '', links, refused: '' });
  await store.commit({ cursors: { put: [{ pair: store.pair, name: STRANGER + address, value }] } });
  return STRANGER + address;
}

export async function strangers(store: Store, limit: number): Promise<Stranger[]> {
  const names = (await store.cursorNames(STRANGER)).slice(0, limit);
  const found = await Promise.all(names.map((name) => read(store, name.slice(STRANGER.length))));
  return found.filter((one) => one !== undefined);
}

/** A person has decided about a stranger: never asked again, or added, once and only then. */
export async function strangerAnswered(
  engine: Engine,
  address: string,
  action: 'addContact' | 'addLead' | 'discard',
): Promise<Changes> {
  const { store, policy, people } = engine;
  const stranger = await read(store, address);
  if (!stranger) return {};
  const remove = [STRANGER + address];
  if (action === 'discard')
    return { cursors: { put: [{ pair: store.pair, name: IGNORED + address, value: '' }], remove } };
  // Rule 4: under "EspoCRM to Outlook" nothing is made in EspoCRM.
  if (!mayWrite(policy, 'espo')) return {};
  const kind = action === 'addContact' ? 'Contact' : 'Lead';
  const name = stranger.name || (await nameInOutlook(engine, stranger));
  const added = await people.add(kind, { address, name });
  const row = (cause: string): Activity => ({ ...logged(engine, address), cause });
  if (added.kind === 'refused') {
    const value = JSON.stringify({ name, links: stranger.links, refused: added.detail });
    return { cursors: { put: [{ pair: store.pair, name: STRANGER + address, value }] } };
  }
  const cause = causeOf(kind, added.kind);
  return {
    activity: [{ ...row(cause), ref: added.ref, newValue: name || address }],
    links: { put: (await store.linksById(stranger.links)).flatMap((link) => (link ? [invitedAnew(link)] : [])) },
    cursors: { remove },
  };
}

const causeOf = (kind: 'Contact' | 'Lead', added: 'made' | 'there'): string =>
  added === 'made'
    ? CAUSES[kind === 'Contact' ? 'addedContact' : 'addedLead']
    : CAUSES[kind === 'Contact' ? 'wasContact' : 'wasLead'];

const logged = (engine: Engine, address: string): Activity => ({
  pair: engine.store.pair,
  run: engine.runId,
  at: engine.now(),
  side: 'espo',
  ref: '',
  linkId: '',
  title: address,
  op: 'link',
  field: 'attendees',
  oldValue: '',
  newValue: '',
  cause: '',
});

/** Who takes part counts as not carried over yet: the next plan writes it with those who are known now. */
export function invitedAnew(link: Link): Link {
  const now = fieldsNow(link, 'outlook');
  return withObserved(withBase(link, 'outlook', { attendees: '' }), 'outlook', now);
}

async function nameInOutlook({ store, ports }: Engine, { address, links }: Stranger): Promise<string> {
  const [link] = await store.linksById(links.slice(0, 1));
  if (!link) return '';
  const [reading] = await ports.outlook.read([{ ref: link.outlookId, feed: link.outlook.calendarId }]);
  return reading?.kind === 'value' ? (namesOf(reading.item.event.invited).get(address) ?? '') : '';
}

/** Once a day: who has been added to EspoCRM meanwhile, by whomever, is put on the records. */
export async function meetStrangers(engine: Engine): Promise<void> {
  const { store, policy, people } = engine;
  if (policy.settings.unknownAttendees !== 'list' || !mayWrite(policy, 'espo')) return;
  const all = await strangers(store, Number.POSITIVE_INFINITY);
  if (all.length === 0) return;
  const known = await people.known(all.map(({ address }) => address));
  for (const { address, links } of all.filter((one) => known.get(one.address) === true))
    await store.commit({
      links: { put: (await store.linksById(links)).flatMap((link) => (link ? [invitedAnew(link)] : [])) },
      cursors: { remove: [STRANGER + address] },
    });
}

/** Which record is the meeting of an event. Pure. */
import { carried, carriedFields, type Forms, type Target, targetIn, visibleFields } from '../model/carried-fields';
import type { Engine } from '../model/engine';
import { areTwins, type Fields, type Gist, placeOfRecord, sameWhen, twinKey } from '../model/event';
import { type EspoItem, espoRef, isAsMade, isFilledIn, type OutlookItem } from '../model/item';
import { fieldsNow, type Link } from '../model/link';
import { sameKey } from '../model/meeting-key';
import { othersOf, parseAttendees } from '../model/people';
import { entityFor, nameFromSubject, type Policy } from '../model/policy';
import type { FindKey } from '../model/port';
import { agreement } from './same-meeting';

export type Found = { kind: 'one'; item: EspoItem } | { kind: 'several'; items: EspoItem[] } | { kind: 'none' };

/**
 * Which of the readable records is the same meeting (DESIGN 3.4): first by the key in the optional field, then the exact twin among
 * those the port found, which are mine or a colleague's. `taken` are records that have a link or a tombstone already.
 */
export function judgeRecords(
  candidates: readonly EspoItem[],
  meetingKey: string,
  looks: readonly Gist[],
  taken: ReadonlySet<string>,
  shared: ReadonlySet<string>,
  me: string,
): Found {
  const free = uniqueById(candidates).filter((c) => !taken.has(espoRef(c.type, c.id)));
  const keyed = free.filter((c) => bearsKey(c, meetingKey));
  const exact = keyed.filter((c) => isTwin(c, looks));
  // Of several with one key the keeper is the smallest (createdAt, id), on every colleague's browser the same.
  if (exact.length > 0) return { kind: 'one', item: keeper(exact) };
  // Nothing else bears this key in the mailbox: it is the meeting, though one of them was moved or renamed since.
  const near = keyed.filter((c) => looks.some((look) => agreement(look, c.event) > 0 || isUntouched(c, look, me)));
  const alone = !shared.has(meetingKey);
  if (near.length > 0 && alone) return { kind: 'one', item: keeper(near) };
  // One that agrees in nothing: moved and renamed, or its key was imported or copied for another meeting. A person knows.
  if (keyed.length > 0 && alone) return { kind: 'several', items: keyed };
  const alike = free.filter((c) => c.key === '' && isTwin(c, looks));
  if (alike.length === 0) return { kind: 'none' };
  return alike.length === 1 ? { kind: 'one', item: alike[0] as EspoItem } : { kind: 'several', items: alike };
}

/** I made it, and nobody has put anything into it: nothing but the event's name and time has changed. */
const isUntouched = (item: EspoItem, look: Gist, me: string): boolean =>
  item.createdById === me && isAsMade(item) && !isFilledIn(item) && item.event.description === look.description;

const bearsKey = (item: EspoItem, meetingKey: string): boolean => sameKey(item.key, meetingKey);

const isTwin = ({ event }: EspoItem, looks: readonly Gist[]): boolean => looks.some((look) => areTwins(look, event));

/** Records that bear the key and say something else: whether they are this meeting depends on who else bears it. */
export const isDoubtful = (candidates: readonly EspoItem[], meetingKey: string, looks: readonly Gist[]): boolean => {
  const keyed = candidates.filter((c) => bearsKey(c, meetingKey));
  return keyed.length > 0 && !keyed.some((c) => isTwin(c, looks));
};

export function keeper(items: readonly EspoItem[]): EspoItem {
  return items.reduce((a, b) => (b.createdAt < a.createdAt || (b.createdAt === a.createdAt && b.id < a.id) ? b : a));
}

/** A look-up by several addresses or keys may return a record twice (espo-versions.md 1); one of them knows that it is mine. */
export function uniqueById(items: readonly EspoItem[]): EspoItem[] {
  const byRef = new Map<string, EspoItem>();
  for (const item of items) {
    const ref = espoRef(item.type, item.id);
    if (item.mine || !byRef.has(ref)) byRef.set(ref, item);
  }
  return [...byRef.values()];
}

/** What an event without a link is looked for by. */
export function keyOfEvent(item: OutlookItem, policy: Policy, forms: Forms): FindKey {
  const others = [...new Set(othersOf(item, policy))];
  const organizer = item.event.organizer?.address.toLowerCase() ?? '';
  return {
    meetingKey: item.meetingKey,
    fields: carriedFields(item, typeOf(item, policy), policy, forms),
    people: others,
    organizer: others[0] === organizer ? organizer : '',
  };
}

/** What becomes of an event that has no record. */
export const typeOf = ({ event, categories }: OutlookItem, policy: Policy): Omit<Target, 'side'> => ({
  feed: entityFor(policy, event.title, categories),
  label: '',
});

/** What its record, with these fields, may look like of whichever type. The name that looks labelled may be a colleague's record's whole name. */
export function looksOfEvent(item: OutlookItem, fields: Fields, policy: Policy, forms: Forms): Gist[] {
  const { title } = visibleFields(item, policy);
  const names = Object.keys(policy.entities).flatMap((type) =>
    [nameFromSubject(policy, title), title].map((name) => forms.espo.asStored('title', name, type)),
  );
  return [...new Set(names)].map((name) => ({ ...fields, title: name }));
}

/** The times and names by which a linked meeting is known on either side: a record that was renamed still has its event. */
export function twinsOf(link: Link): string[] {
  const event = fieldsNow(link, 'outlook');
  // A label before the name is taken off in EspoCRM; which labels there are may change, so whatever looks like one counts as one.
  const name = event.title.slice(event.title.indexOf(':') + 1);
  const record = fieldsNow(link, 'espo');
  const forms = [record];
  // Mostly both sides say the same: a key is dear, it is made from normalised text.
  if (event.title !== record.title || !sameWhen(event.when, record.when)) forms.push(event);
  if (name !== event.title) forms.push({ ...event, title: name });
  const twins = forms.map((form) => placeOfRecord(link.espo.type, form));
  return [...new Set(twins)].filter((twin) => twin !== '');
}

/** What the event of a link would look like to EspoCRM if it came anew: as the event says, or as its record does. */
export const twinsInEspo = (link: Link, words: Words): string[] => [
  ...new Set([fieldsNow(link, 'espo'), arriving(link, words)].map(twinKey).filter((twin) => twin !== '')),
];

/** What a linked meeting's other records are looked for by. Whoever made one takes part in it. */
export const keyOfLink = (link: Link, fields: Fields = link.base.espo): FindKey => ({
  meetingKey: link.meetingKey,
  fields,
  people: parseAttendees(link.base.outlook.attendees).map((p) => p.address),
  organizer: '',
});

type Words = Pick<Engine, 'policy' | 'forms'>;

/** Its record as it was, and as it would be once the event's changes have arrived: the user's other browser may have carried them over. */
export function formsOf(link: Link, words: Words): Fields[] {
  const base = link.base.espo;
  const next = arriving(link, words);
  return sameWhen(next.when, base.when) && next.title === base.title ? [base] : [base, next];
}

/** Its record once the event's changes have arrived. */
export function arriving(link: Link, { policy, forms }: Words): Fields {
  const now = fieldsNow(link, 'outlook');
  const carry = <F extends 'title' | 'when' | 'description'>(field: F): Fields[F] =>
    carried(field, now[field], targetIn(link, 'espo'), policy, forms);
  return { ...link.base.espo, title: carry('title'), when: carry('when'), description: carry('description') };
}

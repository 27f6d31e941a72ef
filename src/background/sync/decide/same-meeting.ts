/** Whether two items that bear one key are one meeting: imports and copies put one iCalUId on several (graph.md 22). Pure. */
import { visibleFields } from '../model/carried-fields';
import { type Gist, normalisedTitle, sameWhen } from '../model/event';
import { asPlanned, type OutlookItem } from '../model/item';
import { fieldsNow, type Link, wasDeleted } from '../model/link';
import { ownWords } from '../model/own-words';
import type { Policy } from '../model/policy';

/** In how many of two things, time and name, they agree. No name is nobody's name: without one it is the text that says the same. */
export type Agreement = 0 | 1 | 2;
export function agreement(a: Gist, b: Gist): Agreement {
  const [one, other] = [normalisedTitle(a.title), normalisedTitle(b.title)];
  const time = sameWhen(a.when, b.when);
  // No text is nobody's text either: at the same time nothing tells the two apart, at another nothing says that they are one.
  const nameless = one === '' && other === '';
  const [words, others] = nameless ? [ownWords(a.description), ownWords(b.description)] : [];
  const name = nameless ? words === others && (words !== '' || time) : one === other;
  return (Number(time) + Number(name)) as Agreement;
}

/** The link's event as it was read last, and this one. Exchange's own word before a cancelled subject is no other name. */
export function agreementWith(link: Link, item: OutlookItem, policy: Policy): Agreement {
  const known = fieldsNow(link, 'outlook');
  const [asItIs, planned] = [item, asPlanned(item)].map((one) => agreement(known, visibleFields(one, policy)));
  return Math.max(asItIs ?? 0, planned ?? 0) as Agreement;
}

/** What tells an event from another one of its key. */
export interface Standing {
  calendarId: string;
  gist: Gist;
}

export function standing(item: OutlookItem): Standing {
  const { title, when, description } = asPlanned(item).event;
  // A text counts only where there is no name.
  return {
    calendarId: item.calendarId,
    gist: { title, when, description: normalisedTitle(title) === '' ? description : '' },
  };
}

/** Two events of one key that stand side by side. In one calendar they are one meeting only if nothing tells them apart. */
export const standTogether = (a: Standing, b: Standing): boolean =>
  agreement(a.gist, b.gist) >= (a.calendarId === b.calendarId ? 2 : 1);

/**
 * Whether an event of the link's key is the link's meeting. Beside the linked one in its calendar, or where that is gone, only if nothing
 * tells the two apart; in another calendar if they agree in one thing: one of the two may lag behind.
 */
export function isOfLink(link: Link, item: OutlookItem, policy: Policy): boolean {
  const agreed = agreementWith(link, item, policy);
  // An invitation that was deleted comes back under a new id with the organizer's next change: the person has decided about it already.
  // One's own event does not: what bears its key on another day was put there anew.
  if (wasDeleted(link) && !item.isOrganizer) return agreed > 0;
  const alone = link.gone === 'outlook' || item.calendarId === link.outlook.calendarId;
  return agreed >= (alone ? 2 : 1);
}

/** Whose meetings a change is about: people by their names and addresses, as Outlook tells them. */
import { fieldsNow, type Link } from '../../sync/model/link';
import type { Activity, Store } from '../../sync/model/store';

/** The rows about a meeting in which that person takes part, by any part of a name or an address. `around`: rows that may say it for them. */
export async function withPerson(
  store: Store,
  rows: readonly Activity[],
  around: readonly Activity[],
  person: string,
): Promise<Activity[]> {
  const words = person.toLowerCase().split(/\s+/u).filter(Boolean);
  const has = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word));
  const links = await store.linksById([...new Set(rows.map(({ linkId }) => linkId).filter((id) => id !== ''))]);
  const of = new Set(links.flatMap((link) => (link && peopleOf(link).some(has) ? [link.id] : [])));
  // Who took part then, though they do not any more, or nothing is known of the meeting but the log.
  for (const row of around)
    if (row.field === 'attendees' && [row.oldValue, row.newValue].some((text) => peopleIn(text).some(has)))
      of.add(meetingOf(row));
  return rows.filter((row) => of.has(meetingOf(row)));
}

const meetingOf = ({ linkId, ref }: Activity): string => linkId || ref;

/** Each by an address, or by the name that Outlook shows. */
const peopleOf = (link: Link): string[] => [...peopleIn(fieldsNow(link, 'outlook').attendees), ...link.outlook.mails];

const peopleIn = (attendees: string): string[] => (attendees === '' ? [] : attendees.split(', '));

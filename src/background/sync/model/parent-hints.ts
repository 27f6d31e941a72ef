/** What an event says of the record that its own should belong to. */
import type { OutlookItem } from './item';
import { attendeesText, ownIn, parseAttendees } from './people';
import type { Policy } from './policy';

/** Whom and what to look up for the parent of a new record; nothing of what is left out of the record itself. */
export interface ParentHints {
  /** Addresses of who takes part, without the user. */
  people: string[];
  /** What stands in square brackets in the subject, where the user writes names of records so. */
  named: string[];
}

/** A record that another may belong to, as people know it. */
export interface ParentChoice {
  type: string;
  id: string;
  name: string;
}

/** by: still to be looked up. choices: the user is asked. */
export type ParentQuestion = { by: ParentHints } | { choices: ParentChoice[] };

/** A private event says nothing of whom it is with, unless the user has all of it copied. */
export function parentHints(item: OutlookItem, policy: Policy): ParentHints {
  const { privateEvents, blockList, parentInSubject } = policy.settings;
  if (item.event.private && privateEvents !== 'full') return { people: [], named: [] };
  const people = parseAttendees(attendeesText(item, ownIn(item, policy), blockList)).map(({ address }) => address);
  return { people, named: parentInSubject ? bracketed(item.event.title) : [] };
}

/** As long as EspoCRM's names are. */
const NAME = 255;

/** What stands in the outermost brackets: `[Acme [EU]]` is one name, and says nothing of one that is called EU. Pure. */
export function bracketed(title: string): string[] {
  const open: number[] = [];
  const pairs: [number, number][] = [];
  for (let at = 0; at < title.length; at += 1) {
    if (title[at] === '[') open.push(at);
    const start = title[at] === ']' ? open.pop() : undefined;
    if (start === undefined) continue;
    while ((pairs.at(-1)?.[0] ?? -1) > start) pairs.pop();
    pairs.push([start, at]);
  }
  // One letter may be written in two ways (an ü, or a u and its dots).
  const names = pairs.map(([start, end]) =>
    title
      .slice(start + 1, end)
      .normalize('NFC')
      .trim(),
  );
  return names.filter((name) => name !== '' && name.length <= NAME);
}

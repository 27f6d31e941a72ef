/** What an event says of the record that its own should belong to. */
import type { OutlookItem } from './item';
import { attendeesText, ownIn, parseAttendees } from './people';
import { plainName } from './plain-name';
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

/** What EspoCRM holds of a name. */
const MOST = 255;

/** A private event says nothing of whom it is with, unless the user has all of it copied. */
export function parentHints(item: OutlookItem, policy: Policy): ParentHints {
  const { privateEvents, blockList, parentInSubject } = policy.settings;
  if (item.event.private && privateEvents !== 'full') return { people: [], named: [] };
  const people = parseAttendees(attendeesText(item, ownIn(item, policy), blockList)).map(({ address }) => address);
  const named = parentInSubject ? inBrackets(item.event.title).map((name) => name.trim()) : [];
  return { people, named: named.filter((name) => plainName(name) !== '' && name.length <= MOST) };
}

/** A name may have brackets of its own: of those within others the outer ones count, where both of them stand there. */
function inBrackets(text: string): string[] {
  const open: number[] = [];
  let found: { from: number; until: number }[] = [];
  for (const { index, 0: bracket } of text.matchAll(/[[\]]/g)) {
    const from = bracket === '[' ? undefined : open.pop();
    if (bracket === '[') open.push(index);
    if (from === undefined) continue;
    found = [...found.filter((one) => one.from < from), { from, until: index }];
  }
  return found.map(({ from, until }) => text.slice(from + 1, until));
}

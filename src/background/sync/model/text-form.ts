/** How a body is read as text: the number of that form, and texts of the one before. */
import type { Fields } from './event';
import type { OutlookItem } from './item';
import type { Link } from './link';

/** Form 2 keeps the addresses of links and sets cells apart (outlook/text.ts). */
export const TEXT_FORM = 2;

/**
 * A link whose half of the base was read under a former form, as its event is read now: what only reads differently is no edit, and
 * must not travel, freeze the description or wait for anybody. What a person changed since differs under the former form, too.
 */
export function inFormOf(link: Link, item: OutlookItem, now: Fields): Link {
  if (link.outlook.textForm >= item.textForm) return link;
  const outlook = { ...link.base.outlook };
  const whole = now.description === item.event.description;
  const former = whole ? (item.formerDescription ?? now.description) : now.description;
  if (former === outlook.description) outlook.description = now.description;
  // Addresses were not cleaned then: in an event that nobody has touched since, the same people are meant.
  if (item.etag === link.outlook.etag && !('attendees' in link.observed.outlook)) outlook.attendees = now.attendees;
  return {
    ...link,
    outlook: { ...link.outlook, textForm: item.textForm },
    base: { ...link.base, outlook },
  };
}

/** Arrivals whose twin may be an item that could not be read. */
import { visibleFields } from '../model/carried-fields';
import type { Engine } from '../model/engine';
import { normalisedTitle, startOf } from '../model/event';
import type { EspoItem } from '../model/item';
import { nameFromSubject } from '../model/policy';

/** More than can ever not be read. */
const ALL = 10_000;

/** Whether an event that cannot be read may be the other half of a record: by its start, or by its name where even that says nothing. */
export async function unreadTwins({ store, policy, forms }: Engine): Promise<(item: EspoItem) => boolean> {
  const rows = (await store.seenWithReason('unreadable', ALL)).filter(
    ({ side, feed }) => side === 'outlook' && feed in policy.calendars,
  );
  const links = await store.linksByRef(
    'outlook',
    rows.map(({ ref }) => ref),
  );
  const open = rows.filter((_, i) => !links[i]);
  const starts = new Set(open.map(({ start }) => start));
  // Of which kind it would be nobody can say.
  const namesAs = (subject: string): string[] =>
    Object.keys(policy.entities).map((type) =>
      normalisedTitle(forms.espo.asStored('title', nameFromSubject(policy, subject), type)),
    );
  const names = new Set(open.flatMap(({ start, title }) => (start < 0 && title !== '' ? namesAs(title) : [])));
  return (item) => {
    const { when, title } = visibleFields(item, policy);
    return starts.has(startOf(when)) || names.has(normalisedTitle(title));
  };
}

/** Arrivals that wait because their other half may stand where nothing could be read. */
import type { Engine } from '../model/engine';
import type { Seen } from '../model/store';
import type { Paired } from './join';

/** More than ever wait for one calendar. */
const ALL = 100_000;

/** What waits because nobody can say whether its other half is there already is listed with that reason, for as long as that is so. */
export async function markWaiting({ store }: Engine, { waiting }: Paired): Promise<void> {
  const marked = await store.seenWithReason('partUnknown', ALL);
  if (waiting.size === 0 && marked.length === 0) return;
  const put: Seen[] = marked.filter(({ ref }) => !waiting.has(ref)).map((row) => ({ ...row, reason: undefined }));
  for (const side of ['outlook', 'espo'] as const) {
    const refs = [...waiting].flatMap(([ref, of]) => (of === side ? [ref] : []));
    for (const row of await store.seenByRef(side, refs))
      if (row && row.reason === undefined) put.push({ ...row, reason: 'partUnknown' });
  }
  if (put.length > 0) await store.commit({ seen: { put } });
}

/** What changed in EspoCRM since the last look, page by page. */
import * as v from 'valibot';
import { SyncError } from '../../shared/codes';
import type { EspoItem } from '../sync/model/item';
import type { ChangePage, Feed } from '../sync/model/port';
import { espoTime, parseEspoTime } from './dates';
import { goOnTo } from './endless';
import type { EntityType } from './entity-type';
import { and, beginningAt, equals, mine, or, type Where } from './query';
import type { Records } from './records';

const SECOND = 1000;
/** Nothing more can come in with a time this far back: no request and no transaction of the server lasts as long. */
const OVER = 300 * SECOND;

/** What was read this soon after its time may still be changed in the same second. */
const FRESH = 5 * SECOND;

/**
 * Keyset position: continues after this modifiedAt and id. `whole` while the first round, cut by start, is under way. `again` is the
 * first second of the round that was still going on when it was read.
 */
const Position = v.object({
  from: v.number(),
  at: v.string(),
  id: v.string(),
  whole: v.boolean(),
  again: v.nullish(v.string(), ''),
});
type Position = v.InferOutput<typeof Position>;
const StoredPosition = v.pipe(v.string(), v.parseJson(), Position);

/**
 * Changes of "mine" by (modifiedAt, id), which the server orders by exactly (espo.md 5). The first round is cut by start; the later
 * ones are not, because a linked record may have been moved out of the window. One second of overlap, because modifiedAt has whole
 * seconds; none once that second is long over, or thousands of records imported in it would be read again in every run.
 */
export async function* recordChanges(
  records: Records,
  entity: EntityType,
  feed: Feed,
  cursor: string | undefined,
): AsyncIterable<ChangePage<EspoItem>> {
  let position = readPosition(cursor, feed) ?? { from: feed.from, at: '', id: '', whole: true, again: '' };
  let restarted = cursor === undefined || position.at === '';
  // A finished round starts one second earlier than it ended, unless that is long ago.
  let keyset = position.id !== '';
  if (!keyset && position.at !== '')
    position = { ...position, at: espoTime((parseEspoTime(position.at) ?? 0) - SECOND) };
  for (let pages = 0; ; pages += 1) {
    goOnTo(pages, entity.type);
    const where: Where[] = [mine(entity, records.me)];
    if (position.whole) where.push(beginningAt(entity.type, feed.from));
    if (keyset) where.push(after(position));
    else if (position.at !== '')
      where.push({ type: 'greaterThanOrEquals', attribute: 'modifiedAt', value: position.at });
    const page = await records.list(entity, { where, maxSize: records.pageSize, orderBy: 'modifiedAt' }, true);
    const last = page.rows.findLast(({ modifiedAt }) => parseEspoTime(modifiedAt) !== undefined);
    const lastAt = parseEspoTime(last?.modifiedAt);
    // The same page would come again and again.
    if (!last && page.more) throw new SyncError('espo.unreadable', `${entity.type} modifiedAt`);
    if (last && lastAt !== undefined) position = { ...position, at: espoTime(lastAt), id: last.id };
    if (lastAt !== undefined && position.again === '' && lastAt > records.serverNow() - FRESH)
      position.again = position.at;
    else if (position.at === '') position = { ...position, at: espoTime(records.serverNow() - 5 * SECOND) };
    const done = !page.more;
    const over = position.again === '' && (parseEspoTime(position.at) ?? 0) < records.serverNow() - OVER;
    const next: Position = done
      ? { ...position, at: position.again || position.at, id: over ? position.id : '', whole: false, again: '' }
      : position;
    const { items, unreadable } = page;
    yield { items, unreadable, suspects: [], cursor: JSON.stringify(next), restarted, last: done };
    if (done) return;
    restarted = false;
    keyset = true;
  }
}

const after = ({ at, id }: Position): Where =>
  or(
    { type: 'greaterThan', attribute: 'modifiedAt', value: at },
    and(equals('modifiedAt', at), { type: 'greaterThan', attribute: 'id', value: id }),
  );

function readPosition(cursor: string | undefined, feed: Feed): Position | undefined {
  const parsed = v.safeParse(StoredPosition, cursor);
  return parsed.success && parsed.output.from === feed.from ? parsed.output : undefined;
}

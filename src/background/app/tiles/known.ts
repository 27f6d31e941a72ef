/** Linked events of some days, as the page itself would name them: for tiles that carry no id. */
import type { Answers } from '../../../shared/messages';
import { DAY } from '../../../shared/time';
import { ianaZone, offsetAt } from '../../outlook/zones';
import type { Database } from '../../store/database';
import { espoAccount, microsoftAccount } from '../../store/values';
import { endOf, type When } from '../../sync/model/event';
import { fieldsNow, type Link } from '../../sync/model/link';
import { keptSurroundings } from '../kept/around';
import { currentPair, storeOf } from '../kept/pairs';
import { shownPolicy } from '../kept/policy-shown';
import { badgeOf } from './badges';
import { besideOf } from './beside';
import type { Page } from './page';
import { noteShown } from './shown';
import { stateOf } from './tile-state';

/** A visible range has six weeks at most; who asks for more gets those. */
const LONGEST = 45 * DAY;
/** What begins so long before a range may reach into it: a week of it alone shows no beginning. */
const REACHES = 31 * DAY;

export async function knownTiles(
  db: Database,
  { from, until }: { from: string; until: string },
  page: Page,
): Promise<Answers['outlook.known']> {
  const [pair, espo, microsoft] = await Promise.all([
    currentPair(db, shownPolicy),
    espoAccount.get(),
    microsoftAccount.get(),
  ]);
  if (!pair || !espo || !microsoft) return [];
  const around = await keptSurroundings(storeOf(db, pair), pair.settings, Date.now(), Number.POSITIVE_INFINITY);
  const start = Date.parse(from) - DAY;
  const end = Math.min(Date.parse(until) + 2 * DAY, start + LONGEST);
  if (!around || Number.isNaN(start) || Number.isNaN(end)) return [];
  const zone = ianaZone(around.outlook.zone, ianaZone(around.espo.zone));
  const links = await linksBetween(db, pair.id, around.espo.entities, start, end);
  const beside = await besideOf(db, pair, links);
  noteShown(
    page.key,
    links.map(({ outlookId }) => outlookId),
  );
  return links.map((link) => {
    const met = { ref: link.outlookId, link, seen: undefined };
    return {
      key: link.outlookId,
      badge: badgeOf(pair, met, stateOf(met, beside)),
      ...wallTimes(fieldsNow(link, 'outlook').when, zone),
    };
  });
}

async function linksBetween(
  db: Database,
  pair: string,
  entities: readonly { type: string }[],
  from: number,
  until: number,
): Promise<Link[]> {
  const lists = await Promise.all(
    entities.map(({ type }) =>
      db.links
        .where('[pair+espoType+countedStart]')
        .between([pair, type, from - REACHES], [pair, type, until])
        .toArray(),
    ),
  );
  const links = lists.flat().map(({ link }) => link);
  return links.filter(
    (link) => link.state === 'active' && link.outlookId !== '' && endOf(fieldsNow(link, 'outlook').when) >= from,
  );
}

/** As the mailbox's own calendar shows them. */
function wallTimes(when: When, zone: string): { start: string; end: string; allDay: boolean } {
  if (when.kind === 'allDay') return { start: `${when.first}T00:00`, end: `${when.last}T00:00`, allDay: true };
  const wall = (at: number): string => new Date(at + offsetAt(zone, at)).toISOString().slice(0, 16);
  return { start: wall(when.start), end: wall(when.end), allDay: false };
}

/** How links and other things are laid out in rows, with what they are looked up by. */
import { foldId } from '../../shared/item-id';
import { asksPerson } from '../sync/decide/asks-person';
import { isAway } from '../sync/decide/away';
import { twinsOf } from '../sync/decide/find';
import { awaitsGuests, invitesUntil } from '../sync/decide/invite';
import { isDeclinedOpen, openUntil } from '../sync/decide/outcome';
import { fieldsNow, isDirty, type Link } from '../sync/model/link';
import type { Arrival, Seen } from '../sync/model/store';

/** What a link is looked up by, computed when it is put: IndexedDB indexes no expressions. Missing means "not in this index". */
export interface LinkRow {
  link: Link;
  id: string;
  pair: string;
  outlookId?: string;
  espoRef?: string;
  meetingKey: string;
  state: string;
  /** `outlook|<calendar>` and `espo|<type>`, live links only. */
  feeds: string[];
  espoType: string;
  countedStart?: number;
  /** twin|<times and name>; series|<master>; until|<its end>; guests|<its start>; dirty, gone, away, again, rest, wish, declined, category, belongs: the few links that a run must look at; ask: those a person is asked about. */
  flags: string[];
  /** Both id forms, folded, for Outlook on the web. */
  keys: string[];
}

export const seriesFlag = (master: string): string => `series|${master}`;
/** In the order of time, as text: before 2286 all have thirteen digits, and a measured clock may bring fractions. */
export const untilFlag = (time: number): string => `until|${String(Math.floor(Math.max(0, time))).padStart(15, '0')}`;
export const guestsFlag = (time: number): string => untilFlag(time).replace('until', 'guests');
export const twinFlag = (twin: string): string => `twin|${twin}`;

export function linkRow(link: Link): LinkRow {
  const live = link.state !== 'unlinked';
  const active = link.state === 'active';
  const flags: string[] = [];
  if (live && isDirty(link)) flags.push('dirty');
  if (live && link.gone !== '') flags.push('gone');
  if (isAway(link)) flags.push('away');
  if (link.lookAgain > 0) flags.push('again');
  if (active && link.outlook.restId === '') flags.push('rest');
  if (live && link.outlook.seriesMasterId !== '') flags.push(seriesFlag(link.outlook.seriesMasterId));
  if (link.wish !== '') flags.push('wish');
  const until = openUntil(link);
  if (until !== undefined) flags.push(untilFlag(until));
  if (isDeclinedOpen(link)) flags.push('declined');
  if (active && (link.category === 'due' || link.marked === 'due')) flags.push('category');
  if (awaitsGuests(link)) flags.push(guestsFlag(invitesUntil(fieldsNow(link, 'outlook').when)));
  if (asksPerson(link)) flags.push('ask');
  if (active && link.belongs) flags.push('belongs');
  if (link.outlookId !== '') flags.push(...twinsOf(link).map(twinFlag));
  return {
    link,
    id: link.id,
    pair: link.pair,
    ...(link.outlookId === '' ? {} : { outlookId: link.outlookId }),
    ...(link.espoRef === '' ? {} : { espoRef: link.espoRef }),
    meetingKey: link.meetingKey,
    state: link.state,
    feeds: live ? [`outlook|${link.outlook.calendarId}`, `espo|${link.espo.type}`].map((f) => `${link.pair}|${f}`) : [],
    espoType: link.espo.type,
    ...(link.espo.countedStart === -1 ? {} : { countedStart: link.espo.countedStart }),
    flags: flags.map((f) => `${link.pair}|${f}`),
    keys: active ? [link.outlookId, link.outlook.restId].filter((k) => k !== '').map(foldId) : [],
  };
}

export interface SeenRow extends Seen {
  key: string;
}
export const seenKey = (pair: string, side: string, ref: string): string => `${pair}|${side}|${ref}`;

export interface ArrivalRow extends Arrival {
  key: string;
  suspect: 0 | 1;
}

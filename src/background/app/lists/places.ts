/** Where events and records stand and when they are, as pages show it. */
import type { Place, WhenView } from '../../../shared/items';
import { startOf, type When } from '../../sync/model/event';
import { fieldFrom } from '../../sync/model/field-text';
import { type Item, type Side, splitEspoRef } from '../../sync/model/item';
import type { Link } from '../../sync/model/link';
import type { Names } from '../kept/names';
import { eventUrl, recordUrl } from '../kept/urls';

export interface Where {
  site: string;
  /** Outlook on the web, in the cloud of the organization. */
  outlook: string;
  names: Names;
}

export const NOWHERE: Place = { there: false, url: '', name: '' };
export const NO_TIME: WhenView = { start: -1, end: -1, allDay: false };

const SEEN_REF = 'ref:';
/** What an item is called that has no link. */
export const refId = (side: Side, ref: string): string => `${SEEN_REF}${side}:${ref}`;

/** `ref`: by it Outlook can be asked for the address of an event that no badge has needed yet. */
export function eventPlace({ outlook, names }: Where, calendarId: string, restId: string, ref: string): Place {
  const place = { there: true, url: eventUrl(restId, outlook), name: names.get(calendarId) ?? '' };
  return place.url === '' && ref !== '' ? { ...place, ask: refId('outlook', ref) } : place;
}

export function recordPlace({ site, names }: Where, ref: string): Place {
  const { type, id } = splitEspoRef(ref);
  return { there: true, url: recordUrl(site, type, id), name: names.get(type) ?? type };
}

/** Both sides of a link, as far as they are still there. */
export function placesOf(where: Where, link: Link): Record<Side, Place> {
  const missing = missingOf(link);
  return {
    outlook:
      link.outlookId === '' || missing.has('outlook')
        ? NOWHERE
        : eventPlace(where, link.outlook.calendarId, link.outlook.restId, link.outlookId),
    espo: link.espoRef === '' || missing.has('espo') ? NOWHERE : recordPlace(where, link.espoRef),
  };
}

/** Sides whose item is not there any more. */
export const missingOf = ({ gone, lacks = [] }: Link): ReadonlySet<Side> =>
  new Set(gone === '' ? lacks : [gone, ...lacks]);

/** Where an item stands, and its other half where there is one. */
export function placesOfItem(where: Where, item: Item | undefined): Record<Side, Place> {
  if (!item) return { outlook: NOWHERE, espo: NOWHERE };
  return item.side === 'outlook'
    ? { outlook: eventPlace(where, item.calendarId, '', item.id), espo: NOWHERE }
    : { outlook: NOWHERE, espo: recordPlace(where, `${item.type}/${item.id}`) };
}

/** By its ref alone: the calendar of an event is not known then. */
export const placeOfRef = (where: Where, side: Side, ref: string, calendarId = ''): Place =>
  ref === '' ? NOWHERE : side === 'espo' ? recordPlace(where, ref) : eventPlace(where, calendarId, '', ref);

export const whenView = (when: When): WhenView =>
  when.kind === 'timed'
    ? { start: when.start, end: when.end, allDay: false }
    : { start: startOf(when), end: Date.parse(when.last), allDay: true };

/** As the log has it. */
export function whenOfText(text: string): WhenView {
  const when = fieldFrom('when', text);
  return when ? whenView(when) : NO_TIME;
}
